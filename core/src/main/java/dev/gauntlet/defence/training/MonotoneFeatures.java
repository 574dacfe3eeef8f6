package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Schema;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.RobustBoosting;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces the algorithm by {@linkplain RobustBoosting boosted trees} whose score no permitted move lowers, however far: features that
 * attackers can only raise, or only lower, count that way alone, and those that they move both ways are left out. It holds as far as the
 * directions in the schema do. An attacker who wants alarms moves the same features.
 */
@AutoService(Defence.class)
public record MonotoneFeatures(
        @Param(value = "how many trees", low = 1, high = 100_000)
        int trees,

        @Param(value = "the largest depth", low = 1, high = 12)
        int depth)
        implements TrainingDefence {
    private static final RobustBoosting USUAL = new RobustBoosting();

    public MonotoneFeatures {
        Catalogue.check(MonotoneFeatures.class, trees, depth);
    }

    public MonotoneFeatures() {
        this(USUAL.trees(), USUAL.depth());
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        RobustBoosting trainer = new RobustBoosting(trees, depth, USUAL.rate(), USUAL.minLeaf(), 0, false, true);
        return inner.learn(step.with(trainer), parts, assumed, run);
    }

    @Override
    public Optional<String> unfit(Schema schema) {
        return RobustBoosting.hasMonotone(schema)
                ? Optional.empty()
                : Optional.of(
                        "attackers move every feature of this schema both ways, and none is left for a monotone detector");
    }

    @Override
    public boolean keeps(Goals.Task task) {
        return task == Goals.Task.CLASSIFY;
    }

    @Override
    public Set<String> against() {
        return Set.of("evasion");
    }

    @Override
    public String summary() {
        return "Trains trees whose score no move that the schema permits an attacker lowers.";
    }

    @Override
    public String when() {
        return "Use it where malice only grows with a feature, and attackers can only add to it. It costs recall wherever that is not so.";
    }

    @Override
    public String source() {
        return "Incer et al., Adversarially Robust Malware Detection Using Monotonic Classification, IWSPA 2018";
    }

    @Override
    public Suite suite() {
        return Suite.THOROUGH;
    }

    @Override
    public String advice() {
        return "Let features that attackers can only add to raise the score only, and leave out those that they change both ways.";
    }
}

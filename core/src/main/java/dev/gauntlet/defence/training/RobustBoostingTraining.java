package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.RobustBoosting;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Set;

/**
 * Replaces the algorithm by {@linkplain RobustBoosting one that is trained against the worst change} of each
 * malicious row within the distance of the assumed attacker. It relies on the directions that the schema states: a feature that nobody
 * can move is trusted.
 */
@AutoService(Defence.class)
public record RobustBoostingTraining(
        @Param(value = "how many trees", low = 1, high = 100_000)
        int trees,

        @Param(value = "the largest depth", low = 1, high = 12)
        int depth,

        @Param(value = "the share of the attacker's distance that is withstood", low = 0, high = 10)
        double share)
        implements TrainingDefence {
    private static final RobustBoosting USUAL = new RobustBoosting();

    public RobustBoostingTraining {
        Catalogue.check(RobustBoostingTraining.class, trees, depth, share);
    }

    public RobustBoostingTraining() {
        this(USUAL.trees(), USUAL.depth(), 1);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        RobustBoosting trainer = new RobustBoosting(
                trees,
                depth,
                USUAL.rate(),
                USUAL.minLeaf(),
                share * assumed.budget().eps(),
                false,
                false);
        return inner.learn(step.with(trainer), parts, assumed, run);
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
        return "Trains boosted trees against the worst change of each row within the attacker's distance.";
    }

    @Override
    public String when() {
        return "Use it first against evasion of tabular detectors within a distance that you can state. It costs some recall and about the time of one training; actions beyond that distance still evade.";
    }

    @Override
    public String source() {
        return "Andriushchenko, Hein, Provably Robust Boosted Decision Stumps and Trees against Adversarial Attacks, NeurIPS 2019";
    }

    @Override
    public String advice() {
        return "Train trees against the worst change of each row, and state in the schema what attackers can change and which way.";
    }
}

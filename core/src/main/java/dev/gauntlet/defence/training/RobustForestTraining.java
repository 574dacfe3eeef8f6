package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.RobustForest;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Set;

/**
 * Replaces the algorithm by {@linkplain RobustForest one that is trained against the worst change} of each
 * malicious row within the distance of the assumed attacker. It relies on the directions that the schema states: a feature that nobody
 * can move is trusted.
 */
@AutoService(Defence.class)
public record RobustForestTraining(
        @Param(value = "how many trees", low = 1, high = 100_000)
        int trees,

        @Param(value = "the largest depth", low = 1, high = 64)
        int depth,

        @Param(value = "the share of the attacker's distance that is withstood", low = 0, high = 10)
        double share)
        implements TrainingDefence {
    private static final RobustForest USUAL = new RobustForest();

    public RobustForestTraining {
        Catalogue.check(RobustForestTraining.class, trees, depth, share);
    }

    public RobustForestTraining() {
        this(USUAL.trees(), USUAL.depth(), 1);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        RobustForest trainer = new RobustForest(
                trees,
                depth,
                USUAL.minLeaf(),
                USUAL.features(),
                share * assumed.budget().eps(),
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
        return "Trains a forest whose splits are chosen after an attacker has moved the rows near them.";
    }

    @Override
    public String when() {
        return "Use it as robust boosting where a forest is wanted. It costs some recall and about the time of one forest.";
    }

    @Override
    public String source() {
        return "Vos, Verwer, Efficient Training of Robust Decision Trees Against Adversarial Examples, ICML 2021";
    }

    @Override
    public Suite suite() {
        return Suite.THOROUGH;
    }

    @Override
    public String advice() {
        return "Train trees against the worst change of each row, and state in the schema what attackers can change and which way.";
    }
}

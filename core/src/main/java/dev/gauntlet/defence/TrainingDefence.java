package dev.gauntlet.defence;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Optional;

/** Another way to train. */
public interface TrainingDefence extends Defence {
    /**
     * Trains a hardened detector.
     *
     * @param inner how a detector is learnt without this defence; call it for every training
     * @param step algorithm, operating point and calibration
     * @param parts the test part is not looked at
     * @param assumed the attacker that it is trained against
     */
    Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run);

    /** Whether it makes detectors that do this task; else it is skipped for a detector that does. */
    default boolean keeps(Goals.Task task) {
        return true;
    }

    /** Why it makes no detector of rows of a schema; empty if it can. */
    default Optional<String> unfit(Schema schema) {
        return Optional.empty();
    }

    @Override
    default Pipeline guard(Pipeline process) {
        Learner inner = process.learner();
        return process.withLearner(new Learner() {
            @Override
            public Model learn(Train step, Split.Parts parts, ThreatModel assumed, Run run) {
                return harden(inner, step, parts, assumed, run);
            }

            @Override
            public Optional<String> unfit(Schema schema) {
                return TrainingDefence.this.unfit(schema).or(() -> inner.unfit(schema));
            }

            @Override
            public boolean keeps(Goals.Task task) {
                return TrainingDefence.this.keeps(task) && inner.keeps(task);
            }
        });
    }
}

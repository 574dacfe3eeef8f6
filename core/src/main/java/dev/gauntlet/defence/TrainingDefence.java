package dev.gauntlet.defence;

import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.ThreatModel;

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

    /** Whether of rows of kinds it makes a detector that tells them apart; else it is skipped for a detector of kinds. */
    default boolean keepsKinds() {
        return true;
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
            public boolean keepsKinds() {
                return TrainingDefence.this.keepsKinds() && inner.keepsKinds();
            }
        });
    }
}

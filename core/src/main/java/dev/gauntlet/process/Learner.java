package dev.gauntlet.process;

import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.ThreatModel;

/** Trains a detector on a training and a validation part. */
@FunctionalInterface
public interface Learner {
    /** The train step without changes. */
    Learner PLAIN = (step, parts, assumed, run) -> step.apply(parts.train(), parts.validation(), run);

    /**
     * Trains a detector and sets its operating point.
     *
     * @param step algorithm, operating point and calibration
     * @param parts the test part is not used
     * @param assumed the attacker that it is trained against
     */
    Model learn(Train step, Split.Parts parts, ThreatModel assumed, Run run);

    /** Whether of rows of kinds it makes a detector that tells them apart, where the algorithm can. */
    default boolean keepsKinds() {
        return true;
    }
}

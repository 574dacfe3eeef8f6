package dev.gauntlet.process;

import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Budget;

/** How a detector is learnt from its training and validation part. */
@FunctionalInterface
public interface Learner {
    /** The train step as it is. */
    Learner PLAIN = (step, parts, assumed, run) -> step.apply(parts.train(), parts.validation(), run);

    /**
     * Learns a detector at its operating point.
     *
     * @param step algorithm, operating point and calibration
     * @param parts the test part is not looked at
     * @param assumed what an attacker is assumed to be able to spend
     */
    Model learn(Train step, Split.Parts parts, Budget assumed, Run run);
}

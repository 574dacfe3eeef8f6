package dev.gauntlet.process;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Optional;

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

    /** Why it cannot learn from rows of a schema; empty if it can. */
    default Optional<String> unfit(Schema schema) {
        return Optional.empty();
    }

    /** Whether its detectors do this task where the algorithm can; one that does not makes detectors of malicious rows alone. */
    default boolean keeps(Goals.Task task) {
        return true;
    }
}

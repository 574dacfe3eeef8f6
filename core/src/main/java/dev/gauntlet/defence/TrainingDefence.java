package dev.gauntlet.defence;

import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Grant;

/** Another way to train. */
public non-sealed interface TrainingDefence extends Defence {
    /**
     * Trains a detector that is harder to attack.
     *
     * @param step how the detector is trained without the defence
     * @param parts the test part is not looked at
     */
    Model harden(Train step, Split.Parts parts, Grant attacker, Run run);
}

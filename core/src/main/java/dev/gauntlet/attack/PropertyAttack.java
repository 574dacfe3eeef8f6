package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;
import java.util.List;

/** Property inference: what the training data were like as a whole. */
public interface PropertyAttack extends Attack {
    /**
     * Says of each of several detectors which of two shares of its training rows was malicious.
     *
     * @param oracles one per detector
     * @param low one possible share
     * @param high the other possible share
     * @return per detector whether it believes in {@code high}
     */
    List<Boolean> believesHigh(List<Oracle> oracles, double low, double high, AttackerContext grant, Run run);

    @Override
    default Phase phase() {
        return Phase.INFER;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.EXPLORATORY;
    }

    @Override
    default String family() {
        return "property";
    }
}

package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Oracle;

/** Property inference: what the training data were like as a whole. */
public non-sealed interface PropertyAttack extends Attack {
    /**
     * Estimates the share of malicious rows in the training set.
     *
     * @param low one possible share
     * @param high the other possible share
     * @return whether it believes in {@code high}
     */
    boolean believesHigh(Oracle oracle, double low, double high, Grant grant, Run run);

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

    @Override
    default <R> R judgedBy(Judge<R> judge) {
        return judge.property(this);
    }
}

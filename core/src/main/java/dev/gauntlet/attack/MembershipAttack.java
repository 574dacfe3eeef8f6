package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;

/** Membership inference: was a row in the training set? */
public interface MembershipAttack extends Attack {
    /**
     * Says how much each candidate looks like a training row.
     *
     * @param candidates labelled rows, in the order in which they should be queried: a limit on queries may leave the last ones
     *     without answers
     * @return one number a row; larger is more member-like; NaN where the query was not answered
     */
    double[] suspicion(Oracle oracle, Dataset candidates, AttackerContext grant, Run run);

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
        return "membership";
    }
}

package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import java.util.Optional;

/** An attack on the parameters of a deployed detector. */
public interface TamperingAttack extends Attack {
    /** Why it cannot be used on this bundle, if so. */
    Optional<String> unfit(Bundle bundle);

    /** Whether it can only make the detector call rows benign. */
    default boolean silencesOnly() {
        return false;
    }

    /**
     * Returns the changed bundle. At most the budget's share of the numbers may differ.
     *
     * @param own the attacker's malicious rows that should evade, as the detector takes them
     */
    Bundle tamper(Bundle bundle, Dataset own, AttackerContext grant, Run run);

    @Override
    default Phase phase() {
        return Phase.DEPLOY;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.CAUSATIVE;
    }

    @Override
    default String family() {
        return "tampering";
    }
}

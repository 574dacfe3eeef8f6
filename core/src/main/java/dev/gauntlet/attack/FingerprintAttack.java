package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.Set;

/** Reverse engineering: which kind of algorithm answers? */
public interface FingerprintAttack extends Attack {
    /**
     * Names the family of the detector behind each oracle.
     *
     * @param families the possible answers
     */
    List<String> identify(List<Oracle> oracles, Set<String> families, AttackerContext grant, Run run);

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
        return "fingerprint";
    }
}

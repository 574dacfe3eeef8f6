package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Records;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import java.util.List;

/** An attack on raw records, before features are extracted: indirect poisoning. */
public interface RecordAttack extends Attack {
    /**
     * Returns the records that the attacker sends while training data are collected. They do no harm, so the process
     * labels them benign.
     *
     * @param own the attacker's malicious records of that time, at least one
     * @param allowed how many it may send
     * @param sources the sources it controls, at least one
     */
    Records chaff(Records own, int allowed, List<String> sources, AttackerContext grant, Run run);

    @Override
    default Phase phase() {
        return Phase.ASSEMBLE;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.CAUSATIVE;
    }

    @Override
    default String family() {
        return "indirect";
    }
}

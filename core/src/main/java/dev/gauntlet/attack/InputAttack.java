package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.Pursuit;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Oracle;
import java.util.List;

/** An attack with changed inputs: evasion if malicious rows pass, flooding if harmless ones alarm. */
public interface InputAttack extends Attack {
    /** Whether the goal is an alarm (flooding) rather than silence (evasion). */
    default boolean wantsAlarm() {
        return false;
    }

    /**
     * Starts one search per victim; the engine steps them together.
     *
     * @param victims the rows the attacker starts from
     * @param oracle for queries before the search; victim i is row i
     */
    List<? extends Pursuit> pursue(Rows victims, Oracle oracle, Grant grant, Run run);

    @Override
    default Phase phase() {
        return Phase.INFER;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.INTEGRITY;
    }

    @Override
    default String family() {
        return wantsAlarm() ? "flooding" : "evasion";
    }
}

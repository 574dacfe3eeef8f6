package dev.gauntlet.defence;

import dev.gauntlet.threat.Knowledge;
import java.util.List;

/** A rule on which alarms reach the analyst. */
public non-sealed interface AlertDefence extends Defence {
    /**
     * Says which alarms are shown.
     *
     * @param sources who raised each alarm, in the order they are raised
     * @param days the day each was raised on
     */
    boolean[] shown(List<String> sources, List<Long> days);

    /** What an attacker who knows the rule stays under. */
    Knowledge.Limit known();
}

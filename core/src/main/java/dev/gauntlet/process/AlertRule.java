package dev.gauntlet.process;

import java.util.List;

/** A rule on which alarms reach the analyst. */
public interface AlertRule {
    /**
     * Says which alarms are shown.
     *
     * @param sources who raised each alarm, in the order they are raised
     * @param days the day each was raised on
     */
    boolean[] shown(List<String> sources, List<Long> days);
}

package dev.gauntlet.process;

import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Knowledge;
import java.util.List;

/** A rule on which alarms reach the analyst. */
public interface AlertRule {
    /**
     * Says which alarms are shown.
     *
     * @param alerts in the order in which they are raised
     */
    boolean[] shown(List<Alert> alerts);

    /** Whether the rule looks at what alarms are about. */
    default boolean looksAtGroups() {
        return false;
    }

    /** Whether the rule makes no sense where rows have no sources and times; else they are all of one source and day there. */
    default boolean needsSources() {
        return true;
    }

    /**
     * What an attacker who knows the rule knows of it.
     *
     * @param model the detector whose alarms it judges
     */
    default List<Knowledge> known(Model model) {
        return List.of();
    }
}

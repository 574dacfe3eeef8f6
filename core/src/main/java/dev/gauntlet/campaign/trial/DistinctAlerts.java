package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.explain.AlertGroups;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is left of a flood of one day from one source where alarms that look the same are shown once: repeats of one row, and
 * rows that the same features explain.
 *
 * @param shown in how many groups the changed rows are that alarm
 * @param cost of all changes that were sent
 */
record DistinctAlerts(int shown, double cost) {
    /** The groups. */
    static final String SHOWN = "distinctAlerts";
    /** The groups over the cost of all rows that were sent; 0 if there are none. */
    static final String PER_COST = "distinctAlertsPerCost";

    /** These metrics and others. */
    static String[] and(String... others) {
        return Stream.concat(Stream.of(others), Stream.of(SHOWN, PER_COST)).toArray(String[]::new);
    }

    /** Of changed rows that alarm, each of one victim, with the costs of their changes. */
    static DistinctAlerts of(Model model, List<double[]> rows, double cost) {
        Set<String> groups = new HashSet<>(AlertGroups.of(model).of(Rows.of(rows.toArray(double[][]::new))));
        return new DistinctAlerts(groups.size(), cost);
    }

    /** An arm with these metrics. */
    Arm counted(Arm arm) {
        return arm.with(SHOWN, shown).with(PER_COST, cost > 0 ? shown / cost : 0);
    }
}

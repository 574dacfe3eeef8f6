package dev.gauntlet.search;

import dev.gauntlet.data.Rows;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Steps the pursuits of all victims together against one oracle. */
public final class Lockstep {
    private Lockstep() {}

    /**
     * Runs every pursuit until it proposes nothing more or its victim's budget is spent.
     *
     * @param pursuits one per victim, in the oracle's numbering
     * @param alarm whether the goal is that the detector alarms (flooding) or that it does not (evasion)
     */
    public static void run(List<? extends Pursuit> pursuits, Oracle oracle, boolean alarm) {
        boolean[] over = new boolean[pursuits.size()];
        for (boolean moving = true; moving; ) {
            moving = false;
            List<double[]> rows = new ArrayList<>();
            List<Integer> owners = new ArrayList<>();
            int[] counts = new int[over.length];
            for (int v = 0; v < over.length; v++) {
                if (over[v]) {
                    continue;
                }
                List<double[]> proposed = oracle.left(v) > 0 ? pursuits.get(v).propose() : List.of();
                over[v] = proposed.isEmpty();
                counts[v] = proposed.size();
                for (double[] row : proposed) {
                    rows.add(row);
                    owners.add(v);
                }
            }
            if (rows.isEmpty()) {
                return;
            }
            moving = true;
            Oracle.Answers answers = oracle.ask(
                    owners.stream().mapToInt(Integer::intValue).toArray(), Rows.of(rows.toArray(double[][]::new)));
            tell(pursuits, counts, answers, alarm);
        }
    }

    private static void tell(List<? extends Pursuit> pursuits, int[] counts, Oracle.Answers answers, boolean alarm) {
        boolean[] reached = new boolean[answers.size()];
        for (int i = 0; i < reached.length; i++) {
            reached[i] = answers.answered(i) && answers.alarm(i) == alarm;
        }
        int from = 0;
        for (int v = 0; v < counts.length; v++) {
            if (counts[v] > 0) {
                pursuits.get(v).hear(Arrays.copyOfRange(reached, from, from + counts[v]));
                from += counts[v];
            }
        }
    }
}

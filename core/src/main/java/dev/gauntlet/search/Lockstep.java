package dev.gauntlet.search;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Steps the pursuits of all victims together against one oracle. */
public final class Lockstep {
    /** Pursuits that propose one after the other; such groups do so in parallel. */
    private static final int GROUP = 25;

    private Lockstep() {}

    /** What an attacker wants to hear. */
    @FunctionalInterface
    public interface Wanted {
        /** The detector raises no alarm. */
        Wanted SILENCE = (victim, answer) -> answer == 0;
        /** It raises one. */
        Wanted ALARM = (victim, answer) -> answer > 0;

        /** Whether an answer is what is wanted of a victim. */
        boolean reached(int victim, double answer);

        /** The goal of each of these rows. */
        static Wanted of(Goal goal, Dataset victims) {
            return (victim, answer) -> goal.reached(victims.truth(victim), answer);
        }
    }

    /**
     * Runs every pursuit until it proposes nothing more or its victim's budget is spent.
     *
     * @param pursuits one per victim, in the oracle's numbering
     * @param run in whose threads they look for proposals; no pursuit may use what another one changes
     * @return per victim the number of the query that first reached the goal, counted from 1; -1 if none did
     */
    public static int[] run(List<? extends Pursuit> pursuits, Oracle oracle, Wanted wanted, Run run) {
        boolean[] over = new boolean[pursuits.size()];
        int[] reachedAt = new int[over.length];
        Arrays.fill(reachedAt, -1);
        while (true) {
            List<double[]> rows = new ArrayList<>();
            List<Integer> owners = new ArrayList<>();
            int[] counts = new int[over.length];
            int[] open = IntStream.range(0, over.length).filter(v -> !over[v]).toArray();
            List<List<double[]>> proposed = proposed(pursuits, oracle, open, run);
            for (int k = 0; k < open.length; k++) {
                int victim = open[k];
                over[victim] = proposed.get(k).isEmpty();
                counts[victim] = proposed.get(k).size();
                rows.addAll(proposed.get(k));
                owners.addAll(Collections.nCopies(counts[victim], victim));
            }
            if (rows.isEmpty()) {
                return reachedAt;
            }
            int[] before = IntStream.range(0, over.length).map(oracle::spent).toArray();
            Oracle.Answers answers = oracle.ask(
                    owners.stream().mapToInt(Integer::intValue).toArray(), Rows.of(rows.toArray(double[][]::new)));
            boolean[] reached = new boolean[answers.size()];
            for (int i = 0; i < reached.length; i++) {
                reached[i] = answers.answered(i) && wanted.reached(owners.get(i), answers.answer(i));
            }
            tell(pursuits, counts, reached);
            note(reachedAt, before, counts, reached);
        }
    }

    private static List<List<double[]>> proposed(List<? extends Pursuit> pursuits, Oracle oracle, int[] open, Run run) {
        return run
                .map(
                        (open.length + GROUP - 1) / GROUP,
                        (group, r) -> Arrays.stream(open)
                                .skip((long) group * GROUP)
                                .limit(GROUP)
                                .mapToObj(v ->
                                        oracle.left(v) > 0 ? pursuits.get(v).propose() : List.<double[]>of())
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static void tell(List<? extends Pursuit> pursuits, int[] counts, boolean[] reached) {
        int from = 0;
        for (int v = 0; v < counts.length; v++) {
            if (counts[v] > 0) {
                pursuits.get(v).hear(Arrays.copyOfRange(reached, from, from + counts[v]));
                from += counts[v];
            }
        }
    }

    private static void note(int[] reachedAt, int[] before, int[] counts, boolean[] reached) {
        int from = 0;
        for (int v = 0; v < counts.length; v++) {
            for (int i = 0; i < counts[v] && reachedAt[v] < 0; i++) {
                reachedAt[v] = reached[from + i] ? before[v] + i + 1 : -1;
            }
            from += counts[v];
        }
    }
}

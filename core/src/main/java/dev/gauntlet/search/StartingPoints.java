package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.Goal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Rows that are what a victim is to be taken for, whose values it may take. */
public final class StartingPoints {
    private StartingPoints() {}

    /**
     * For each victim its nearest rows of those that it is to be taken for, then as many random ones. In a pool without labels,
     * those are all rows.
     *
     * @return per victim up to 2k rows
     */
    public static List<List<double[]>> of(Dataset victims, Dataset pool, Goal goal, int k, Run run) {
        List<List<double[]>> donors = new ArrayList<>(Collections.nCopies(victims.size(), List.of()));
        goal.alike(victims).forEach((truth, members) -> {
            Dataset side = wanted(pool, goal, truth);
            int[][] near = Neighbours.nearest(
                    pool.schema(), side.rows(), victims.rows().select(members), k, run);
            for (int m = 0; m < members.length; m++) {
                Rng far = run.child("far").child(members[m]).rng();
                donors.set(members[m], of(side, near[m], k, far));
            }
        });
        return donors;
    }

    /** The rows that a victim of which this is true is to be taken for; in a pool without labels all rows. */
    public static Dataset wanted(Dataset pool, Goal goal, double truth) {
        boolean labelled = isLabelled(pool);
        return pool.select(all(pool)
                .filter(i -> !labelled || goal.reached(truth, pool.truth(i)))
                .toArray());
    }

    /** Rows like such a victim; in a pool without labels all rows. */
    public static Dataset others(Dataset pool, Goal goal, double truth) {
        boolean labelled = isLabelled(pool);
        return pool.select(all(pool)
                .filter(i -> !labelled
                        || (goal.startsFrom(pool.truth(i), pool.truth(i)) && !goal.reached(truth, pool.truth(i))))
                .toArray());
    }

    private static IntStream all(Dataset pool) {
        return IntStream.range(0, pool.size());
    }

    private static boolean isLabelled(Dataset pool) {
        return pool.hasQuantities() || all(pool).anyMatch(i -> pool.label(i) >= 0);
    }

    private static List<double[]> of(Dataset side, int[] near, int k, Rng far) {
        List<double[]> own = new ArrayList<>();
        for (int row : near) {
            own.add(side.rows().row(row));
        }
        for (int i = 0; i < k && side.size() > 0; i++) {
            own.add(side.rows().row(far.nextInt(side.size())));
        }
        return own;
    }
}

package dev.gauntlet.search;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import java.util.ArrayList;
import java.util.List;

/** Rows of the other class whose values a victim may take. */
public final class Donors {
    private Donors() {}

    /**
     * For each victim its nearest rows on one side, then as many random ones of that side.
     *
     * @param malicious which side
     * @return per victim up to 2k rows
     */
    public static List<List<double[]>> of(Rows victims, Dataset pool, boolean malicious, int k, Run run) {
        Dataset side = pool.select(malicious ? pool.maliciousRows() : pool.benignRows());
        int[][] near = Neighbours.nearest(pool.schema(), side.rows(), victims, k, run);
        List<List<double[]>> donors = new ArrayList<>();
        for (int v = 0; v < victims.size(); v++) {
            List<double[]> own = new ArrayList<>();
            for (int row : near[v]) {
                own.add(side.rows().row(row));
            }
            var rng = run.child("far").child(v).rng();
            for (int i = 0; i < k && side.size() > 0; i++) {
                own.add(side.rows().row(rng.nextInt(side.size())));
            }
            donors.add(own);
        }
        return donors;
    }
}

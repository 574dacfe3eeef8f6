package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Rows;
import java.util.stream.IntStream;

/**
 * The energy distance of two sets of rows: twice the mean distance between them minus the mean distances within.
 *
 * @param distance at least 0
 * @param p the p-value of a permutation test
 * @see <a href="https://doi.org/10.1016/j.jspi.2013.03.018">Székely and Rizzo 2013</a>
 */
public record EnergyDistance(double distance, double p) {
    /**
     * Measures rows of the same columns; each column is divided by its scale first and a missing value has distance 1
     * scale from every other.
     *
     * @param scales one per column, above 0
     * @param shuffles how often the rows are permuted
     */
    public static EnergyDistance of(Rows before, Rows now, double[] scales, int shuffles, Run run) {
        Require.same("columns", before.width(), now.width());
        Require.same("scales", before.width(), scales.length);
        Rows all = before.append(now);
        double[][] distances = distances(all, scales);
        int[] dealt = IntStream.range(0, all.size()).toArray();
        double found = energy(distances, dealt, before.size());
        int larger = (int)
                run.map(shuffles, (i, r) -> energy(distances, r.rng().permutation(all.size()), before.size())).stream()
                        .filter(other -> other >= found)
                        .count();
        return new EnergyDistance(found, (larger + 1.0) / (shuffles + 1));
    }

    private static double[][] distances(Rows rows, double[] scales) {
        double[][] distances = new double[rows.size()][rows.size()];
        for (int i = 0; i < distances.length; i++) {
            for (int k = 0; k < i; k++) {
                double sum = 0;
                for (int j = 0; j < scales.length; j++) {
                    double a = rows.get(i, j);
                    double b = rows.get(k, j);
                    boolean missing = Double.isNaN(a) || Double.isNaN(b);
                    double apart = missing ? (Double.isNaN(a) == Double.isNaN(b) ? 0 : 1) : (a - b) / scales[j];
                    sum += apart * apart;
                }
                distances[i][k] = StrictMath.sqrt(sum);
                distances[k][i] = distances[i][k];
            }
        }
        return distances;
    }

    /** The first rows of a permutation against the others. */
    private static double energy(double[][] distances, int[] dealt, int first) {
        double across = 0;
        double withinFirst = 0;
        double withinLast = 0;
        for (int i = 0; i < dealt.length; i++) {
            for (int k = 0; k < i; k++) {
                double d = distances[dealt[i]][dealt[k]];
                if (i < first) {
                    withinFirst += d;
                } else if (k >= first) {
                    withinLast += d;
                } else {
                    across += d;
                }
            }
        }
        double n = first;
        double m = dealt.length - first;
        return 2 * across / (n * m) - 2 * withinFirst / (n * n) - 2 * withinLast / (m * m);
    }
}

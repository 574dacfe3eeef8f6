package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/** The drift between current values and earlier ones; missing ones (NaN) are a value of their own. */
public final class Shift {
    private static final double LEAST = 1e-4;

    private Shift() {}

    /**
     * The population stability index over bins of equal numbers of earlier values: below 0.1 little has changed, above
     * 0.25 much has. A value that makes up a bin by itself is one.
     *
     * @param bins at most so many
     * @see <a href="https://doi.org/10.1002/9781119201731">Siddiqi 2017, chapter 9</a>
     */
    public static double psi(double[] before, double[] now, int bins) {
        Require.that(before.length > 0 && now.length > 0, "both sides need values");
        double[] edges = edges(before, bins);
        double[] was = shares(before, edges);
        double[] is = shares(now, edges);
        double sum = 0;
        for (int k = 0; k < was.length; k++) {
            double a = Math.max(LEAST, was[k]);
            double b = Math.max(LEAST, is[k]);
            sum += (b - a) * StrictMath.log(b / a);
        }
        return sum;
    }

    /** The population stability index over the values themselves, for categories. */
    public static double psiOfCategories(double[] before, double[] now) {
        Require.that(before.length > 0 && now.length > 0, "both sides need values");
        TreeMap<Double, double[]> counts = new TreeMap<>();
        for (double value : before) {
            counts.computeIfAbsent(value, v -> new double[2])[0] += 1.0 / before.length;
        }
        for (double value : now) {
            counts.computeIfAbsent(value, v -> new double[2])[1] += 1.0 / now.length;
        }
        double sum = 0;
        for (double[] pair : counts.values()) {
            double a = Math.max(LEAST, pair[0]);
            double b = Math.max(LEAST, pair[1]);
            sum += (b - a) * StrictMath.log(b / a);
        }
        return sum;
    }

    /** The chance of values as different as these, by Kolmogorov and Smirnov's two-sample test; 1 where one side has less than two. */
    public static double ks(double[] before, double[] now) {
        double[] a = lowest(before);
        double[] b = lowest(now);
        if (a.length < 2 || b.length < 2) {
            return 1;
        }
        return KolmogorovSmirnovTest.withDefaults().test(a, b).getPValue();
    }

    /** What is missing below everything else. */
    private static double[] lowest(double[] values) {
        return Arrays.stream(values)
                .map(value -> Double.isNaN(value) ? -Double.MAX_VALUE : value)
                .toArray();
    }

    private static double[] present(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    /** The upper ends of all bins but the last, ascending and different. */
    private static double[] edges(double[] values, int bins) {
        double[] sorted = present(values);
        Arrays.sort(sorted);
        double[] edges = new double[bins];
        int count = 0;
        for (int k = 1; k < bins && sorted.length > 0; k++) {
            double edge = sorted[(int) ((long) k * sorted.length / bins)];
            if (count == 0 || edge > edges[count - 1]) {
                edges[count++] = edge;
            }
        }
        return Arrays.copyOf(edges, count);
    }

    /** The shares of the bins below, at and above each edge, and of what is missing. */
    private static double[] shares(double[] values, double[] edges) {
        double[] shares = new double[2 * edges.length + 2];
        for (double value : values) {
            int bin = shares.length - 1;
            if (!Double.isNaN(value)) {
                int at = Arrays.binarySearch(edges, value);
                bin = at >= 0 ? 2 * at + 1 : 2 * (-at - 1);
            }
            shares[bin] += 1.0 / values.length;
        }
        return shares;
    }
}

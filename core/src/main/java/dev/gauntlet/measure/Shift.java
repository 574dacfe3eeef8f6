package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/** The drift between current values and earlier ones; missing ones (NaN) are a value of their own. */
public final class Shift {
    private static final double LEAST = 1e-4;
    /** The fewest values of a category that are expected on each side. */
    private static final int FEWEST = 5;

    private Shift() {}

    /**
     * The population stability index over bins of equal numbers of earlier values, each with its upper end: below 0.1 little has
     * changed, above 0.25 much has. A value that makes up a bin by itself is one. Of n earlier and m later values of the same
     * distribution it is about (bins - 1) (1/n + 1/m) (Yurdakul and Naranjo, Journal of Risk Model Validation 2020).
     *
     * @param bins at most so many
     * @see <a href="https://doi.org/10.1002/9781119201731">Siddiqi 2017, chapter 9</a>
     */
    public static double psi(double[] before, double[] now, int bins) {
        Require.that(before.length > 0 && now.length > 0, "both sides need values");
        double[] edges = edges(before, bins);
        boolean[] heavy = heavy(before, edges, bins);
        double[] was = shares(before, edges, heavy);
        double[] is = shares(now, edges, heavy);
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
            counts.computeIfAbsent(value + 0.0, v -> new double[2])[0] += 1.0 / before.length;
        }
        for (double value : now) {
            counts.computeIfAbsent(value + 0.0, v -> new double[2])[1] += 1.0 / now.length;
        }
        double sum = 0;
        for (double[] pair : counts.values()) {
            double a = Math.max(LEAST, pair[0]);
            double b = Math.max(LEAST, pair[1]);
            sum += (b - a) * StrictMath.log(b / a);
        }
        return sum;
    }

    /**
     * The chance of categories as different as these, by Pearson's test of homogeneity; their codes have no order. Categories of
     * which fewer than five are expected on a side are counted as one; 1 where only one is left.
     *
     * @see <a href="https://doi.org/10.2307/3001616">Cochran 1954</a>
     */
    public static double chiSquare(double[] before, double[] now) {
        Require.that(before.length > 0 && now.length > 0, "both sides need values");
        TreeMap<Double, long[]> counts = new TreeMap<>();
        for (double value : before) {
            counts.computeIfAbsent(value + 0.0, v -> new long[2])[0]++;
        }
        for (double value : now) {
            counts.computeIfAbsent(value + 0.0, v -> new long[2])[1]++;
        }
        double least = FEWEST * (before.length + now.length) / (double) Math.min(before.length, now.length);
        List<long[]> table = new ArrayList<>();
        long[] rare = new long[2];
        for (long[] pair : counts.values()) {
            if (pair[0] + pair[1] >= least) {
                table.add(pair);
            } else {
                rare[0] += pair[0];
                rare[1] += pair[1];
            }
        }
        if (rare[0] + rare[1] > 0) {
            table.add(rare);
        }
        return table.size() < 2
                ? 1
                : ChiSquareTest.withDefaults()
                        .test(table.toArray(long[][]::new))
                        .getPValue();
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
                .map(value -> Double.isNaN(value) ? -Double.MAX_VALUE : value + 0.0)
                .toArray();
    }

    private static double[] present(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .map(value -> value + 0.0)
                .toArray();
    }

    /** The upper ends of all bins but the last, ascending and different. */
    private static double[] edges(double[] values, int bins) {
        double[] sorted = present(values);
        Arrays.sort(sorted);
        double[] edges = new double[bins];
        int count = 0;
        for (int k = 1; k < bins && sorted.length > 0; k++) {
            double edge = sorted[Math.max(0, (int) ((long) k * sorted.length / bins) - 1)];
            if (count == 0 || edge > edges[count - 1]) {
                edges[count++] = edge;
            }
        }
        return Arrays.copyOf(edges, count);
    }

    /** Which edges are values that make up a bin by themselves. */
    private static boolean[] heavy(double[] values, double[] edges, int bins) {
        double[] present = present(values);
        int[] counts = new int[edges.length];
        for (double value : present) {
            int at = Arrays.binarySearch(edges, value);
            if (at >= 0) {
                counts[at]++;
            }
        }
        boolean[] heavy = new boolean[edges.length];
        for (int k = 0; k < heavy.length; k++) {
            heavy[k] = counts[k] > 1 && (long) counts[k] * bins >= present.length;
        }
        return heavy;
    }

    /** The shares of the bins that end at each edge, of heavy edges by themselves, of what is above all, and of what is missing. */
    private static double[] shares(double[] values, double[] edges, boolean[] heavy) {
        double[] shares = new double[2 * edges.length + 2];
        for (double value : values) {
            int bin = shares.length - 1;
            if (!Double.isNaN(value)) {
                int at = Arrays.binarySearch(edges, value + 0.0);
                bin = at < 0 ? 2 * (-at - 1) : heavy[at] ? 2 * at + 1 : 2 * at;
            }
            shares[bin] += 1.0 / values.length;
        }
        return shares;
    }
}

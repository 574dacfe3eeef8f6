package dev.gauntlet.model;

import java.util.Arrays;

/** A line between knots: first their rising values, then the share of rows at each, the middle one of equal values. */
final class Quantiles {
    private static final int MOST = 101;

    private Quantiles() {}

    /** Up to 101 evenly spaced quantiles of numbers in rising order, at least one. */
    static double[] of(double[] sorted) {
        int count = Math.min(MOST, sorted.length);
        double[] values = new double[count];
        double[] shares = new double[count];
        int knots = 0;
        int equal = 0;
        for (int q = 0; q < count; q++) {
            double share = count == 1 ? 0.5 : q / (count - 1.0);
            double value = at(sorted, share);
            if (knots > 0 && value == values[knots - 1]) {
                equal++;
                shares[knots - 1] += (share - shares[knots - 1]) / equal;
            } else {
                values[knots] = value;
                shares[knots++] = share;
                equal = 1;
            }
        }
        double[] table = Arrays.copyOf(values, 2 * knots);
        System.arraycopy(shares, 0, table, knots, knots);
        return table;
    }

    /** The value below which a share of numbers in rising order lies, between two of them by a line. */
    static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        return below == sorted.length - 1
                ? sorted[below]
                : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }

    /** The share at a value; that of the first or last knot beyond them, NaN of NaN. */
    static double share(double[] table, double value) {
        int knots = table.length / 2;
        if (Double.isNaN(value)) {
            return value;
        }
        int left = left(table, value);
        if (left < 0 || left == knots - 1) {
            return table[knots + Math.max(left, 0)];
        }
        return table[knots + left] + (value - table[left]) * steepness(table, left);
    }

    /** How fast the share grows at a value, to its right; 0 beyond the knots. */
    static double slope(double[] table, double value) {
        int left = left(table, value);
        return left < 0 || left == table.length / 2 - 1 ? 0 : steepness(table, left);
    }

    private static double steepness(double[] table, int left) {
        int knots = table.length / 2;
        return (table[knots + left + 1] - table[knots + left]) / (table[left + 1] - table[left]);
    }

    /** The last knot at or below a value, or -1. */
    private static int left(double[] table, double value) {
        int found = Arrays.binarySearch(table, 0, table.length / 2, value + 0.0);
        return found >= 0 ? found : -found - 2;
    }
}

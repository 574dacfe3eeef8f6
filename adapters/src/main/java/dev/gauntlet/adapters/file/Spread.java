package dev.gauntlet.adapters.file;

import java.util.Arrays;

/**
 * The range and scale of the values of a column.
 *
 * @param scale the distance from the 5th to the 95th percentile; if that is 0, the whole range; if that is 0 too, 1
 */
record Spread(double low, double high, double scale) {
    /** The spread of the values that are not missing; 0, 0, 1 if there is none. */
    static Spread of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        while (last >= 0 && Double.isNaN(sorted[last])) {
            last--;
        }
        if (last < 0) {
            return new Spread(0, 0, 1);
        }
        double inner = sorted[(int) Math.ceil(0.95 * last)] - sorted[(int) Math.floor(0.05 * last)];
        double range = sorted[last] - sorted[0];
        return new Spread(sorted[0], sorted[last], inner > 0 ? inner : range > 0 ? range : 1);
    }
}

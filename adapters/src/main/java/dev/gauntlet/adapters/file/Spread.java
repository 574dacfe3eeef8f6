package dev.gauntlet.adapters.file;

import java.util.Arrays;

/**
 * The range and scale of the values of a column.
 *
 * @param scale the distance from the 5th to the 95th percentile; if those are one value, as of a column that is mostly 0, the
 *     95th percentile of how far the others are from it; if there are no others, 1
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
        return new Spread(sorted[0], sorted[last], inner > 0 ? inner : rare(sorted, last + 1));
    }

    /** The scale of the few values that differ from the usual one, without the farthest. */
    private static double rare(double[] sorted, int known) {
        double usual = sorted[known / 2];
        double[] others = Arrays.stream(sorted, 0, known)
                .map(value -> Math.abs(value - usual))
                .filter(distance -> distance > 0)
                .sorted()
                .toArray();
        return others.length == 0 ? 1 : others[(int) (0.95 * (others.length - 1))];
    }
}

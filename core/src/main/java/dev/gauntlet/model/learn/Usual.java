package dev.gauntlet.model.learn;

import java.util.Arrays;

/** The anomaly threshold: the distance at or above which the stated share of training rows lies. */
final class Usual {
    private static final double LEAST = 1e-12;

    private Usual() {}

    static double end(double[] distances, double contamination) {
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        int at = sorted.length - (int) StrictMath.floor(contamination * sorted.length);
        double end = at < sorted.length ? sorted[at] : Math.nextUp(sorted[sorted.length - 1]);
        return Math.max(LEAST, Math.min(Double.MAX_VALUE, end));
    }
}

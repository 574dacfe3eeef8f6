package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;

/** A non-negative distance from normal rows, turned into a score in [0, 1] that is 0.5 at a stated distance. */
final class Anomaly {
    private Anomaly() {}

    static double checked(double usual) {
        Require.that(usual > 0 && Double.isFinite(usual), "usual must be positive but is " + usual);
        return usual;
    }

    static double score(double distance, double usual) {
        return distance == Double.POSITIVE_INFINITY ? 1 : distance / (distance + usual);
    }

    /** The derivative of {@link #score} by the distance. */
    static double slope(double distance, double usual) {
        return usual / (distance + usual) / (distance + usual);
    }
}

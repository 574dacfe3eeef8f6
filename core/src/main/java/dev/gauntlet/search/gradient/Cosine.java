package dev.gauntlet.search.gradient;

/** Sizes that fall along half a cosine. */
final class Cosine {
    private Cosine() {}

    static double at(int step, int steps, double first, double last) {
        return last + (first - last) * (1 + StrictMath.cos(Math.PI * step / Math.max(1, steps))) / 2;
    }

    /** The Euclidean length. */
    static double length(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return StrictMath.sqrt(sum);
    }
}

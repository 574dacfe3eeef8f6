package dev.gauntlet.model.kernel;

/** Distances of rows that lie in flat arrays. Sums in column order. */
final class Distances {
    private Distances() {}

    /** The squared Euclidean distance of the rows that begin at {@code from} and at {@code at}. */
    static double squared(double[] a, int from, double[] b, int at, int width) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            double gap = a[from + j] - b[at + j];
            sum += gap * gap;
        }
        return sum;
    }
}

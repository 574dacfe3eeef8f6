package dev.gauntlet.search.gradient;

import dev.gauntlet.data.Norm;
import java.util.Arrays;

/**
 * The geometry of a norm over changes in scales.
 *
 * @see <a href="https://stanford.edu/~jduchi/projects/DuchiShSiCh08.pdf">Duchi et al. 2008, projections onto the L1 ball</a>
 */
final class Ball {
    private final Norm norm;
    /** What a change by one scale counts: its cost; of a whole number or flag, in the largest change, less if it moves by more anyway. */
    private final double[] weights;

    private final double[] sorted;

    Ball(Norm norm, double[] weights) {
        this.norm = norm;
        this.weights = weights.clone();
        this.sorted = new double[weights.length];
        if (norm != Norm.COST && norm != Norm.LINF) {
            Arrays.fill(this.weights, 1);
        }
    }

    Norm norm() {
        return norm;
    }

    double weight(int k) {
        return weights[k];
    }

    double size(double[] delta) {
        double size = 0;
        for (int k = 0; k < delta.length; k++) {
            double d = Math.abs(delta[k]);
            size = switch (norm) {
                case L0 -> size + (d > 0 ? 1 : 0);
                case L1, COST -> size + weights[k] * d;
                case L2 -> size + d * d;
                case LINF -> Math.max(size, weights[k] * d);
            };
        }
        return norm.ofTotal(size);
    }

    /** The size of slopes by which a linear score grows at most with a change of size 1. */
    double dual(double[] slopes) {
        double size = 0;
        for (int k = 0; k < slopes.length; k++) {
            double s = Math.abs(slopes[k]);
            size = switch (norm) {
                case L0, L1, COST -> Math.max(size, s / Math.max(1e-12, weights[k]));
                case L2 -> size + s * s;
                case LINF -> size + s / weights[k];
            };
        }
        return norm.ofTotal(size);
    }

    /** Moves a change to the nearest one of at most this size. */
    void project(double[] delta, double radius) {
        switch (norm) {
            case L0 -> keepLargest(delta, (int) radius);
            case L1, COST -> shrink(delta, radius);
            case L2 -> {
                double size = size(delta);
                if (size > radius) {
                    times(delta, radius / size);
                }
            }
            case LINF -> {
                for (int k = 0; k < delta.length; k++) {
                    double most = radius / weights[k];
                    delta[k] = Math.max(-most, Math.min(most, delta[k]));
                }
            }
        }
    }

    /** Makes a change of a size smaller: its largest parts in the largest change, else all parts by the same factor. */
    void shorten(double[] delta, double share, double size) {
        if (norm == Norm.LINF) {
            project(delta, share * size);
        } else {
            times(delta, share);
        }
    }

    static void times(double[] delta, double factor) {
        for (int k = 0; k < delta.length; k++) {
            delta[k] *= factor;
        }
    }

    private void keepLargest(double[] delta, int count) {
        if (count >= delta.length) {
            return;
        }
        for (int k = 0; k < delta.length; k++) {
            sorted[k] = Math.abs(delta[k]);
        }
        Arrays.sort(sorted);
        double least = count <= 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length - count];
        int left = count;
        for (int k = 0; k < delta.length; k++) {
            boolean kept = Math.abs(delta[k]) >= least && left > 0;
            left -= kept ? 1 : 0;
            delta[k] = kept ? delta[k] : 0;
        }
    }

    /** Takes from each change its weight times the same number, so that the weighted sum becomes the radius. */
    private void shrink(double[] delta, double radius) {
        if (size(delta) <= radius) {
            return;
        }
        double low = 0;
        double high = 0;
        for (int k = 0; k < delta.length; k++) {
            high = Math.max(high, Math.abs(delta[k]) / Math.max(1e-12, weights[k]));
        }
        for (int i = 0; i < 60 && high - low > 1e-15 * high; i++) {
            double middle = (low + high) / 2;
            double total = 0;
            for (int k = 0; k < delta.length; k++) {
                total += weights[k] * Math.max(0, Math.abs(delta[k]) - middle * weights[k]);
            }
            if (total > radius) {
                low = middle;
            } else {
                high = middle;
            }
        }
        for (int k = 0; k < delta.length; k++) {
            delta[k] = Math.copySign(Math.max(0, Math.abs(delta[k]) - high * weights[k]), delta[k]);
        }
    }

    /** Adds the change of a size that raises a linear score most: along the slopes; of sums along the steepest ones. */
    void ascend(double[] slopes, double size, double[] delta) {
        double length = 0;
        for (double slope : slopes) {
            length = norm == Norm.L2 ? length + slope * slope : Math.max(length, Math.abs(slope));
        }
        length = norm.ofTotal(length);
        if (length == 0 || Double.isNaN(length)) {
            return;
        }
        if (norm == Norm.L2 || norm == Norm.LINF) {
            for (int k = 0; k < delta.length; k++) {
                delta[k] += norm == Norm.LINF ? size / weights[k] * Math.signum(slopes[k]) : size * slopes[k] / length;
            }
            return;
        }
        double most = dual(slopes);
        double total = 0;
        for (int k = 0; k < delta.length; k++) {
            total += Math.abs(slopes[k]) >= STEEP * most * weights[k] ? Math.max(1e-12, weights[k]) : 0;
        }
        for (int k = 0; k < delta.length; k++) {
            delta[k] += Math.abs(slopes[k]) >= STEEP * most * weights[k] ? size * Math.signum(slopes[k]) / total : 0;
        }
    }

    /** Of the steepest slope: those above it share a step in a sum. */
    private static final double STEEP = 0.8;
}

package dev.gauntlet.search.gradient;

import java.util.Arrays;

/**
 * Sigma-zero: lowers a smooth count of the changed features together with the margin, by Adam, and undoes changes below a limit that
 * grows while the row reaches the goal and falls while it does not.
 *
 * @see <a href="https://arxiv.org/abs/2402.01879">Cina et al., ICLR 2025, algorithm 1</a>
 */
public final class SigmaZero implements Walk {
    private static final double SIGMA = 1e-3;
    private static final double FIRST_LIMIT = 0.3;
    private static final double LIMIT_STEP = 0.01;
    private static final double LAST_RATE = 0.1;
    private static final double MEAN = 0.9;
    private static final double SQUARE = 0.999;
    private static final double TINY = 1e-8;

    private final Region region;
    private final int steps;
    private final double[] means;
    private final double[] squares;
    private int taken;
    private double limit;

    public SigmaZero(Region region, int steps) {
        this.region = region;
        this.steps = steps;
        means = new double[region.size()];
        squares = new double[region.size()];
    }

    @Override
    public void start(double[] delta) {
        Arrays.fill(delta, 0);
        Arrays.fill(means, 0);
        Arrays.fill(squares, 0);
        taken = 0;
        limit = FIRST_LIMIT;
    }

    @Override
    public boolean next(Sight seen, double[] delta) {
        if (taken == steps) {
            return false;
        }
        double rate = Cosine.at(taken, steps, 1, LAST_RATE);
        taken++;
        int size = delta.length;
        double largest = 0;
        double[] slopes = seen.slopes();
        for (int k = 0; k < size; k++) {
            double square = delta[k] * delta[k] + SIGMA;
            double slope = 2 * delta[k] * SIGMA / (square * square) / size - (seen.reached() ? 0 : slopes[k]);
            slopes[k] = slope;
            largest = Math.max(largest, Math.abs(slope));
        }
        double meanScale = 1 - StrictMath.pow(MEAN, taken);
        double squareScale = 1 - StrictMath.pow(SQUARE, taken);
        limit += seen.reached() ? LIMIT_STEP * rate : -LIMIT_STEP * rate;
        limit = Math.max(0, limit);
        for (int k = 0; k < size; k++) {
            double slope = largest > 0 ? slopes[k] / largest : 0;
            means[k] = MEAN * means[k] + (1 - MEAN) * slope;
            squares[k] = SQUARE * squares[k] + (1 - SQUARE) * slope * slope;
            delta[k] -= rate * means[k] / meanScale / (StrictMath.sqrt(squares[k] / squareScale) + TINY);
        }
        region.clip(delta);
        for (int k = 0; k < size; k++) {
            delta[k] = Math.abs(delta[k]) < limit ? 0 : delta[k];
        }
        return true;
    }
}

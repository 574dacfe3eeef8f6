package dev.gauntlet.model.learn;

/**
 * The exponential loss of two leaves, where a row that can be in both is in the worse. It is convex in the two outputs, and in each of the
 * cases that one is below the other it is a sum of two functions of one output each, whose minima are known.
 *
 * <p>Source: Andriushchenko, Hein, "Provably Robust Boosted Decision Stumps and Trees against Adversarial Attacks", NeurIPS 2019.
 */
final class ExponentialSplits implements RobustSplits {
    /** Weights that are left over by rounding when all rows have gone are below it. */
    private static final double NOTHING = 1e-300;

    /** By column, 1 if the output may only rise with it, -1 if only fall, 0 if either. */
    private final int[] signs;

    private int sign;
    private double least;
    private double most;
    private double expLeast;
    private double expMost;

    /**
     * Outputs within any bounds, in any order.
     *
     * @param signs by column, 1 if the output may only rise with it, -1 if only fall, 0 if either
     */
    ExponentialSplits(int[] signs) {
        this.signs = signs.clone();
    }

    /** The outputs of the leaves that are asked for next are within these. */
    void within(double lowest, double highest) {
        least = lowest;
        most = highest;
        expLeast = StrictMath.exp(lowest);
        expMost = StrictMath.exp(highest);
    }

    @Override
    public void on(int column) {
        sign = signs[column];
    }

    /** The least loss of one leaf. */
    double whole(double harmless, double malicious) {
        double h = Math.max(0, harmless);
        double m = Math.max(0, malicious);
        if (m >= h * expMost * expMost) {
            return m / expMost + h * expMost;
        }
        return m <= h * expLeast * expLeast ? m / expLeast + h * expLeast : 2 * Math.sqrt(m * h);
    }

    /** The output of one leaf with the least loss. */
    double output(double harmless, double malicious) {
        double h = Math.max(0, harmless);
        double m = Math.max(0, malicious);
        double output = h + m <= NOTHING ? 0 : 0.5 * (StrictMath.log(m) - StrictMath.log(h));
        return Math.max(least, Math.min(most, output));
    }

    @Override
    public double split(Sides s) {
        int order = order(s);
        if (order * sign > 0) {
            return Double.POSITIVE_INFINITY;
        }
        return switch (order) {
            case -1 ->
                whole(s.leftHarmless, s.leftMalicious + s.betweenMalicious)
                        + whole(s.rightHarmless + s.betweenHarmless, s.rightMalicious);
            case 1 ->
                whole(s.leftHarmless + s.betweenHarmless, s.leftMalicious)
                        + whole(s.rightHarmless, s.rightMalicious + s.betweenMalicious);
            default -> Double.POSITIVE_INFINITY;
        };
    }

    double leftOutput(Sides s) {
        return order(s) < 0
                ? output(s.leftHarmless, s.leftMalicious + s.betweenMalicious)
                : output(s.leftHarmless + s.betweenHarmless, s.leftMalicious);
    }

    double rightOutput(Sides s) {
        return order(s) < 0
                ? output(s.rightHarmless + s.betweenHarmless, s.rightMalicious)
                : output(s.rightHarmless, s.rightMalicious + s.betweenMalicious);
    }

    /** Negative if the left output of the best two is below the right one, positive if above, 0 if they are equal. */
    private static int order(Sides s) {
        if ((s.leftMalicious + s.betweenMalicious) * (s.rightHarmless + s.betweenHarmless)
                < s.leftHarmless * s.rightMalicious) {
            return -1;
        }
        return s.leftMalicious * s.rightHarmless
                        > (s.leftHarmless + s.betweenHarmless) * (s.rightMalicious + s.betweenMalicious)
                ? 1
                : 0;
    }
}

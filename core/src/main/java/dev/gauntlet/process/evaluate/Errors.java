package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Require;

/**
 * The errors of estimates of a quantity.
 *
 * @param mean the mean absolute error
 * @param root the root of the mean squared error
 * @param determination the share of the variance that is explained (R squared); below 0 where the mean does better
 * @param n how many rows have a quantity
 */
public record Errors(double mean, double root, double determination, int n) {
    /** Of estimates beside the truth; rows whose truth is NaN are left out. */
    public static Errors of(double[] estimates, double[] truth) {
        Require.same("estimates", truth.length, estimates.length);
        int n = 0;
        double absolute = 0;
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            if (!Double.isNaN(truth[i])) {
                double off = estimates[i] - truth[i];
                absolute += Math.abs(off);
                squares += off * off;
                sum += truth[i];
                n++;
            }
        }
        double spread = 0;
        for (double value : truth) {
            double off = value - sum / Math.max(1, n);
            spread += Double.isNaN(value) ? 0 : off * off;
        }
        return new Errors(
                absolute / n, StrictMath.sqrt(squares / n), spread > 0 ? 1 - squares / spread : Double.NaN, n);
    }
}

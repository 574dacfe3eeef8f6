package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Require;

/**
 * The errors of a regression model.
 *
 * @param mean the mean absolute error
 * @param root the root of the mean squared error
 * @param determination the share of the variance that is explained (R squared); below 0 if predicting the mean is
 *     better
 * @param n the number of rows with a true value
 */
public record Errors(double mean, double root, double determination, int n) {
    /** The errors of estimates; rows whose true value is NaN are left out. */
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

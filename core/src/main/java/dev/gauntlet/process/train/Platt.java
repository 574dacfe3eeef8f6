package dev.gauntlet.process.train;

import dev.gauntlet.model.Monotone;

/**
 * Platt scaling: fits log-odds as a linear function by maximum likelihood, with target probabilities smoothed by one
 * row per class.
 *
 * <p>Source: Lin, Lin, Weng, "A Note on Platt's Probabilistic Outputs for Support Vector Machines", Machine Learning
 * 68, 2007.
 */
final class Platt {
    private static final int MOST_STEPS = 100;

    private final double[] x;
    private final double[] targets;

    private Platt(double[] x, double[] targets) {
        this.x = x;
        this.targets = targets;
    }

    /** The line, fitted to standardised malice scores, in the units of the score. */
    static Monotone.Line fit(double[] malice, boolean[] truth) {
        double bad = 0;
        double mean = 0;
        for (int i = 0; i < malice.length; i++) {
            bad += truth[i] ? 1 : 0;
            mean += malice[i] / malice.length;
        }
        double squares = 0;
        for (double m : malice) {
            squares += (m - mean) * (m - mean);
        }
        double deviation = StrictMath.sqrt(squares / malice.length);
        double[] x = new double[malice.length];
        double[] targets = new double[malice.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = deviation > 0 ? (malice[i] - mean) / deviation : 0;
            targets[i] = truth[i] ? (bad + 1) / (bad + 2) : 1 / (malice.length - bad + 2);
        }
        double[] solved = new Platt(x, targets).solve(bad);
        double slope = deviation > 0 ? solved[0] / deviation : 0;
        return new Monotone.Line(slope, solved[1] - slope * mean);
    }

    /** Newton's steps on slope and offset, each halved until the loss falls. */
    private double[] solve(double bad) {
        double[] at = {0, StrictMath.log((bad + 1) / (x.length - bad + 1))};
        double loss = loss(at);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] move = newton(at);
            double length = 1;
            double[] next = {at[0] + move[0], at[1] + move[1]};
            double nextLoss = loss(next);
            while (nextLoss >= loss && length > 1e-10) {
                length /= 2;
                next = new double[] {at[0] + length * move[0], at[1] + length * move[1]};
                nextLoss = loss(next);
            }
            if (nextLoss >= loss) {
                break;
            }
            at = next;
            loss = nextLoss;
        }
        return at;
    }

    private double loss(double[] at) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double z = at[0] * x[i] + at[1];
            loss += StrictMath.log1p(StrictMath.exp(-Math.abs(z))) + Math.max(z, 0) - targets[i] * z;
        }
        return loss;
    }

    private double[] newton(double[] at) {
        double slope = 0;
        double offset = 0;
        double[] bends = {1e-12, 0, 1e-12};
        for (int i = 0; i < x.length; i++) {
            double p = 1 / (1 + StrictMath.exp(-at[0] * x[i] - at[1]));
            slope += (p - targets[i]) * x[i];
            offset += p - targets[i];
            bends[0] += p * (1 - p) * x[i] * x[i];
            bends[1] += p * (1 - p) * x[i];
            bends[2] += p * (1 - p);
        }
        double determinant = bends[0] * bends[2] - bends[1] * bends[1];
        return new double[] {
            -(bends[2] * slope - bends[1] * offset) / determinant, -(bends[0] * offset - bends[1] * slope) / determinant
        };
    }
}

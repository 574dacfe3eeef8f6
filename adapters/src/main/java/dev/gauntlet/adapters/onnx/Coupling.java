package dev.gauntlet.adapters.onnx;

/**
 * The probability that ONNX Runtime derives from Platt's probability for two classes. Like LIBSVM, it couples the
 * pairwise probabilities by an iteration that starts at 0.5 and stops early, up to 0.005 from the exact value.
 *
 * <p>Source: Wu, Lin, Weng, "Probability estimates for multi-class classification by pairwise coupling", 2004,
 * algorithm 2.
 */
final class Coupling {
    private static final double CLIP = 1e-7;
    private static final double STOP = 0.0025;
    private static final int ROUNDS = 100;

    private Coupling() {}

    /** The coupled probability of a class whose probability by Platt's method is p. */
    static double of(double p) {
        double r = Math.min(Math.max(p, CLIP), 1 - CLIP);
        double[][] q = {{(1 - r) * (1 - r), -r * (1 - r)}, {-r * (1 - r), r * r}};
        double[] share = {0.5, 0.5};
        for (int round = 0; round < ROUNDS; round++) {
            double[] product = {q[0][0] * share[0] + q[0][1] * share[1], q[1][0] * share[0] + q[1][1] * share[1]};
            double form = share[0] * product[0] + share[1] * product[1];
            if (Math.max(Math.abs(product[0] - form), Math.abs(product[1] - form)) < STOP) {
                break;
            }
            for (int t = 0; t < 2; t++) {
                double step = (form - product[t]) / q[t][t];
                double whole = 1 + step;
                share[t] += step;
                form = (form + step * (step * q[t][t] + 2 * product[t])) / (whole * whole);
                for (int j = 0; j < 2; j++) {
                    product[j] = (product[j] + step * q[t][j]) / whole;
                    share[j] /= whole;
                }
            }
        }
        return share[0];
    }
}

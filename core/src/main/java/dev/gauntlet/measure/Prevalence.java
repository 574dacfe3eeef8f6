package dev.gauntlet.measure;

import dev.gauntlet.base.Require;

/** The share of malicious rows among rows without labels. */
public final class Prevalence {
    private static final int ROUNDS = 1000;
    private static final double STILL = 1e-9;

    private Prevalence() {}

    /**
     * the share of malicious rows that makes a detector's probabilities, which suppose the share it was trained on,
     * most likely: by expectation maximisation.
     *
     * @param probabilities of the malicious class, one per row
     * @param trained the share of malicious rows among the training rows, in (0, 1)
     * @see <a href="https://doi.org/10.1162/089976602753284446">Saerens, Latinne, Decaestecker 2002</a>
     */
    public static double of(double[] probabilities, double trained) {
        Require.that(
                trained > 0 && trained < 1,
                "the share of malicious rows in training must be in (0, 1) but is " + trained);
        double share = trained;
        for (int round = 0; round < ROUNDS; round++) {
            double up = share / trained;
            double down = (1 - share) / (1 - trained);
            double sum = 0;
            for (double p : probabilities) {
                double bad = p * up;
                double good = (1 - p) * down;
                sum += bad + good == 0 ? 0 : bad / (bad + good);
            }
            double next = probabilities.length == 0 ? share : sum / probabilities.length;
            if (Math.abs(next - share) < STILL) {
                return next;
            }
            share = next;
        }
        return share;
    }
}

package dev.gauntlet.threat;

import dev.gauntlet.data.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much of a detector's scores is granted to those who query it.
 *
 * @param threshold the malice score at or above which it alarms
 */
record Granted(Access access, Oracle.Target target, double threshold) {
    private static final double DECIMALS = 100;

    /** The numbers of each row as far as they are granted: the probability of malice and, where there are kinds, of each class. */
    double[] numbers(double[] malice, double[] answers, Rows classes) {
        int k = access.shows(Access.TOP_SCORE) ? classes.width() : 0;
        double[] open = new double[malice.length * (1 + k)];
        Rows chances = k > 0 ? target.chances(classes) : classes;
        for (int i = 0; i < malice.length; i++) {
            int at = i * (1 + k);
            open[at] = shown(malice[i]);
            for (int c = 0; c < k; c++) {
                double top = chances.get(i, (int) answers[i]);
                double chance = access == Access.TOP_SCORE && c != answers[i] ? (1 - top) / (k - 1) : chances.get(i, c);
                open[at + 1 + c] = access == Access.ROUNDED ? Math.rint(chance * DECIMALS) / DECIMALS : chance;
            }
        }
        return open;
    }

    /**
     * The log-odds of malice: the detector's own where they are granted and a screen, if there is one, did not change the probability.
     * One that is 0 or 1 has lost its log-odds, and a screen may have rounded it.
     *
     * @param open the probability of malice before a screen
     * @param shown after it
     */
    double margin(double open, double shown, double malice, boolean unscreened) {
        boolean exact = access.shows(Access.MARGIN) && (unscreened || (open == shown && open > 0 && open < 1));
        return exact ? target.margin(malice) : Oracle.logit(shown);
    }

    /**
     * The logarithm of the probability of each class, but for a constant: exact where log-odds are granted and a screen, if there is
     * one, changed none of the probabilities. One that is 0 has lost its logarithm, and a screen may have rounded it.
     *
     * @param open the probability of each class before a screen
     * @param shown after it
     * @param scores of each class
     */
    double[] logits(double[] open, double[] shown, double[] scores, boolean unscreened) {
        boolean exact = access.shows(Access.MARGIN)
                && (unscreened
                        || (Arrays.equals(open, shown) && Arrays.stream(open).allMatch(p -> p > 0)));
        return IntStream.range(0, shown.length)
                .mapToDouble(
                        c -> exact ? target.logarithm(scores[c]) : StrictMath.log(Math.max(Oracle.SUREST, shown[c])))
                .toArray();
    }

    /** The probability of malice as far as it is granted. */
    private double shown(double malice) {
        boolean alarm = malice >= threshold;
        double probability = target.probability(malice);
        return switch (access) {
            case LABEL -> alarm ? 1 : 0;
            case TOP_SCORE -> alarm ? probability : 1 - (1 - probability);
            case ROUNDED -> Math.rint(probability * DECIMALS) / DECIMALS;
            default -> probability;
        };
    }
}

package dev.gauntlet.process.label;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The prior of each label, and the confusion matrix of each labeller. If a labeller only ever gives one label, as a
 * rule does, abstaining is informative too and counts as an answer.
 */
final class Confusions {
    private final double[] prior;
    /** [labeller][true label][label given, or abstention]. */
    private final double[][][] said;

    private final boolean[] silenceTells;

    private Confusions(double[] prior, double[][][] said, boolean[] silenceTells) {
        this.prior = prior;
        this.said = said;
        this.silenceTells = silenceTells;
    }

    /**
     * The maximum-likelihood estimate, given the label probabilities of each row; {@code smoothing} is added to every
     * count.
     */
    static Confusions of(Votes votes, double[][] posterior, double smoothing) {
        int labels = votes.labelNames().size();
        double[] prior = new double[labels];
        Arrays.fill(prior, smoothing);
        double[][][] said = new double[votes.labellers().size()][labels][labels + 1];
        boolean[] silenceTells = silenceTells(votes);
        for (double[][] one : said) {
            for (double[] row : one) {
                Arrays.fill(row, smoothing);
            }
        }
        for (int i = 0; i < posterior.length; i++) {
            for (int k = 0; k < labels; k++) {
                prior[k] += posterior[i][k];
                for (int l = 0; l < said.length; l++) {
                    int answer = answer(votes, silenceTells, l, i);
                    if (answer != Votes.NONE) {
                        said[l][k][answer] += posterior[i][k];
                    }
                }
            }
        }
        for (double[][] one : said) {
            for (int k = 0; k < labels; k++) {
                one[k] = Consensus.normalised(one[k]);
            }
        }
        return new Confusions(Consensus.normalised(prior), said, silenceTells);
    }

    /** The label probabilities of each row; zeros if all labellers abstained. */
    double[][] posterior(Votes votes) {
        double[][] posterior = new double[votes.size()][];
        for (int i = 0; i < posterior.length; i++) {
            double[] logs = new double[prior.length];
            boolean spoken = false;
            for (int k = 0; k < logs.length; k++) {
                logs[k] = StrictMath.log(prior[k]);
                for (int l = 0; l < said.length; l++) {
                    int answer = answer(votes, silenceTells, l, i);
                    if (answer != Votes.NONE) {
                        logs[k] += StrictMath.log(said[l][k][answer]);
                    }
                    spoken |= votes.vote(l, i) != Votes.NONE;
                }
            }
            posterior[i] = spoken ? exponentials(logs) : new double[logs.length];
        }
        return posterior;
    }

    private static boolean[] silenceTells(Votes votes) {
        boolean[] tells = new boolean[votes.labellers().size()];
        for (int l = 0; l < tells.length; l++) {
            int labeller = l;
            tells[l] = IntStream.range(0, votes.size())
                            .map(i -> votes.vote(labeller, i))
                            .filter(vote -> vote != Votes.NONE)
                            .distinct()
                            .count()
                    < 2;
        }
        return tells;
    }

    /** The label given, the number after the last label for an informative abstention, or -1 for another abstention. */
    private static int answer(Votes votes, boolean[] silenceTells, int labeller, int row) {
        int vote = votes.vote(labeller, row);
        return vote == Votes.NONE && silenceTells[labeller] ? votes.labelNames().size() : vote;
    }

    private static double[] exponentials(double[] logs) {
        double largest = Arrays.stream(logs).max().orElse(0);
        double[] values = new double[logs.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = StrictMath.exp(logs[k] - largest);
        }
        return Consensus.normalised(values);
    }
}

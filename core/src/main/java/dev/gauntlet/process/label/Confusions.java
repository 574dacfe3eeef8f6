package dev.gauntlet.process.label;

import java.util.Arrays;

/** How often each label is true, and for each labeller how often it says one label where another is true. */
final class Confusions {
    private final double[] prior;
    /** [labeller][true label][label said]. */
    private final double[][][] said;

    private Confusions(double[] prior, double[][][] said) {
        this.prior = prior;
        this.said = said;
    }

    /** The most likely ones given how probable each row's labels are; {@code smoothing} is added to every count. */
    static Confusions of(Votes votes, double[][] posterior, double smoothing) {
        int labels = votes.labelNames().size();
        double[] prior = new double[labels];
        Arrays.fill(prior, smoothing);
        double[][][] said = new double[votes.labellers().size()][labels][labels];
        for (double[][] one : said) {
            for (double[] row : one) {
                Arrays.fill(row, smoothing);
            }
        }
        for (int i = 0; i < posterior.length; i++) {
            for (int k = 0; k < labels; k++) {
                prior[k] += posterior[i][k];
                for (int l = 0; l < said.length; l++) {
                    if (votes.vote(l, i) != Votes.NONE) {
                        said[l][k][votes.vote(l, i)] += posterior[i][k];
                    }
                }
            }
        }
        for (double[][] one : said) {
            for (int k = 0; k < labels; k++) {
                one[k] = Consensus.normalised(one[k]);
            }
        }
        return new Confusions(Consensus.normalised(prior), said);
    }

    /** How probable each row's labels are; zeros where nobody spoke. */
    double[][] posterior(Votes votes) {
        double[][] posterior = new double[votes.size()][];
        for (int i = 0; i < posterior.length; i++) {
            double[] logs = new double[prior.length];
            boolean spoken = false;
            for (int k = 0; k < logs.length; k++) {
                logs[k] = StrictMath.log(prior[k]);
                for (int l = 0; l < said.length; l++) {
                    int vote = votes.vote(l, i);
                    if (vote != Votes.NONE) {
                        logs[k] += StrictMath.log(said[l][k][vote]);
                        spoken = true;
                    }
                }
            }
            posterior[i] = spoken ? exponentials(logs) : new double[logs.length];
        }
        return posterior;
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

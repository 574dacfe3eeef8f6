package dev.gauntlet.process.label;

import dev.gauntlet.base.Require;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The combined labels of several labellers.
 *
 * @param labels one per row; -1 if all abstained or the vote is tied
 * @param confidence one per row in [0, 1]: the share of the votes, or the posterior probability, of the label
 * @param error one per labeller in [0, 1]: its estimated error rate when it does not abstain
 */
public record Consensus(List<Integer> labels, List<Double> confidence, List<Double> error) {
    private static final int ROUNDS = 100;
    private static final double STILL = 1e-7;
    private static final double SMOOTHING = 0.01;

    public Consensus {
        labels = List.copyOf(labels);
        confidence = List.copyOf(confidence);
        error = List.copyOf(error);
    }

    /** The label with most votes; a tie stays unlabelled. */
    public static Consensus majority(Votes votes) {
        double[] ones = new double[votes.labellers().size()];
        Arrays.fill(ones, 1);
        return weighted(votes, ones);
    }

    /**
     * The label with the largest total weight; a tie stays unlabelled.
     *
     * @param weights one per labeller, not negative
     */
    public static Consensus weighted(Votes votes, double[] weights) {
        Require.same("weights", votes.labellers().size(), weights.length);
        for (double weight : weights) {
            Require.between("weight", weight, 0, Double.MAX_VALUE);
        }
        double[][] posterior = new double[votes.size()][];
        for (int i = 0; i < posterior.length; i++) {
            posterior[i] = normalised(votes.tally(i, weights));
        }
        return of(votes, posterior);
    }

    /**
     * Dawid and Skene's estimate: each labeller has its own confusion matrix, estimated together with the true labels
     * by expectation maximisation, starting from the majority vote.
     *
     * @see <a href="https://doi.org/10.2307/2346806">Dawid and Skene 1979</a>
     */
    public static Consensus dawidSkene(Votes votes) {
        double[] ones = new double[votes.labellers().size()];
        Arrays.fill(ones, 1);
        double[][] posterior = new double[votes.size()][];
        for (int i = 0; i < posterior.length; i++) {
            posterior[i] = normalised(votes.tally(i, ones));
        }
        for (int round = 0; round < ROUNDS; round++) {
            double[][] next = Confusions.of(votes, posterior, SMOOTHING).posterior(votes);
            double moved = 0;
            for (int i = 0; i < next.length; i++) {
                for (int k = 0; k < next[i].length; k++) {
                    moved = Math.max(moved, Math.abs(next[i][k] - posterior[i][k]));
                }
            }
            posterior = next;
            if (moved < STILL) {
                break;
            }
        }
        return of(votes, posterior);
    }

    private static Consensus of(Votes votes, double[][] posterior) {
        Integer[] labels = new Integer[posterior.length];
        Double[] confidence = new Double[posterior.length];
        for (int i = 0; i < labels.length; i++) {
            double[] shares = posterior[i];
            int best = 0;
            for (int k = 1; k < shares.length; k++) {
                best = shares[k] > shares[best] ? k : best;
            }
            double most = shares[best];
            boolean even = Arrays.stream(shares).filter(share -> share == most).count() > 1;
            labels[i] = most == 0 || even ? Votes.NONE : best;
            confidence[i] = most;
        }
        List<Double> error = IntStream.range(0, votes.labellers().size())
                .mapToObj(l -> error(votes, l, posterior))
                .toList();
        return new Consensus(List.of(labels), List.of(confidence), error);
    }

    /** The posterior probability that a vote of a labeller is wrong. */
    private static double error(Votes votes, int labeller, double[][] posterior) {
        double wrong = 0;
        double spoken = 0;
        for (int i = 0; i < posterior.length; i++) {
            int vote = votes.vote(labeller, i);
            if (vote != Votes.NONE) {
                spoken++;
                wrong += 1 - posterior[i][vote];
            }
        }
        return spoken == 0 ? 0 : wrong / spoken;
    }

    static double[] normalised(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double[] shares = new double[values.length];
        for (int k = 0; k < shares.length && sum > 0; k++) {
            shares[k] = values[k] / sum;
        }
        return shares;
    }
}

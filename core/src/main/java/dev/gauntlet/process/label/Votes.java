package dev.gauntlet.process.label;

import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.List;

/** The votes of several labellers on the same rows. A labeller may abstain on a row (-1). Immutable. */
public final class Votes {
    /** An abstention. */
    public static final int NONE = -1;

    private final List<String> labellers;
    private final List<String> labelNames;
    private final List<int[]> votes;

    /**
     * Votes of named labellers.
     *
     * @param labelNames in any order
     * @param votes one array for each labeller, one value in it per row: an index into {@code labelNames}, or -1
     */
    public Votes(List<String> labellers, List<String> labelNames, List<int[]> votes) {
        Require.notEmpty("labellers", labellers);
        Require.same("arrays of votes", labellers.size(), votes.size());
        List<int[]> copies = new ArrayList<>();
        for (int[] one : votes) {
            Require.same("votes", votes.get(0).length, one.length);
            for (int vote : one) {
                Require.between("vote", vote, NONE, labelNames.size() - 1.0);
            }
            copies.add(one.clone());
        }
        this.labellers = List.copyOf(labellers);
        this.labelNames = List.copyOf(labelNames);
        this.votes = copies;
    }

    public List<String> labellers() {
        return labellers;
    }

    public List<String> labelNames() {
        return labelNames;
    }

    /** The number of rows. */
    public int size() {
        return votes.get(0).length;
    }

    public int vote(int labeller, int row) {
        return votes.get(labeller)[row];
    }

    /** The weighted number of votes for each label in one row. */
    double[] tally(int row, double[] weights) {
        double[] tally = new double[labelNames.size()];
        for (int l = 0; l < weights.length; l++) {
            int vote = vote(l, row);
            if (vote != NONE) {
                tally[vote] += weights[l];
            }
        }
        return tally;
    }

    /**
     * Fleiss' kappa over the rows that at least two labellers label: 1 is full agreement, 0 agreement by chance. Rows
     * may have different numbers of votes. NaN if no row has two.
     *
     * @see <a href="https://doi.org/10.1037/h0031619">Fleiss 1971</a>
     */
    public double kappa() {
        double[] ones = new double[labellers.size()];
        java.util.Arrays.fill(ones, 1);
        double[] share = new double[labelNames.size()];
        double agreement = 0;
        double all = 0;
        int rows = 0;
        for (int i = 0; i < size(); i++) {
            double[] tally = tally(i, ones);
            double n = 0;
            double squares = 0;
            for (double count : tally) {
                n += count;
                squares += count * count;
            }
            if (n >= 2) {
                agreement += (squares - n) / (n * (n - 1));
                rows++;
                all += n;
                for (int k = 0; k < share.length; k++) {
                    share[k] += tally[k];
                }
            }
        }
        double chance = 0;
        for (double votesOfLabel : share) {
            chance += votesOfLabel / all * (votesOfLabel / all);
        }
        double observed = agreement / rows;
        return chance == 1 ? 1 : (observed - chance) / (1 - chance);
    }
}

package dev.gauntlet.search.trees;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;

/**
 * The side of the decision point that the detector's answer must reach: enough members, the sum of whose outputs is, with
 * the sign of that side, at least a number. It is the least number for which the detector's own arithmetic says so.
 */
public final class Aim {
    /** Per member, the sign of the sums that are wanted to rise. */
    final double[] sign;
    /** Per member, the least signed sum that is wanted. */
    final double[] least;
    /** How many members must be on the wanted side. */
    final int members;

    private final SplitTrees trees;

    private Aim(SplitTrees trees, IntPredicate up, DoublePredicate[] wanted, int members) {
        this.trees = trees;
        this.members = members;
        sign = new double[wanted.length];
        least = new double[wanted.length];
        for (int m = 0; m < sign.length; m++) {
            boolean falls = trees.score(m, 1) < trees.score(m, 0);
            sign[m] = up.test(m) == falls ? -1 : 1;
            least[m] = least(m, wanted[m]);
        }
    }

    /** An alarm, or none. */
    public static Aim verdict(SplitTrees trees, boolean alarm) {
        DoublePredicate[] wanted = new DoublePredicate[trees.ensembles.length];
        Arrays.setAll(wanted, m -> score -> score >= trees.thresholds[m] == alarm);
        return new Aim(trees, m -> alarm, wanted, alarm ? trees.needed : wanted.length - trees.needed + 1);
    }

    /**
     * An estimate of a quantity at or beyond a number.
     *
     * @param up whether it must be at least the number; else at most
     */
    public static Aim estimate(SplitTrees trees, double number, boolean up) {
        return new Aim(trees, m -> up, new DoublePredicate[] {score -> up ? score >= number : score <= number}, 1);
    }

    /** The score of the first of two members at most {@code low}, and that of the second at least {@code high}. */
    static Aim apart(SplitTrees trees, double low, double high) {
        return new Aim(trees, m -> m == 1, new DoublePredicate[] {score -> score <= low, score -> score >= high}, 2);
    }

    /** By bisection over all doubles, as every step from sum to answer is monotone. */
    private double least(int member, DoublePredicate wanted) {
        double low = -Double.MAX_VALUE;
        double high = Double.MAX_VALUE;
        if (!wanted.test(trees.score(member, sign[member] * high))) {
            return Double.POSITIVE_INFINITY;
        }
        if (wanted.test(trees.score(member, sign[member] * low))) {
            return Double.NEGATIVE_INFINITY;
        }
        while (Math.nextUp(low) < high) {
            double middle = Doubles.between(low, high);
            if (wanted.test(trees.score(member, sign[member] * middle))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Whether the detector gives a row the answer that is wanted. */
    public boolean reached(double[] row) {
        double[] sums = trees.sums(row);
        int count = 0;
        for (int m = 0; m < sums.length; m++) {
            count += sign[m] * sums[m] >= least[m] ? 1 : 0;
        }
        return count >= members;
    }

    SplitTrees trees() {
        return trees;
    }
}

package dev.gauntlet.adapters.lightgbm;

import dev.gauntlet.adapters.foreign.Branching;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.function.DoublePredicate;

/** One tree as LightGBM states it: splits and leaves in lists of their own; a child below 0 is the leaf {@code ~child}. */
record LightGbmTree(List<Split> splits, List<Double> leaves) {
    /** The marks of a missing value. */
    enum Missing {
        /** Nothing; NaN counts as 0. */
        NONE,
        /** 0 and NaN. */
        ZERO,
        NAN
    }

    /** Values no farther from 0 count as 0. */
    private static final double ZERO = 1e-35f;

    private static final double[] NO_NUMBER_BELOW = {Double.NEGATIVE_INFINITY};

    /**
     * A split.
     *
     * @param categories what goes left, of a split by category; empty of a split at a threshold
     */
    record Split(
            int feature,
            boolean byCategory,
            double threshold,
            SortedSet<Integer> categories,
            boolean defaultLeft,
            Missing missing,
            int left,
            int right) {}

    double[] outputs() {
        return leaves.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The tree with every output multiplied.
     *
     * @param nanIsZero whether a split by category takes a missing value for category 0, as it was before version 3
     */
    Tree grown(String place, int inputs, double factor, boolean nanIsZero) {
        int n = splits.size();
        Branching tree = new Branching(place, n + leaves.size());
        for (int l = 0; l < leaves.size(); l++) {
            tree.leaf(n + l, leaves.get(l) * factor);
        }
        for (int i = 0; i < n; i++) {
            Split split = splits.get(i);
            Require.that(
                    split.feature >= 0 && split.feature < inputs,
                    "%s: split %d uses feature %d of %d",
                    place,
                    i,
                    split.feature,
                    inputs);
            int left = child(place, i, split.left);
            int right = child(place, i, split.right);
            if (split.byCategory) {
                boolean missingLeft = nanIsZero && split.missing != Missing.NAN && split.categories.contains(0);
                tree.test(
                        i,
                        split.feature,
                        Branching.categories(split.categories, Math.nextUp(-1.0)),
                        false,
                        missingLeft,
                        left,
                        right);
            } else {
                numeric(tree, i, split, left, right);
            }
        }
        return tree.build();
    }

    private int child(String place, int split, int child) {
        int found = child >= 0 ? child : splits.size() + ~child;
        Require.that(
                child >= 0 ? child < splits.size() : ~child < leaves.size(),
                "%s: split %d points to %d, which does not exist",
                place,
                split,
                child);
        return found;
    }

    /** The least value that goes right: LightGBM treats values no farther from 0 as 0 before it evaluates a tree. */
    private static double after(double threshold) {
        return Math.abs(threshold) > ZERO ? Math.nextUp(threshold) : threshold < 0 ? -ZERO : Math.nextUp(ZERO);
    }

    private static void numeric(Branching tree, int node, Split split, int left, int right) {
        DoublePredicate below = x -> x <= split.threshold;
        double after = after(split.threshold);
        if (split.missing != Missing.ZERO) {
            boolean missingLeft = split.missing == Missing.NAN ? split.defaultLeft : below.test(0);
            if (split.threshold == Double.POSITIVE_INFINITY) {
                tree.test(node, split.feature, NO_NUMBER_BELOW, false, missingLeft, left, right);
            } else {
                tree.below(node, split.feature, after, missingLeft, left, right);
            }
            return;
        }
        DoublePredicate goesLeft = x -> Math.abs(x) <= ZERO ? split.defaultLeft : below.test(x);
        double[] places = {-ZERO, Math.nextUp(ZERO), after};
        Arrays.sort(places);
        List<Double> cuts = new ArrayList<>();
        boolean side = goesLeft.test(Double.NEGATIVE_INFINITY);
        boolean first = side;
        for (double at : places) {
            if (goesLeft.test(at) != side) {
                cuts.add(at);
                side = !side;
            }
        }
        if (cuts.isEmpty()) {
            cuts.add(Double.POSITIVE_INFINITY);
        }
        double[] all = cuts.stream().mapToDouble(Double::doubleValue).toArray();
        tree.test(node, split.feature, all, first, split.defaultLeft, left, right);
    }
}

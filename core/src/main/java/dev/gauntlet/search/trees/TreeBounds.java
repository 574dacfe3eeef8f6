package dev.gauntlet.search.trees;

import dev.gauntlet.data.Norm;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Lower bounds on the largest move of a number that turns the answer of trees, without search.
 *
 * <p>Sources: the interval bound, tree by tree, is in Andriushchenko, Hein, Provably Robust Boosted Decision Stumps and Trees
 * against Adversarial Attacks, NeurIPS 2019; large spread: Calzavara et al., Verifiable Learning for Robust Tree Ensembles, CCS 2023.
 */
public final class TreeBounds {
    private TreeBounds() {}

    /**
     * The interval bound: the first of the distances at which a split changes sides where each tree by itself, at its best
     * leaf within the distance, would be enough. No change below it reaches the aim.
     *
     * @param reach the largest distance that is looked at, in scales
     * @return infinite if the bound rules out every change within reach
     */
    public static double interval(Aim aim, double[] row, double reach) {
        if (aim.reached(row)) {
            return 0;
        }
        Moves moves = new Moves(aim.trees(), row, Norm.LINF, reach);
        BoxSearch search = new BoxSearch(new RowTrees(aim, moves), chosen -> -1);
        double[] distances = distances(moves);
        int low = ruledOut(search, distances);
        return low < distances.length ? distances[low] : Double.POSITIVE_INFINITY;
    }

    /** The number of distances at which the bound rules out a change. */
    static int ruledOut(BoxSearch search, double[] distances) {
        int low = 0;
        int high = distances.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (search.possible(Double.POSITIVE_INFINITY, distances[middle])) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The distances at which an option comes within reach, in order. */
    static double[] distances(Moves moves) {
        return Arrays.stream(moves.move).sorted().distinct().toArray();
    }

    /**
     * The distance up to which the interval bound is exact because no two trees split a feature nearer to each other than
     * twice that distance, so that a change by it gives each tree its best leaf independently of the others. It speaks of numbers
     * that move freely in both directions.
     *
     * @return empty if a feature that is no number is split by two trees
     */
    public static OptionalDouble spread(SplitTrees trees) {
        int columns = trees.schema.width();
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < columns; j++) {
            boolean number = trees.schema.feature(j).isNumber() && trees.isOrdered(j);
            double nearest = nearest(trees, j);
            if (!number && nearest < Double.POSITIVE_INFINITY) {
                return OptionalDouble.empty();
            }
            least = Math.min(least, nearest / trees.schema.feature(j).scale() / 2);
        }
        return OptionalDouble.of(least);
    }

    /** The smallest gap between splits of one feature by different trees; infinite if no two trees split it. */
    private static double nearest(SplitTrees trees, int column) {
        int nodes = trees.feature.length;
        double[] cuts = new double[nodes];
        int[] tree = new int[nodes];
        int size = 0;
        for (int i = 0, t = -1; i < nodes; i++) {
            t += t + 1 < trees.roots.length && trees.roots[t + 1] == i ? 1 : 0;
            if (trees.feature[i] == column) {
                cuts[size] = trees.cut[i];
                tree[size++] = t;
            }
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, (a, b) -> Double.compare(cuts[a], cuts[b]));
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k < size; k++) {
            // Neighbours are enough: between two splits of different trees there are neighbours of different trees.
            if (tree[order[k]] != tree[order[k - 1]]) {
                least = Math.min(least, cuts[order[k]] - cuts[order[k - 1]]);
            }
        }
        return least;
    }
}

package dev.gauntlet.model.learn;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.Tree;

/**
 * Grows one isolation tree: at each node a random column that is not constant, and a threshold drawn uniformly between
 * its extremes. A leaf's output is its depth plus the expected path of the rows left in it. Missing values go the way
 * of the larger child. Not thread-safe.
 */
final class IsolationTree {
    private final Rows sample;
    private final int height;
    private final Rng rng;
    private final int[] rows;
    private final Tree.Builder tree = new Tree.Builder();

    IsolationTree(Rows sample, int height, Rng rng) {
        this.sample = sample;
        this.height = height;
        this.rng = rng;
        rows = new int[sample.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
    }

    Tree grow() {
        grow(tree.node(), 0, rows.length, 0);
        return tree.build();
    }

    private void grow(int node, int from, int to, int depth) {
        tree.cover(node, (double) to - from);
        int column = to - from > 1 && depth < height ? varyingColumn(from, to) : -1;
        if (column < 0) {
            tree.leaf(node, depth + IsolationForest.expectedPath(to - from));
            return;
        }
        double low = extreme(column, from, to, false);
        double high = extreme(column, from, to, true);
        double threshold = rng.between(low, high);
        threshold = threshold > low && threshold <= high ? threshold : high;
        int below = 0;
        int above = 0;
        for (int i = from; i < to; i++) {
            double value = sample.get(rows[i], column);
            below += value < threshold ? 1 : 0;
            above += value >= threshold ? 1 : 0;
        }
        boolean missingLeft = below >= above;
        int middle = partition(column, threshold, missingLeft, from, to);
        int left = tree.node();
        int right = tree.node();
        tree.split(node, column, threshold, missingLeft, left, right);
        grow(left, from, middle, depth + 1);
        grow(right, middle, to, depth + 1);
    }

    private int varyingColumn(int from, int to) {
        for (int column : rng.permutation(sample.width())) {
            if (extreme(column, from, to, false) < extreme(column, from, to, true)) {
                return column;
            }
        }
        return -1;
    }

    private double extreme(int column, int from, int to, boolean largest) {
        double found = Double.NaN;
        for (int i = from; i < to; i++) {
            double value = sample.get(rows[i], column);
            if (Double.isNaN(found) || (largest ? value > found : value < found)) {
                found = value;
            }
        }
        return found;
    }

    private int partition(int column, double threshold, boolean missingLeft, int from, int to) {
        int middle = from;
        for (int i = from; i < to; i++) {
            double value = sample.get(rows[i], column);
            if (Double.isNaN(value) ? missingLeft : value < threshold) {
                int swap = rows[middle];
                rows[middle++] = rows[i];
                rows[i] = swap;
            }
        }
        return middle;
    }
}

package dev.gauntlet.model.learn;

import dev.gauntlet.base.Rng;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.learn.RobustSearch.Node;
import java.util.Arrays;

/**
 * Grows one tree by splits of the least impurity at its worst; each row goes on where an attacker moves it. A leaf's output is its weighted
 * share of malicious rows. Not thread-safe.
 */
final class RobustTree {
    private static final double ROUNDING = 1 - 1e-9;

    private final ReachableValues values;
    private final int[] counts;
    private final int depth;
    private final int features;
    private final Rng rng;
    private final RobustSearch search;
    private final int[] order;
    private final boolean[] goes;
    private final Tree.Builder tree = new Tree.Builder();

    /**
     * Prepares to grow on rows with whole weights (bootstrap counts).
     *
     * @param features how many features compete for each split
     */
    RobustTree(ReachableValues values, int[] counts, int depth, int minLeaf, int features, Rng rng) {
        this.values = values;
        this.counts = counts;
        this.depth = depth;
        this.features = features;
        this.rng = rng;
        double[] weight = new double[counts.length];
        Arrays.setAll(weight, i -> counts[i]);
        search = new RobustSearch(values, new GiniSplits(minLeaf), weight, counts, 0);
        order = new int[values.width];
        Arrays.setAll(order, j -> j);
        goes = new boolean[values.size];
    }

    Tree grow() {
        grow(search.root(), tree.node());
        return tree.build();
    }

    private void grow(Node node, int at) {
        double[] both = weights(node.rows);
        tree.cover(at, both[0] + both[1]);
        double impurity = GiniSplits.whole(both[0], both[1]);
        if (node.depth == depth || impurity == 0 || !splits(node, impurity)) {
            tree.leaf(at, both[1] / Math.max(1, both[0] + both[1]));
            return;
        }
        boolean toLeft = GiniSplits.heavier(search.sides()) > 0;
        for (int row : node.rows) {
            boolean between = search.canGoLeft(row) && search.canGoRight(row);
            goes[row] = between ? values.malicious[row] == toLeft : search.canGoLeft(row);
        }
        Node first = search.child(node, true, goes);
        for (int row : node.rows) {
            goes[row] = !goes[row];
        }
        Node second = search.child(node, false, goes);
        for (int row : node.rows) {
            goes[row] = false;
        }
        int left = tree.node();
        int right = tree.node();
        tree.split(at, search.column(), search.threshold(), search.missingLeft(), left, right);
        grow(first, left);
        grow(second, right);
    }

    private double[] weights(int[] some) {
        double[] both = new double[2];
        for (int row : some) {
            both[values.malicious[row] ? 1 : 0] += counts[row];
        }
        return both;
    }

    private boolean splits(Node node, double impurity) {
        for (int k = 0; k < features && features < order.length; k++) {
            int other = k + rng.nextInt(order.length - k);
            int swap = order[k];
            order[k] = order[other];
            order[other] = swap;
        }
        return search.finds(node, order, features, impurity * ROUNDING);
    }
}

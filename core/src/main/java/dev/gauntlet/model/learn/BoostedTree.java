package dev.gauntlet.model.learn;

import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.learn.RobustSearch.Node;
import java.util.Arrays;

/**
 * One tree of robust boosting: grown by splits of the least worst-case loss, where rows that can be on both sides go on in both; then
 * parts that do not lower the worst-case loss of the whole tree are taken off.
 */
final class BoostedTree {
    private static final int NONE = -1;
    /** Outputs are within it, before they are multiplied. */
    private static final double MOST = 1;
    /** A split that lowers the loss by a smaller share is rounding. */
    private static final double ROUNDING = 1 - 1e-12;

    private final ReachableValues values;
    private final Ways ways;
    private final ExponentialSplits splits;
    private final double[] weight;
    private final int depth;
    private final RobustSearch search;
    private final int[] columns;
    /** By node, in an order in which children come after their parent. */
    private int size;

    private final int[][] rows;
    private final double[] output;
    /** By node, the bounds of its outputs: a split of a column that counts one way leaves each side its half. */
    private final double[] least;

    private final double[] most;
    private final int[] column;
    private final double[] threshold;
    private final boolean[] missingLeft;
    private final int[] left;
    private final int[] right;

    private final double[] worst;

    /**
     * Grows a tree on weighted rows.
     *
     * @param ways how each column may count
     */
    BoostedTree(ReachableValues values, Ways ways, double[] weight, int depth, int minLeaf) {
        this.values = values;
        this.ways = ways;
        splits = new ExponentialSplits(ways.signs());
        this.weight = weight;
        this.depth = depth;
        int[] once = new int[values.size];
        Arrays.fill(once, 1);
        search = new RobustSearch(values, splits, weight, once, minLeaf);
        columns = ways.columns();
        int nodes = (2 << depth) - 1;
        rows = new int[nodes][];
        output = new double[nodes];
        least = new double[nodes];
        most = new double[nodes];
        column = new int[nodes];
        threshold = new double[nodes];
        missingLeft = new boolean[nodes];
        left = new int[nodes];
        right = new int[nodes];
        worst = new double[values.size];
        Node root = search.root();
        double[] both = weights(root.rows);
        splits.within(-MOST, MOST);
        grow(root, splits.output(both[0], both[1]), -MOST, MOST);
        prune();
    }

    private double[] weights(int[] some) {
        double[] both = new double[2];
        for (int row : some) {
            both[values.malicious[row] ? 1 : 0] += weight[row];
        }
        return both;
    }

    private int grow(Node node, double its, double lowest, double highest) {
        int at = size++;
        least[at] = lowest;
        most[at] = highest;
        splits.within(lowest, highest);
        rows[at] = node.rows;
        output[at] = its;
        left[at] = NONE;
        double[] both = weights(node.rows);
        double without = splits.whole(both[0], both[1]) * ROUNDING;
        if (node.depth == depth || !search.finds(node, columns, columns.length, without)) {
            return at;
        }
        column[at] = search.column();
        threshold[at] = search.threshold();
        missingLeft[at] = search.missingLeft();
        double leftOutput = splits.leftOutput(search.sides());
        double rightOutput = splits.rightOutput(search.sides());
        boolean[] goes = new boolean[values.size];
        for (int row : node.rows) {
            goes[row] = search.canGoLeft(row);
        }
        Node first = search.child(node, true, goes);
        for (int row : node.rows) {
            goes[row] = search.canGoRight(row);
        }
        Node second = search.child(node, false, goes);
        int sign = ways.sign(column[at]);
        double middle = (leftOutput + rightOutput) / 2;
        left[at] = grow(first, leftOutput, sign < 0 ? middle : lowest, sign > 0 ? middle : highest);
        right[at] = grow(second, rightOutput, sign > 0 ? middle : lowest, sign < 0 ? middle : highest);
        return at;
    }

    /** Takes off splits above two leaves, the last first, as long as that does not raise the worst-case loss. */
    private void prune() {
        double loss = loss();
        for (int at = size - 1; at >= 0; at--) {
            if (left[at] == NONE || left[left[at]] != NONE || left[right[at]] != NONE) {
                continue;
            }
            int kept = left[at];
            double before = output[at];
            double[] both = weights(rows[at]);
            left[at] = NONE;
            splits.within(least[at], most[at]);
            output[at] = splits.output(both[0], both[1]);
            double without = loss();
            if (without <= loss) {
                loss = without;
            } else {
                left[at] = kept;
                output[at] = before;
            }
        }
    }

    private double loss() {
        double[] reached = worst();
        double loss = 0;
        for (int i = 0; i < reached.length; i++) {
            loss += weight[i] * StrictMath.exp(-reached[i]);
        }
        return loss;
    }

    /** By row, its output of the right sign at the worst leaf that it can be in: positive is right. Overwritten by the next call. */
    double[] worst() {
        Arrays.fill(worst, Double.POSITIVE_INFINITY);
        worst(0);
        return worst;
    }

    private void worst(int at) {
        if (left[at] != NONE) {
            worst(left[at]);
            worst(right[at]);
            return;
        }
        for (int row : rows[at]) {
            worst[row] = Math.min(worst[row], values.malicious[row] ? output[at] : -output[at]);
        }
    }

    /** The tree with outputs of this factor; a row that can be in several leaves counts in the cover of each. */
    Tree tree(double factor) {
        Tree.Builder tree = new Tree.Builder();
        build(tree, tree.node(), 0, factor);
        return tree.build();
    }

    private void build(Tree.Builder tree, int node, int at, double factor) {
        tree.cover(node, rows[at].length);
        if (left[at] == NONE) {
            tree.leaf(node, factor * output[at]);
            return;
        }
        int first = tree.node();
        int second = tree.node();
        tree.split(node, column[at], threshold[at], missingLeft[at], first, second);
        build(tree, first, left[at], factor);
        build(tree, second, right[at], factor);
    }
}

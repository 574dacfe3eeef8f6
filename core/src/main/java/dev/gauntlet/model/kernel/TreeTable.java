package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Trees with two outcomes per split, in flat arrays. Node {@code i} is a leaf where {@code left[i] < 0}, and
 * {@code value[i]} is then its output; otherwise {@code value[i]} is its threshold: a row goes left where its value is
 * below it; a missing value goes the split's default way. A tree's nodes are contiguous and children come after their
 * parent.
 */
final class TreeTable {
    /** The most splits above a node. */
    static final int MOST_DEPTH = 4096;

    final int inputs;
    final Precision precision;
    final int[] roots;
    final double[] value;
    private final int[] feature;
    private final int[] left;
    private final int[] right;
    private final boolean[] missingLeft;
    /** Per node, the weight of the training rows that reached it; empty if unknown. */
    private final double[] cover;

    private TreeTable(int inputs, Precision precision, int trees, int nodes, boolean covered) {
        this.inputs = inputs;
        this.precision = precision;
        roots = new int[trees];
        value = new double[nodes];
        feature = new int[nodes];
        left = new int[nodes];
        right = new int[nodes];
        missingLeft = new boolean[nodes];
        cover = new double[covered ? nodes : 0];
    }

    static TreeTable of(int inputs, Precision precision, List<Tree> trees) {
        Require.notEmpty("trees", trees);
        int nodes = trees.stream().mapToInt(Tree::size).sum();
        TreeTable table = new TreeTable(
                inputs, precision, trees.size(), nodes, trees.stream().allMatch(Tree::hasCovers));
        int at = 0;
        for (int t = 0; t < table.roots.length; t++) {
            table.roots[t] = at;
            table.put(trees.get(t), at);
            at += trees.get(t).size();
        }
        table.check();
        return table;
    }

    private void put(Tree tree, int at) {
        for (int i = 0; i < tree.size(); i++) {
            boolean leaf = tree.isLeaf(i);
            feature[at + i] = leaf ? -1 : tree.feature(i);
            value[at + i] = leaf ? tree.output(i) : tree.threshold(i);
            left[at + i] = leaf ? -1 : at + tree.left(i);
            right[at + i] = leaf ? -1 : at + tree.right(i);
            missingLeft[at + i] = !leaf && tree.missingLeft(i);
            if (hasCovers()) {
                cover[at + i] = tree.cover(i);
            }
        }
    }

    private void check() {
        Require.between("inputs of trees", inputs, 1, Predictor.MOST_INPUTS);
        Require.that(roots.length > 0 && roots[0] == 0, "the first root of trees must be 0");
        int[] depth = new int[value.length];
        for (int t = 0; t < roots.length; t++) {
            int end = t + 1 < roots.length ? roots[t + 1] : value.length;
            Require.that(end > roots[t], "roots of trees must rise but do not at root " + (t + 1));
            for (int i = roots[t]; i < end; i++) {
                check(i, end, depth);
            }
        }
    }

    private void check(int i, int end, int[] depth) {
        Require.that(!hasCovers() || cover[i] >= 0, "the cover of node %d must not be negative", i);
        if (left[i] < 0) {
            Require.that(Double.isFinite(value[i]), "value[%d], a leaf, must be finite but is %s", i, value[i]);
            return;
        }
        Require.that(
                feature[i] >= 0 && feature[i] < inputs,
                "feature of node %d must be in [0, %d] but is %d",
                i,
                inputs - 1,
                feature[i]);
        Require.that(left[i] > i && right[i] > i, "children of node %d must come after it", i);
        Require.that(left[i] < end && right[i] < end, "children of node %d are in another tree", i);
        Require.that(!Double.isNaN(value[i]), "value[%d], a threshold, must be a number", i);
        Require.that(depth[i] < MOST_DEPTH, "node %d has more than %d splits above it", i, MOST_DEPTH);
        depth[left[i]] = Math.max(depth[left[i]], depth[i] + 1);
        depth[right[i]] = Math.max(depth[right[i]], depth[i] + 1);
    }

    /** Refuses leaves that can add up to more than a number of this precision can hold. */
    void refuseOverflow(double base) {
        double sum = Math.abs(base);
        for (int t = 0; t < roots.length; t++) {
            double largest = 0;
            int end = t + 1 < roots.length ? roots[t + 1] : value.length;
            for (int i = roots[t]; i < end; i++) {
                largest = left[i] < 0 ? Math.max(largest, Math.abs(value[i])) : largest;
            }
            sum += largest;
        }
        double most = precision == Precision.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
        Require.that(
                sum <= most,
                "value: the leaves of trees can add up to more than a %s can hold",
                precision == Precision.FLOAT ? "float" : "double");
    }

    int trees() {
        return roots.length;
    }

    int nodes() {
        return value.length;
    }

    boolean hasCovers() {
        return cover.length > 0;
    }

    /** The single trees. */
    List<Tree> apart() {
        List<Tree> apart = new ArrayList<>();
        for (int t = 0; t < roots.length; t++) {
            apart.add(tree(roots[t], t + 1 < roots.length ? roots[t + 1] : value.length));
        }
        return apart;
    }

    private Tree tree(int from, int to) {
        Tree.Builder tree = new Tree.Builder();
        for (int i = from; i < to; i++) {
            tree.node();
        }
        for (int i = from; i < to; i++) {
            if (isLeaf(i)) {
                tree.leaf(i - from, value[i]);
            } else {
                Require.that(left[i] < to && right[i] < to, "children of node %d are in another tree", i);
                tree.split(i - from, feature[i], value[i], missingLeft[i], left[i] - from, right[i] - from);
            }
            if (hasCovers()) {
                tree.cover(i - from, cover[i]);
            }
        }
        return tree.build();
    }

    boolean isLeaf(int node) {
        return left[node] < 0;
    }

    double precisionCode() {
        return precision == Precision.FLOAT ? 0 : 1;
    }

    static Precision precision(double code) {
        return code == 0 ? Precision.FLOAT : Precision.DOUBLE;
    }

    int feature(int node) {
        return feature[node];
    }

    int left(int node) {
        return left[node];
    }

    int right(int node) {
        return right[node];
    }

    boolean missingLeft(int node) {
        return missingLeft[node];
    }

    /** Whether a split sends a value, as the trees compare it, to the left. */
    boolean goesLeft(int node, double x) {
        return x < value[node] || (missingLeft[node] && Double.isNaN(x));
    }

    /** The number of splits on the longest path. */
    int depth() {
        int[] height = new int[left.length];
        for (int i = height.length - 1; i >= 0; i--) {
            height[i] = isLeaf(i) ? 0 : 1 + Math.max(height[left[i]], height[right[i]]);
        }
        return Arrays.stream(roots).map(root -> height[root]).max().orElse(0);
    }

    /**
     * Puts {@code value}, {@code feature}, {@code left}, {@code right}, {@code missing_left}, {@code roots} and, where
     * they are known, {@code cover}.
     */
    void writeTo(Map<String, double[]> parameters) {
        parameters.put("value", value.clone());
        parameters.put("feature", doubles(feature));
        parameters.put("left", doubles(left));
        parameters.put("right", doubles(right));
        double[] missing = new double[missingLeft.length];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = missingLeft[i] ? 1 : 0;
        }
        parameters.put("missing_left", missing);
        parameters.put("roots", doubles(roots));
        if (hasCovers()) {
            parameters.put("cover", cover.clone());
        }
    }

    static TreeTable read(String form, Map<String, double[]> parameters, double inputs, double precision) {
        Parameters given = new Parameters(form, parameters);
        double[] value = given.unchecked("value");
        int nodes = value.length;
        boolean covered = parameters.containsKey("cover");
        int[] roots = given.whole("roots", 0, nodes - 1.0);
        int columns = (int) Require.between("inputs of trees", inputs, 1, Predictor.MOST_INPUTS);
        TreeTable table = new TreeTable(columns, precision(precision), roots.length, nodes, covered);
        System.arraycopy(value, 0, table.value, 0, nodes);
        if (covered) {
            System.arraycopy(given.array("cover", nodes), 0, table.cover, 0, nodes);
        }
        System.arraycopy(roots, 0, table.roots, 0, roots.length);
        System.arraycopy(given.whole("feature", nodes, -1, columns - 1.0), 0, table.feature, 0, nodes);
        System.arraycopy(given.whole("left", nodes, -1, nodes - 1.0), 0, table.left, 0, nodes);
        System.arraycopy(given.whole("right", nodes, -1, nodes - 1.0), 0, table.right, 0, nodes);
        int[] missing = given.whole("missing_left", nodes, 0, 1);
        for (int i = 0; i < nodes; i++) {
            table.missingLeft[i] = missing[i] == 1;
        }
        table.check();
        return table;
    }

    static double[] doubles(int[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }
}

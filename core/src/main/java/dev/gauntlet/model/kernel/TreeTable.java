package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.Kernel;
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
        Require.between("inputs of trees", inputs, 1, Kernel.MOST_INPUTS);
        for (int root : roots) {
            Require.between("root", root, 0, feature.length - 1.0);
        }
        for (int i = 0; i < feature.length; i++) {
            if (left[i] >= 0) {
                Require.between("feature of node " + i, feature[i], 0, inputs - 1.0);
                Require.that(left[i] > i && right[i] > i, "children of node " + i + " must come after it");
                Require.that(
                        left[i] < feature.length && right[i] < feature.length, "child of node " + i + " is missing");
            }
            Require.that(!Double.isNaN(value[i]), "node " + i + " has no number");
            Require.that(!hasCovers() || cover[i] >= 0, "the cover of node " + i + " must not be negative");
        }
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
                Require.that(left[i] < to && right[i] < to, "children of node " + i + " are in another tree");
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

    static TreeTable read(Map<String, double[]> parameters, int inputs, Precision precision) {
        double[] value = array(parameters, "value");
        double[] missing = array(parameters, "missing_left");
        double[] roots = array(parameters, "roots");
        Require.same("values of trees", missing.length, value.length);
        boolean covered = parameters.containsKey("cover");
        TreeTable table = new TreeTable(inputs, precision, roots.length, value.length, covered);
        System.arraycopy(value, 0, table.value, 0, value.length);
        if (covered) {
            double[] cover = array(parameters, "cover");
            Require.same("covers of trees", value.length, cover.length);
            System.arraycopy(cover, 0, table.cover, 0, cover.length);
        }
        copy(roots, table.roots, "roots");
        copy(array(parameters, "feature"), table.feature, "feature");
        copy(array(parameters, "left"), table.left, "left");
        copy(array(parameters, "right"), table.right, "right");
        for (int i = 0; i < missing.length; i++) {
            table.missingLeft[i] = missing[i] != 0;
        }
        table.check();
        return table;
    }

    private static void copy(double[] from, int[] into, String name) {
        Require.same(name + " of trees", into.length, from.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = (int) from[i];
        }
    }

    static double[] array(Map<String, double[]> parameters, String name) {
        double[] found = parameters.get(name);
        if (found == null) {
            throw new IllegalArgumentException("trees need the parameter " + name);
        }
        return found;
    }

    static double[] doubles(int[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/** One tree: nodes in an order in which children come after their parent; node 0 is the root. Immutable. */
public final class Tree {
    private final int[] feature;
    private final double[] value;
    private final int[] left;
    private final int[] right;
    private final boolean[] missingLeft;
    private final double[] cover;

    private Tree(Builder built) {
        feature = Arrays.copyOf(built.feature, built.size);
        value = Arrays.copyOf(built.value, built.size);
        left = Arrays.copyOf(built.left, built.size);
        right = Arrays.copyOf(built.right, built.size);
        missingLeft = Arrays.copyOf(built.missingLeft, built.size);
        cover = Arrays.copyOf(built.cover, built.size);
    }

    public int size() {
        return feature.length;
    }

    public boolean isLeaf(int node) {
        return left[node] < 0;
    }

    /** The column a split looks at. */
    public int feature(int node) {
        return feature[node];
    }

    /** A row whose value is below this goes left. */
    public double threshold(int node) {
        return value[node];
    }

    /** The number a leaf gives. */
    public double output(int node) {
        return value[node];
    }

    public int left(int node) {
        return left[node];
    }

    public int right(int node) {
        return right[node];
    }

    public boolean missingLeft(int node) {
        return missingLeft[node];
    }

    /** The weight of the training rows that reached a node; NaN if unknown. */
    public double cover(int node) {
        return cover[node];
    }

    /** Whether the cover of every node is known. */
    public boolean hasCovers() {
        return Arrays.stream(cover).noneMatch(Double::isNaN);
    }

    /** The same splits and covers with every leaf's output turned into another. */
    public Tree withOutputs(DoubleUnaryOperator other) {
        return with(IntUnaryOperator.identity(), other);
    }

    /** The same tree over other columns: each split is of the column that its own becomes. */
    public Tree withColumns(IntUnaryOperator other) {
        return with(other, DoubleUnaryOperator.identity());
    }

    private Tree with(IntUnaryOperator columns, DoubleUnaryOperator outputs) {
        Builder same = new Builder();
        for (int i = 0; i < size(); i++) {
            same.node();
        }
        for (int i = 0; i < size(); i++) {
            if (isLeaf(i)) {
                same.leaf(i, outputs.applyAsDouble(value[i]));
            } else {
                same.split(i, columns.applyAsInt(feature[i]), value[i], missingLeft[i], left[i], right[i]);
            }
            same.cover[i] = cover[i];
        }
        return same.build();
    }

    /** Grows a tree node by node: reserve a node, then make it a leaf or a split. */
    public static final class Builder {
        private int size;
        private int[] feature = new int[64];
        private double[] value = new double[64];
        private int[] left = new int[64];
        private int[] right = new int[64];
        private boolean[] missingLeft = new boolean[64];
        private double[] cover = new double[64];

        /** The number of a new node, which is a leaf of output 0 until set otherwise. */
        public int node() {
            if (size == feature.length) {
                feature = Arrays.copyOf(feature, 2 * size);
                value = Arrays.copyOf(value, 2 * size);
                left = Arrays.copyOf(left, 2 * size);
                right = Arrays.copyOf(right, 2 * size);
                missingLeft = Arrays.copyOf(missingLeft, 2 * size);
                cover = Arrays.copyOf(cover, 2 * size);
            }
            feature[size] = -1;
            left[size] = -1;
            right[size] = -1;
            cover[size] = Double.NaN;
            return size++;
        }

        public void leaf(int node, double output) {
            value[node] = output;
        }

        /** Makes a node a split between two nodes reserved after it. */
        public void split(
                int node, int column, double threshold, boolean missingGoesLeft, int leftNode, int rightNode) {
            feature[node] = column;
            value[node] = threshold;
            missingLeft[node] = missingGoesLeft;
            left[node] = leftNode;
            right[node] = rightNode;
        }

        /** States the weight of the training rows that reached a node. */
        public void cover(int node, double weight) {
            Require.that(weight >= 0, "the cover of node %d must not be negative but is %s", node, weight);
            cover[node] = weight;
        }

        public Tree build() {
            Require.that(size > 0, "a tree needs a node");
            return new Tree(this);
        }
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import java.util.Arrays;

/** One tree: nodes in an order in which children come after their parent; node 0 is the root. Immutable. */
public final class Tree {
    private final int[] feature;
    private final double[] value;
    private final int[] left;
    private final int[] right;
    private final boolean[] missingLeft;

    private Tree(Builder built) {
        feature = Arrays.copyOf(built.feature, built.size);
        value = Arrays.copyOf(built.value, built.size);
        left = Arrays.copyOf(built.left, built.size);
        right = Arrays.copyOf(built.right, built.size);
        missingLeft = Arrays.copyOf(built.missingLeft, built.size);
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

    /** Grows a tree node by node: reserve a node, then make it a leaf or a split. */
    public static final class Builder {
        private int size;
        private int[] feature = new int[64];
        private double[] value = new double[64];
        private int[] left = new int[64];
        private int[] right = new int[64];
        private boolean[] missingLeft = new boolean[64];

        /** The number of a new node, which is a leaf of output 0 until told otherwise. */
        public int node() {
            if (size == feature.length) {
                feature = Arrays.copyOf(feature, 2 * size);
                value = Arrays.copyOf(value, 2 * size);
                left = Arrays.copyOf(left, 2 * size);
                right = Arrays.copyOf(right, 2 * size);
                missingLeft = Arrays.copyOf(missingLeft, 2 * size);
            }
            feature[size] = -1;
            left[size] = -1;
            right[size] = -1;
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

        public Tree build() {
            Require.that(size > 0, "a tree needs a node");
            return new Tree(this);
        }
    }
}

package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A tree as another program's file states it: nodes in any order, of which 0 is the root, and tests that split a feature at
 * several places. What lies between two places goes left and right by turns. Two tests may lead to the same node.
 */
public final class Branching {
    private interface Node {}

    private record Leaf(double output) implements Node {}

    private static final class Test implements Node {
        private final int feature;
        private final double[] cuts;
        private final boolean leftFirst;
        private final boolean missingLeft;
        private final int left;
        private final int right;

        private Test(int feature, double[] cuts, boolean leftFirst, boolean missingLeft, int left, int right) {
            this.feature = feature;
            this.cuts = cuts;
            this.leftFirst = leftFirst;
            this.missingLeft = missingLeft;
            this.left = left;
            this.right = right;
        }

        private boolean isLeft(int part) {
            return leftFirst == (part % 2 == 0);
        }
    }

    private final String place;
    private final @Nullable Node[] nodes;

    /**
     * An empty tree.
     *
     * @param place prefix of each message, for example {@code tree 3}
     */
    public Branching(String place, int size) {
        Require.that(size > 0, place + " has no nodes");
        this.place = place;
        this.nodes = new Node[size];
    }

    public void leaf(int node, double output) {
        Require.that(Double.isFinite(output), "%s: leaf %d contains %s", place, node, output);
        nodes[node] = new Leaf(output);
    }

    /**
     * Makes a node a test.
     *
     * @param cuts rising; a value below the first goes left if {@code leftFirst}, one from there to below the second the other
     *     way, and so on
     */
    public void test(
            int node, int feature, double[] cuts, boolean leftFirst, boolean missingLeft, int left, int right) {
        Require.that(feature >= 0, "%s: node %d uses feature %d", place, node, feature);
        for (int child : new int[] {left, right}) {
            Require.that(
                    child >= 0 && child < nodes.length,
                    "%s: node %d points to node %d, which does not exist",
                    place,
                    node,
                    child);
            Require.that(child > 0, "%s: node %d points back to the root; this is not a tree", place, node);
        }
        for (double cut : cuts) {
            Require.that(!Double.isNaN(cut), "%s: node %d has a threshold that is not a number", place, node);
        }
        nodes[node] = new Test(feature, cuts.clone(), leftFirst, missingLeft, left, right);
    }

    /** A test for values below a threshold. */
    public void below(int node, int feature, double threshold, boolean missingLeft, int left, int right) {
        test(node, feature, new double[] {threshold}, true, missingLeft, left, right);
    }

    /**
     * Where values, cut to whole numbers, enter and leave a set of categories, for a test that keeps them to the second
     * side.
     *
     * @param zero from where on a value counts as category 0
     */
    public static double[] categories(SortedSet<Integer> set, double zero) {
        double[] cuts = new double[2 * set.size()];
        int n = 0;
        for (int category : set) {
            if (n > 0 && cuts[n - 1] == category) {
                cuts[n - 1]++;
            } else {
                cuts[n++] = category == 0 ? zero : category;
                cuts[n++] = category + 1.0;
            }
        }
        return n == 0 ? new double[] {Double.POSITIVE_INFINITY} : Arrays.copyOf(cuts, n);
    }

    /**
     * The smallest double such that what lies below it is what lies below a threshold once it is rounded to a float.
     *
     * @param threshold a float
     */
    public static double belowAsFloat(float threshold) {
        if (threshold == Float.NEGATIVE_INFINITY || Float.isNaN(threshold)) {
            return threshold;
        }
        float before = Math.nextDown(threshold);
        double after = threshold == Float.POSITIVE_INFINITY ? 0x1p128 : threshold;
        double middle = before / 2.0 + after / 2.0;
        boolean even = (Float.floatToIntBits(before) & 1) == 0;
        return even ? Math.nextUp(middle) : middle;
    }

    /**
     * The tree, with parents before their children.
     *
     * @throws IllegalArgumentException if a node is missing or leads back to itself
     */
    public Tree build() {
        List<Integer> order = parentsFirst();
        Tree.Builder tree = new Tree.Builder();
        int[] at = new int[nodes.length];
        for (int node : order) {
            at[node] = tree.node();
            for (int more = 1; node(node) instanceof Test test && more < test.cuts.length; more++) {
                tree.node();
            }
        }
        for (int node : order) {
            if (node(node) instanceof Leaf leaf) {
                tree.leaf(at[node], leaf.output);
            } else if (node(node) instanceof Test test) {
                chain(tree, test, at, at[node]);
            }
        }
        return tree.build();
    }

    private static void chain(Tree.Builder tree, Test test, int[] at, int first) {
        int last = test.cuts.length - 1;
        boolean waiting = true;
        for (int k = 0; k <= last; k++) {
            int here = test.isLeft(k) ? at[test.left] : at[test.right];
            int beyond = k < last ? first + k + 1 : test.isLeft(k + 1) ? at[test.left] : at[test.right];
            boolean takesMissing = waiting && test.isLeft(k) == test.missingLeft;
            waiting &= !takesMissing;
            tree.split(first + k, test.feature, test.cuts[k], takesMissing, here, beyond);
        }
    }

    private Node node(int number) {
        Node node = nodes[number];
        if (node == null) {
            throw new IllegalArgumentException("%s: node %d is missing".formatted(place, number));
        }
        return node;
    }

    /** The nodes that can be reached, each after all that lead to it: a reversed depth-first search. */
    private List<Integer> parentsFirst() {
        byte[] state = new byte[nodes.length];
        List<Integer> finished = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        open.push(0);
        while (!open.isEmpty()) {
            int node = open.peek();
            if (state[node] == 0) {
                state[node] = 1;
                if (node(node) instanceof Test test) {
                    visit(test.left, state, open);
                    visit(test.right, state, open);
                }
            } else {
                open.pop();
                if (state[node] == 1) {
                    state[node] = 2;
                    finished.add(node);
                }
            }
        }
        java.util.Collections.reverse(finished);
        return finished;
    }

    private void visit(int child, byte[] state, Deque<Integer> open) {
        Require.that(state[child] != 1, "%s: node %d points back to itself; this is not a tree", place, child);
        if (state[child] == 0) {
            open.push(child);
        }
    }
}

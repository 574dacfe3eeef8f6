package dev.gauntlet.adapters.xgboost;

import dev.gauntlet.adapters.foreign.Branching;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A tree in the layout of XGBoost: lists with one number per node. */
final class XGBoostTree {
    private static final int MOST_CATEGORIES = 1 << 24;

    private final String place;
    private final int[] left;
    private final int[] right;
    private final int[] feature;
    private final double[] value;
    private final double[] missingLeft;
    private final double[] cover;
    /** For each node the categories that go right; empty if the tree has no categorical splits. */
    private final List<SortedSet<Integer>> sets;

    private XGBoostTree(XGBoostFields fields) {
        place = fields.place();
        left = fields.ints("left_children");
        right = fields.ints("right_children");
        feature = fields.ints("split_indices");
        value = fields.numbers("split_conditions");
        missingLeft = fields.numbers("default_left");
        cover = fields.has("sum_hessian") ? fields.numbers("sum_hessian") : new double[0];
        Require.that(
                cover.length == 0 || cover.length == left.length,
                "XGBoost model: %s has %d cover[s] for %d node[s]",
                place,
                cover.length,
                left.length);
        for (int length : new int[] {right.length, feature.length, value.length, missingLeft.length}) {
            Require.same("numbers per node in " + place, left.length, length);
        }
        Require.that(left.length > 0, "XGBoost model: " + place + " has no nodes");
        if (fields.has("tree_param") && fields.at("tree_param").has("num_nodes")) {
            Require.same(
                    "XGBoost model: nodes in " + place, fields.at("tree_param").count("num_nodes", 0), left.length);
        }
        sets = sets(fields, left.length);
    }

    /**
     * Reads a tree.
     *
     * @param place the location for error messages, for example {@code tree 3}
     */
    static XGBoostTree read(JsonNode node, String place) {
        XGBoostFields fields = new XGBoostFields(node, place);
        fields.refuseVectors();
        return new XGBoostTree(fields);
    }

    /** The features used by categorical splits. */
    static List<Integer> splitByCategory(JsonNode node) {
        XGBoostFields fields = new XGBoostFields(node, "tree");
        if (!fields.has("categories_nodes")) {
            return List.of();
        }
        int[] features = fields.ints("split_indices");
        return Arrays.stream(fields.ints("categories_nodes"))
                .filter(split -> split >= 0 && split < features.length)
                .mapToObj(split -> features[split])
                .toList();
    }

    private static List<SortedSet<Integer>> sets(XGBoostFields fields, int size) {
        int[] nodes = fields.has("categories_nodes") ? fields.ints("categories_nodes") : new int[0];
        if (nodes.length == 0) {
            return List.of();
        }
        int[] from = fields.ints("categories_segments");
        int[] count = fields.ints("categories_sizes");
        int[] all = fields.ints("categories");
        Require.same("categories_segments of " + fields.place(), nodes.length, from.length);
        Require.same("categories_sizes of " + fields.place(), nodes.length, count.length);
        List<SortedSet<Integer>> sets = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            sets.add(new TreeSet<>());
        }
        boolean[] stated = new boolean[size];
        long members = 0;
        for (int k = 0; k < nodes.length; k++) {
            fields.need(nodes[k] >= 0 && nodes[k] < size && !stated[nodes[k]], "categories_nodes", nodes[k]);
            fields.need(from[k] >= 0 && from[k] <= all.length, "categories_segments", from[k]);
            fields.need(count[k] >= 1 && count[k] <= all.length - from[k], "categories_sizes", count[k]);
            stated[nodes[k]] = true;
            members += count[k];
            fields.need(members <= all.length, "categories_sizes", count[k]);
            for (int c = from[k]; c < from[k] + count[k]; c++) {
                fields.need(all[c] >= 0 && all[c] < MOST_CATEGORIES, "categories", all[c]);
                sets.get(nodes[k]).add(all[c]);
            }
        }
        return sets;
    }

    /**
     * The tree, with each output multiplied as a float.
     *
     * @throws IllegalArgumentException if it refers to nodes that do not exist, or contains a cycle
     */
    Tree grown(float weight) {
        return sets.isEmpty() ? inOrder(weight) : branching(weight);
    }

    /** The tree with its nodes in the order of the file, level by level. */
    private Tree inOrder(float weight) {
        Tree.Builder tree = new Tree.Builder();
        int[][] queue = new int[left.length][];
        queue[0] = new int[] {0, tree.node()};
        int waiting = 1;
        for (int k = 0; k < waiting; k++) {
            int from = queue[k][0];
            int to = queue[k][1];
            if (cover.length > 0) {
                tree.cover(to, (float) cover[from]);
            }
            if (left[from] < 0) {
                tree.leaf(to, (float) value[from] * weight);
                continue;
            }
            Require.that(
                    waiting + 2 <= left.length,
                    "XGBoost model: %s is not a tree: it has a cycle, or two nodes point to one",
                    place);
            Require.that(
                    !Double.isNaN(value[from]),
                    "XGBoost model: %s: node %d has a threshold that is not a number",
                    place,
                    from);
            int leftNode = tree.node();
            int rightNode = tree.node();
            tree.split(to, feature[from], (float) value[from], missingLeft[from] != 0, leftNode, rightNode);
            queue[waiting++] = new int[] {child(from, left[from]), leftNode};
            queue[waiting++] = new int[] {child(from, right[from]), rightNode};
        }
        return tree.build();
    }

    private int child(int from, int child) {
        Require.that(
                child >= 0 && child < left.length,
                "XGBoost model: %s: node %d points to %d, a node that does not exist",
                place,
                from,
                child);
        Require.that(child > 0, "XGBoost model: %s is not a tree: node %d points back to the root", place, from);
        return child;
    }

    private Tree branching(float weight) {
        Branching tree = new Branching("XGBoost model: " + place, left.length);
        for (int i = 0; i < left.length; i++) {
            if (left[i] < 0) {
                tree.leaf(i, (float) value[i] * weight);
            } else if (sets.get(i).isEmpty()) {
                tree.below(i, feature[i], (float) value[i], missingLeft[i] != 0, left[i], right[i]);
            } else {
                tree.test(
                        i,
                        feature[i],
                        Branching.categories(sets.get(i), 0),
                        true,
                        missingLeft[i] != 0,
                        left[i],
                        right[i]);
            }
        }
        return tree.build();
    }
}

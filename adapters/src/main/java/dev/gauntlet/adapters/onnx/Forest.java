package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.gauntlet.adapters.foreign.Branching;
import dev.gauntlet.model.kernel.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * The trees of an ONNX file. Their leaves add weights to targets.
 *
 * <p>Source: the ONNX specification, ai.onnx.ml, TreeEnsembleClassifier, TreeEnsembleRegressor, TreeEnsemble.
 *
 * @param doubles whether values are compared as doubles instead of floats
 */
record Forest(List<List<Split>> trees, boolean doubles) {
    /** The weight that a leaf adds to a target. */
    record Weight(int target, double weight) {}

    /**
     * A node. A leaf has the mode LEAF. Children are indices into the tree's list.
     *
     * @param values the threshold, or the members of the set
     */
    record Split(
            String mode,
            int feature,
            List<Double> values,
            int onTrue,
            int onFalse,
            boolean missingTrue,
            List<Weight> weights) {}

    private static final List<String> MODES =
            List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ", "BRANCH_MEMBER");
    private static final int MOST_MEMBER = 24;
    private static final int MEMBER = MODES.indexOf("BRANCH_MEMBER");

    /** The targets that the leaves of a tree add to. */
    static TreeSet<Integer> targets(List<Split> tree) {
        TreeSet<Integer> targets = new TreeSet<>();
        tree.forEach(node -> node.weights.forEach(weight -> targets.add(weight.target)));
        return targets;
    }

    /**
     * The tree with this index.
     *
     * @param folded whether thresholds are adjusted so that a double takes the same branch as its value rounded to
     *     float
     * @param output the output of a leaf
     */
    Tree tree(int number, boolean folded, ToDoubleFunction<Split> output) {
        List<Split> nodes = trees.get(number);
        Branching tree = new Branching("tree " + number, nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            Split node = nodes.get(i);
            if (node.mode.equals("LEAF")) {
                tree.leaf(i, output.applyAsDouble(node));
                continue;
            }
            double[] around = around(node.values, folded);
            double at = around[0];
            double after = around[1];
            int yes = node.onTrue;
            int no = node.onFalse;
            boolean missing = node.missingTrue;
            switch (node.mode) {
                case "BRANCH_LT" -> tree.below(i, node.feature, at, missing, yes, no);
                case "BRANCH_LEQ" -> tree.below(i, node.feature, after, missing, yes, no);
                case "BRANCH_GTE" -> tree.below(i, node.feature, at, !missing, no, yes);
                case "BRANCH_GT" -> tree.below(i, node.feature, after, !missing, no, yes);
                case "BRANCH_EQ", "BRANCH_MEMBER" -> tree.test(i, node.feature, around, false, missing, yes, no);
                // A missing value equals nothing, so it is always unequal.
                case "BRANCH_NEQ" -> tree.test(i, node.feature, around, true, true, yes, no);
                default ->
                    throw new IllegalArgumentException(
                            "tree %d: node %d has the mode %s, which is not supported".formatted(number, i, node.mode));
            }
        }
        return tree.build();
    }

    /** The thresholds between which values compare equal to one of the numbers, ascending. */
    private double[] around(List<Double> numbers, boolean folded) {
        double[] cuts = new double[2 * numbers.size()];
        int n = 0;
        for (double number : new TreeSet<>(numbers)) {
            double at = cut(number, false, folded);
            double after = cut(number, true, folded);
            if (n > 0 && cuts[n - 1] >= at) {
                cuts[n - 1] = after;
            } else {
                cuts[n++] = at;
                cuts[n++] = after;
            }
        }
        return Arrays.copyOf(cuts, n);
    }

    /**
     * The smallest number such that exactly the values below it are below the threshold or, if it is included, at most
     * the threshold.
     */
    private double cut(double threshold, boolean included, boolean folded) {
        if (doubles) {
            return included ? Math.nextUp(threshold) : threshold;
        }
        float single = (float) threshold;
        float cut = included ? Math.nextUp(single) : single;
        return folded ? Branching.belowAsFloat(cut) : cut;
    }

    /** The trees of a TreeEnsembleClassifier or TreeEnsembleRegressor. */
    static Forest read(NodeProto proto, String what, int inputs, int targets, boolean doubles) {
        Attributes node = new Attributes(proto);
        List<Long> treeIds = node.wholes("nodes_treeids");
        List<Long> nodeIds = node.wholes("nodes_nodeids");
        List<Long> features = node.wholes("nodes_featureids");
        List<Long> onTrue = node.wholes("nodes_truenodeids");
        List<Long> onFalse = node.wholes("nodes_falsenodeids");
        List<Long> missing = node.wholes("nodes_missing_value_tracks_true");
        List<String> modes = node.texts("nodes_modes");
        double[] values = node.numbers("nodes_values");
        int n = modes.size();
        node.sound(n > 0, "it has no nodes");
        for (int size :
                new int[] {treeIds.size(), nodeIds.size(), features.size(), onTrue.size(), onFalse.size(), values.length
                }) {
            node.same("numbers per node", n, size);
        }
        node.sound(missing.isEmpty() || missing.size() == n, "nodes_missing_value_tracks_true is truncated");
        Map<Long, Map<Long, Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            Map<Long, Integer> tree = places.computeIfAbsent(treeIds.get(i), id -> new HashMap<>());
            boolean fresh = tree.put(nodeIds.get(i), tree.size()) == null;
            node.sound(fresh, "tree %d states node %d twice".formatted(treeIds.get(i), nodeIds.get(i)));
        }
        Map<Long, List<List<Weight>>> weights = weights(node, what, places, targets);
        Map<Long, List<Split>> trees = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            Map<Long, Integer> tree = places.getOrDefault(treeIds.get(i), Map.of());
            List<Split> built = trees.computeIfAbsent(treeIds.get(i), id -> new ArrayList<>());
            boolean leaf = modes.get(i).equals("LEAF");
            built.add(new Split(
                    modes.get(i),
                    leaf ? 0 : node.index("nodes_featureids", features.get(i), inputs),
                    List.of(values[i]),
                    leaf ? 0 : tree.getOrDefault(onTrue.get(i), -1),
                    leaf ? 0 : tree.getOrDefault(onFalse.get(i), -1),
                    !missing.isEmpty() && missing.get(i) != 0,
                    weights.getOrDefault(treeIds.get(i), List.of()).get(built.size())));
        }
        return new Forest(List.copyOf(trees.values()), doubles);
    }

    private static Map<Long, List<List<Weight>>> weights(
            Attributes node, String what, Map<Long, Map<Long, Integer>> places, int targets) {
        Map<Long, List<List<Weight>>> weights = new HashMap<>();
        places.forEach((id, tree) -> {
            List<List<Weight>> each = new ArrayList<>();
            tree.keySet().forEach(any -> each.add(new ArrayList<>()));
            weights.put(id, each);
        });
        List<Long> ids = node.wholes(what + "_ids");
        List<Long> nodeIds = node.wholes(what + "_nodeids");
        List<Long> treeIds = node.wholes(what + "_treeids");
        double[] numbers = node.numbers(what + "_weights");
        for (int size : new int[] {nodeIds.size(), treeIds.size(), numbers.length}) {
            node.same("numbers per weight", ids.size(), size);
        }
        for (int k = 0; k < numbers.length; k++) {
            int at = places.getOrDefault(treeIds.get(k), Map.of()).getOrDefault(nodeIds.get(k), -1);
            node.sound(
                    at >= 0,
                    "%s_nodeids names node %d of tree %d, which does not exist"
                            .formatted(what, nodeIds.get(k), treeIds.get(k)));
            weights.getOrDefault(treeIds.get(k), List.of())
                    .get(at)
                    .add(new Weight(node.index(what + "_ids", ids.get(k), targets), numbers[k]));
        }
        return weights;
    }

    /** The trees of a TreeEnsemble of ai.onnx.ml 5, which lists inner nodes and leaves separately. */
    static Forest read5(NodeProto proto, int inputs, int targets, boolean doubles) {
        Attributes node = new Attributes(proto);
        List<Long> features = node.wholes("nodes_featureids");
        int n = features.size();
        double[] modes = node.numbers("nodes_modes");
        double[] splits = node.numbers("nodes_splits");
        double[] weights = node.numbers("leaf_weights");
        List<Long> leafTargets = node.wholes("leaf_targetids");
        List<Long> missing = node.wholes("nodes_missing_value_tracks_true");
        node.same("modes", n, modes.length);
        node.same("splits", n, splits.length);
        node.same("targets of leaves", weights.length, leafTargets.size());
        node.sound(missing.isEmpty() || missing.size() == n, "nodes_missing_value_tracks_true is truncated");
        Deque<List<Double>> members = members(node, modes);
        List<Split> all = new ArrayList<>();
        int[] onTrue = children(node, "nodes_truenodeids", "nodes_trueleafs", n, weights.length);
        int[] onFalse = children(node, "nodes_falsenodeids", "nodes_falseleafs", n, weights.length);
        for (int i = 0; i < n; i++) {
            all.add(new Split(
                    MODES.get(node.index("nodes_modes", (long) modes[i], MODES.size())),
                    node.index("nodes_featureids", features.get(i), inputs),
                    modes[i] == MEMBER ? members.remove() : List.of(splits[i]),
                    onTrue[i],
                    onFalse[i],
                    !missing.isEmpty() && missing.get(i) != 0,
                    List.of()));
        }
        for (int l = 0; l < weights.length; l++) {
            Weight weight = new Weight(node.index("leaf_targetids", leafTargets.get(l), targets), weights[l]);
            all.add(new Split("LEAF", 0, List.of(), 0, 0, false, List.of(weight)));
        }
        List<List<Split>> trees = new ArrayList<>();
        long copied = 0;
        for (long root : node.wholes("tree_roots")) {
            trees.add(from(node.index("tree_roots", root, n), all));
            copied += trees.get(trees.size() - 1).size();
            node.sound(copied <= 2L * all.size(), "its trees share their nodes");
        }
        node.sound(!trees.isEmpty(), "it has no trees");
        return new Forest(trees, doubles);
    }

    /** The sets of the BRANCH_MEMBER nodes, in the order of the nodes. In the file each set ends with NaN. */
    private static Deque<List<Double>> members(Attributes node, double[] modes) {
        Deque<List<Double>> sets = new ArrayDeque<>();
        List<Double> set = new ArrayList<>();
        for (double member : node.numbers("membership_values")) {
            if (Double.isNaN(member)) {
                sets.add(List.copyOf(set));
                set.clear();
            } else {
                set.add(member);
            }
        }
        if (!set.isEmpty()) {
            sets.add(List.copyOf(set));
        }
        node.same(
                "sets of members",
                Arrays.stream(modes).filter(mode -> mode == MEMBER).count(),
                sets.size());
        node.sound(sets.stream().noneMatch(List::isEmpty), "a set of members is empty");
        node.need(
                sets.stream().allMatch(Forest::isExact),
                "it tests for members beyond 0 to %d, for which ONNX Runtime truncates values to whole numbers"
                        .formatted(MOST_MEMBER));
        return sets;
    }

    /** Whether ONNX Runtime tests for equality with the members of this set. */
    private static boolean isExact(List<Double> set) {
        return set.stream().allMatch(member -> member >= 0 && member <= MOST_MEMBER && member == Math.rint(member));
    }

    private static int[] children(Attributes node, String ids, String leaves, int n, int leafCount) {
        List<Long> id = node.wholes(ids);
        List<Long> isLeaf = node.wholes(leaves);
        node.same(ids, n, id.size());
        node.same(leaves, n, isLeaf.size());
        int[] places = new int[n];
        for (int i = 0; i < n; i++) {
            places[i] = isLeaf.get(i) != 0 ? n + node.index(ids, id.get(i), leafCount) : node.index(ids, id.get(i), n);
        }
        return places;
    }

    /** The nodes that can be reached from a root, renumbered from 0. */
    private static List<Split> from(int root, List<Split> all) {
        Map<Integer, Integer> places = new HashMap<>();
        List<Integer> reached = new ArrayList<>(List.of(root));
        places.put(root, 0);
        for (int k = 0; k < reached.size(); k++) {
            Split node = all.get(reached.get(k));
            for (int child : node.mode.equals("LEAF") ? new int[0] : new int[] {node.onTrue, node.onFalse}) {
                if (places.putIfAbsent(child, reached.size()) == null) {
                    reached.add(child);
                }
            }
        }
        List<Split> tree = new ArrayList<>();
        for (int place : reached) {
            Split node = all.get(place);
            tree.add(new Split(
                    node.mode,
                    node.feature,
                    node.values,
                    places.getOrDefault(node.onTrue, 0),
                    places.getOrDefault(node.onFalse, 0),
                    node.missingTrue,
                    node.weights));
        }
        return tree;
    }
}

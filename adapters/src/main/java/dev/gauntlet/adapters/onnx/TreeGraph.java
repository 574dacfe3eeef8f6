package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.Graph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trees as one {@code TreeEnsemble} node of ai.onnx.ml 5, which compares and sums in the precision of its input. A leaf
 * adds its value to one target. A base value is written as a tree of one leaf before all others, so that sums have the
 * same order as in the kernel.
 *
 * <p>Source: the ONNX specification, ai.onnx.ml, TreeEnsemble.
 */
final class TreeGraph {
    private static final byte LESS_THAN = 1;
    private static final long SUM = 1;
    private static final long NO_TRANSFORM = 0;

    private final boolean floats;
    private final double[] value;
    private final double[] feature;
    private final double[] left;
    private final double[] right;
    private final double[] missingLeft;
    private final double[] trees;

    private final List<Long> roots = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<Double> splits = new ArrayList<>();
    private final List<Long> onTrue = new ArrayList<>();
    private final List<Long> trueLeaf = new ArrayList<>();
    private final List<Long> onFalse = new ArrayList<>();
    private final List<Long> falseLeaf = new ArrayList<>();
    private final List<Long> missingTrue = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();
    private final List<Long> targets = new ArrayList<>();

    /** The trees of a kernel, given by its parameters. */
    TreeGraph(Map<String, double[]> parameters, boolean floats) {
        this.floats = floats;
        value = array(parameters, "value");
        feature = array(parameters, "feature");
        left = array(parameters, "left");
        right = array(parameters, "right");
        missingLeft = array(parameters, "missing_left");
        trees = array(parameters, "roots");
    }

    static double[] array(Map<String, double[]> parameters, String name) {
        return parameters.getOrDefault(name, new double[0]);
    }

    int trees() {
        return trees.length;
    }

    /**
     * Adds the base value of a target as a tree. It has two leaves with the same value, because ONNX Runtime 1.29
     * selects a wrong leaf if both branches lead to the same leaf in any tree but the first.
     */
    TreeGraph start(int target, double number) {
        roots.add((long) features.size());
        split(0, 0, true);
        trueLeaf.add(1L);
        falseLeaf.add(1L);
        onTrue.add(leaf(target, number));
        onFalse.add(leaf(target, number));
        return this;
    }

    /** Adds a tree whose leaves add to a target. */
    void tree(int number, int target) {
        int root = (int) trees[number];
        if (left[root] < 0) {
            start(target, value[root]);
            return;
        }
        int end = number + 1 < trees.length ? (int) trees[number + 1] : value.length;
        int[] place = new int[end - root];
        int at = features.size();
        for (int node = root; node < end; node++) {
            place[node - root] = left[node] < 0 ? -1 : at++;
        }
        roots.add((long) features.size());
        for (int node = root; node < end; node++) {
            if (left[node] >= 0) {
                split((long) feature[node], value[node], missingLeft[node] != 0);
                child((int) left[node], root, place, target, onTrue, trueLeaf);
                child((int) right[node], root, place, target, onFalse, falseLeaf);
            }
        }
    }

    private void split(long column, double threshold, boolean missingGoesLeft) {
        features.add(column);
        splits.add(threshold);
        missingTrue.add(missingGoesLeft ? 1L : 0L);
    }

    private void child(int node, int root, int[] place, int target, List<Long> ids, List<Long> isLeaf) {
        boolean leaf = left[node] < 0;
        isLeaf.add(leaf ? 1L : 0L);
        ids.add(leaf ? leaf(target, value[node]) : place[node - root]);
    }

    private long leaf(int target, double number) {
        weights.add(number);
        targets.add((long) target);
        return weights.size() - 1L;
    }

    /** The smallest float that is not below a threshold, so that the same floats are below both. */
    private static double upToFloat(double threshold) {
        float nearest = (float) threshold;
        return nearest < threshold ? Math.nextUp(nearest) : nearest;
    }

    /** The sums of the leaves that rows of doubles reach, as doubles: n x targets. */
    String sums(Graph graph, String rows, int targetCount) {
        byte[] modes = new byte[features.size()];
        java.util.Arrays.fill(modes, LESS_THAN);
        double[] thresholds =
                splits.stream().mapToDouble(t -> floats ? upToFloat(t) : t).toArray();
        double[] leaves = weights.stream().mapToDouble(Double::doubleValue).toArray();
        List<AttributeProto> attributes = List.of(
                attribute("aggregate_function", SUM),
                attribute("leaf_targetids", targets),
                attribute("leaf_weights", floats ? Graph.floats(leaves) : Graph.doubles(leaves)),
                attribute("n_targets", targetCount),
                attribute("nodes_falseleafs", falseLeaf),
                attribute("nodes_falsenodeids", onFalse),
                attribute("nodes_featureids", features),
                attribute("nodes_missing_value_tracks_true", missingTrue),
                attribute("nodes_modes", Graph.bytes(modes)),
                attribute("nodes_splits", floats ? Graph.floats(thresholds) : Graph.doubles(thresholds)),
                attribute("nodes_trueleafs", trueLeaf),
                attribute("nodes_truenodeids", onTrue),
                attribute("post_transform", NO_TRANSFORM),
                attribute("tree_roots", roots));
        String in = floats ? graph.cast(rows, Graph.FLOAT) : rows;
        String out = graph.mlNode("TreeEnsemble", attributes, in);
        return floats ? graph.cast(out, Graph.DOUBLE) : out;
    }
}

package dev.gauntlet.adapters.onnx;

import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Kernels of trees from an ONNX file. Logits and regression outputs are summed as in ONNX Runtime, with the base value
 * last. Averages of class probabilities are computed in doubles.
 *
 * @param base the base value of each target; empty for 0
 */
record ForestKernel(Forest forest, int inputs, List<Double> base) {
    private static final long MOST_SHARES = 1L << 27;

    private Precision precision() {
        return forest.doubles() ? Precision.DOUBLE : Precision.FLOAT;
    }

    private double base(int target) {
        return target < base.size() ? base.get(target) : 0;
    }

    /** One target: base + sum, as log-odds or as a regression output. */
    Predictor sum(Output output) {
        List<Tree> trees = new ArrayList<>();
        for (int t = 0; t < forest.trees().size(); t++) {
            trees.add(forest.tree(t, false, ForestKernel::total));
        }
        if (base(0) != 0) {
            trees.add(leaf(base(0)));
        }
        return TreeEnsemble.of(inputs, precision(), output, 0, trees);
    }

    /** One target, whose sum is the probability of the malicious class. */
    Predictor chance() {
        int count = forest.trees().size() + (base(0) != 0 ? 1 : 0);
        List<Tree> trees = new ArrayList<>();
        for (int t = 0; t < forest.trees().size(); t++) {
            trees.add(forest.tree(t, !forest.doubles(), node -> total(node) * count));
        }
        if (base(0) != 0) {
            trees.add(leaf(base(0) * count));
        }
        return TreeEnsemble.of(inputs, Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, trees);
    }

    /** One logit per class. A tree that adds to several classes is repeated for each of them. */
    Predictor logits(int classes) {
        List<Tree> trees = new ArrayList<>();
        List<Integer> classOf = new ArrayList<>();
        for (int t = 0; t < forest.trees().size(); t++) {
            TreeSet<Integer> targets = Forest.targets(forest.trees().get(t));
            for (int c : targets) {
                trees.add(forest.tree(t, false, node -> total(node, c)));
                classOf.add(c);
            }
        }
        for (int c = 0; c < classes; c++) {
            if (base(c) != 0 || trees.isEmpty()) {
                trees.add(leaf(base(c)));
                classOf.add(c);
            }
        }
        int[] of = classOf.stream().mapToInt(Integer::intValue).toArray();
        return ClassTrees.sum(inputs, precision(), new double[classes], trees, of);
    }

    /** Trees whose leaves contain class probabilities, which are averaged. */
    Predictor shares(int classes) {
        Unconverted.unless(
                base.stream().allMatch(b -> b == 0), "base values together with probabilities are not " + "supported");
        int count = forest.trees().size();
        long nodes = forest.trees().stream().mapToLong(List::size).sum();
        Unconverted.unless(
                nodes * classes <= MOST_SHARES, "%d nodes with %d classes are too many".formatted(nodes, classes));
        List<double[]> shares = new ArrayList<>();
        List<Tree> trees = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            trees.add(forest.tree(t, !forest.doubles(), node -> {
                double[] share = new double[classes];
                node.weights().forEach(weight -> share[weight.target()] += weight.weight() * count);
                shares.add(share);
                return (shares.size() - 1.0) * classes;
            }));
        }
        double[] flat = shares.stream().flatMapToDouble(Arrays::stream).toArray();
        return ClassTrees.mean(inputs, classes, trees, flat);
    }

    private static double total(Forest.Split leaf) {
        return leaf.weights().stream().mapToDouble(Forest.Weight::weight).sum();
    }

    private static double total(Forest.Split leaf, int target) {
        return leaf.weights().stream()
                .filter(weight -> weight.target() == target)
                .mapToDouble(Forest.Weight::weight)
                .sum();
    }

    private static Tree leaf(double output) {
        Tree.Builder tree = new Tree.Builder();
        tree.leaf(tree.node(), output);
        return tree.build();
    }
}

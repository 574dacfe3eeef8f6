package dev.gauntlet.model.learn;

import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.List;

/** A grown tree and, of more than two classes, the shares its leaves refer to. */
record Grown(Tree tree, List<double[]> shares) {
    static Grown by(Cart cart) {
        Tree tree = cart.grow();
        return new Grown(tree, cart.shares());
    }

    /** The mean of trees grown on the same columns. */
    static Predictor kernel(Columns columns, List<Grown> grown) {
        int classes = columns.classes();
        if (classes == 2) {
            List<Tree> trees = grown.stream().map(Grown::tree).toList();
            return TreeEnsemble.of(columns.width(), Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, trees);
        }
        List<Tree> trees = new ArrayList<>();
        List<double[]> shares = new ArrayList<>();
        for (Grown one : grown) {
            int before = shares.size();
            trees.add(one.tree.withOutputs(leaf -> (before + leaf) * classes));
            shares.addAll(one.shares);
        }
        double[] flat = new double[shares.size() * classes];
        for (int s = 0; s < shares.size(); s++) {
            System.arraycopy(shares.get(s), 0, flat, s * classes, classes);
        }
        return ClassTrees.mean(columns.width(), classes, trees, flat);
    }
}

package dev.gauntlet.adapters.onnx;

import dev.gauntlet.adapters.foreign.Branching;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.FeatureMap.Column;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rewrites trees over columns as trees over inputs: a test of a category indicator becomes a test of the input itself.
 */
record TreesOverInputs(Inputs inputs) {
    /**
     * Equivalent trees over the inputs; empty if the kernel is not a tree ensemble, or a column is neither an input nor
     * a category indicator.
     */
    Optional<Outcome> outcome(Outcome over) {
        boolean isTrees = over.kernel() instanceof TreeEnsemble || over.kernel() instanceof ClassTrees;
        return isTrees && inputs.isOpen()
                ? numbers()
                        .map(own -> new Outcome(over.kind(), moved(over.kernel()), Inputs.encoding(own), over.labels()))
                : Optional.empty();
    }

    /** The transform of each input; empty if an input is shifted or scaled in different ways. */
    private Optional<Column[]> numbers() {
        Column[] own = new Column[inputs.all()];
        Arrays.setAll(own, Column::of);
        boolean[] seen = new boolean[own.length];
        for (Column column : inputs.columns()) {
            int j = column.input();
            Column number = column.isIndicator() ? Column.of(j) : column;
            if (seen[j] && !number.equals(own[j])) {
                return Optional.empty();
            }
            own[j] = number;
            seen[j] = true;
        }
        return Optional.of(own);
    }

    private Predictor moved(Predictor kernel) {
        if (kernel instanceof TreeEnsemble trees) {
            return trees.over(inputs.all(), tree -> moved(tree, trees.precision()));
        }
        ClassTrees trees = (ClassTrees) kernel;
        return trees.over(inputs.all(), tree -> moved(tree, trees.precision()));
    }

    private Tree moved(Tree tree, Precision precision) {
        Branching moved = new Branching("tree", tree.size());
        for (int i = 0; i < tree.size(); i++) {
            if (tree.isLeaf(i)) {
                moved.leaf(i, tree.output(i));
                continue;
            }
            Column column = inputs.columns().get(tree.feature(i));
            int left = tree.left(i);
            int right = tree.right(i);
            if (!column.isIndicator()) {
                moved.below(i, column.input(), tree.threshold(i), tree.missingLeft(i), left, right);
                continue;
            }
            boolean without = isLeft(column.moved(0), tree.threshold(i), precision);
            boolean with = isLeft(column.moved(1), tree.threshold(i), precision);
            if (with == without) {
                int only = with ? left : right;
                moved.below(i, column.input(), 0, true, only, only);
            } else {
                moved.test(i, column.input(), range(column, precision), without, without, left, right);
            }
        }
        return moved.build();
    }

    private static boolean isLeft(double value, double threshold, Precision precision) {
        return precision == Precision.FLOAT ? (float) value < (float) threshold : value < threshold;
    }

    private static double[] range(Column column, Precision precision) {
        return precision == Precision.FLOAT
                ? new double[] {column.low(), column.high()}
                : new double[] {
                    Branching.belowAsFloat((float) column.low()), Branching.belowAsFloat((float) column.high())
                };
    }
}

package dev.gauntlet.adapters.onnx;

import dev.gauntlet.adapters.foreign.Branching;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.FeatureMap.Column;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Optional;
import java.util.stream.IntStream;

/** Trees over columns as trees over the inputs: whether an input is a category becomes a test of the input itself. */
record TreesOverInputs(Inputs inputs) {
    /** The same trees, of the same answers; empty if the kernel is none, or a column is more than an input or a category. */
    Optional<Outcome> outcome(Outcome over) {
        if (!inputs.isOpen() || IntStream.range(0, inputs.all()).anyMatch(j -> !isOne(j))) {
            return Optional.empty();
        }
        if (over.kernel() instanceof TreeEnsemble trees) {
            return Optional.of(outcome(over, trees.over(inputs.all(), tree -> moved(tree, trees.precision()))));
        }
        return over.kernel() instanceof ClassTrees trees
                ? Optional.of(outcome(over, trees.over(inputs.all(), tree -> moved(tree, trees.precision()))))
                : Optional.empty();
    }

    private Outcome outcome(Outcome over, Kernel kernel) {
        Column[] own = new Column[inputs.all()];
        for (int j = 0; j < own.length; j++) {
            own[j] = number(j).orElse(Column.of(j));
        }
        return new Outcome(over.kind(), kernel, Inputs.encoding(own), over.labels());
    }

    private Optional<Column> number(int input) {
        return inputs.columns().stream()
                .filter(column -> column.input() == input && !column.isIndicator())
                .findFirst();
    }

    /** Whether an input is seen in one way only: shifted and scaled alike, or by its categories. */
    private boolean isOne(int input) {
        Column number = number(input).orElse(Column.of(input));
        return inputs.columns().stream()
                .filter(column -> column.input() == input)
                .allMatch(column -> column.isIndicator() ? number.equals(Column.of(input)) : column.equals(number));
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

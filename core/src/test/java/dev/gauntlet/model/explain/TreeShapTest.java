package dev.gauntlet.model.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.ClassTrees;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the definition: the weighted mean over all subsets of features of what a feature adds to the expectation. */
final class TreeShapTest {
    private static final int FEATURES = 5;

    private static Tree random(Rng rng, int depth) {
        Tree.Builder tree = new Tree.Builder();
        grow(tree, tree.node(), rng, depth, 1000);
        return tree.build();
    }

    private static void grow(Tree.Builder tree, int node, Rng rng, int depth, double cover) {
        tree.cover(node, cover);
        if (depth == 0 || rng.chance(0.1)) {
            tree.leaf(node, rng.nextGaussian());
            return;
        }
        int left = tree.node();
        int right = tree.node();
        tree.split(node, rng.nextInt(FEATURES), rng.nextGaussian(), rng.chance(0.5), left, right);
        double share = rng.chance(0.1) ? 0 : rng.nextDouble();
        grow(tree, left, rng, depth - 1, share * cover);
        grow(tree, right, rng, depth - 1, cover - share * cover);
    }

    /** The mean output where only the features of a set are known. */
    private static double expected(Tree tree, int node, double[] row, int known) {
        if (tree.isLeaf(node)) {
            return tree.output(node);
        }
        double x = row[tree.feature(node)];
        if ((known >> tree.feature(node) & 1) == 1) {
            boolean left = x < tree.threshold(node) || (Double.isNaN(x) && tree.missingLeft(node));
            return expected(tree, left ? tree.left(node) : tree.right(node), row, known);
        }
        double all = tree.cover(node);
        double left = all == 0 ? 0.5 : tree.cover(tree.left(node)) / all;
        double right = all == 0 ? 0.5 : tree.cover(tree.right(node)) / all;
        return left * expected(tree, tree.left(node), row, known)
                + right * expected(tree, tree.right(node), row, known);
    }

    private static double expected(List<Tree> trees, double[] row, int known) {
        return trees.stream().mapToDouble(tree -> expected(tree, 0, row, known)).sum();
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    private static double shapley(List<Tree> trees, double[] row, int feature) {
        double sum = 0;
        for (int set = 0; set < 1 << FEATURES; set++) {
            if ((set >> feature & 1) == 0) {
                int size = Integer.bitCount(set);
                double weight = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
                sum += weight * (expected(trees, row, set | 1 << feature) - expected(trees, row, set));
            }
        }
        return sum;
    }

    private static Rows rows(Rng rng, int size) {
        return Rows.fill(size, FEATURES, (i, j) -> rng.chance(0.1) ? Double.NaN : rng.nextGaussian());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 9})
    void contributionsAreShapleyValues(int depth) {
        Rng rng = Seed.of(depth).rng();
        List<Tree> trees =
                IntStream.range(0, 4).mapToObj(t -> random(rng, depth)).toList();
        TreeEnsemble ensemble = TreeEnsemble.of(FEATURES, Precision.DOUBLE, Output.LOGIT_SUM, 0.7, trees);
        Rows rows = rows(rng, 20);
        TreeShap shap = new TreeShap(ensemble);
        Rows found = shap.divide(rows);
        assertThat(shap.expectation()).isCloseTo(0.7 + expected(trees, rows.row(0), 0), within(1e-9));
        for (int i = 0; i < rows.size(); i++) {
            double sum = shap.expectation();
            for (int j = 0; j < FEATURES; j++) {
                assertThat(found.get(i, j)).isCloseTo(shapley(trees, rows.row(i), j), within(1e-9));
                sum += found.get(i, j);
            }
            assertThat(sum).isCloseTo(ensemble.malice(rows)[i], within(1e-9));
        }
    }

    @Test
    void meansAndPathLengthsAddUpToTheirMargins() {
        Rng rng = Seed.of(8).rng();
        List<Tree> trees = IntStream.range(0, 3).mapToObj(t -> random(rng, 4)).toList();
        Rows rows = rows(rng, 30);
        TreeEnsemble mean = TreeEnsemble.of(FEATURES, Precision.DOUBLE, Output.PROBABILITY_MEAN, 0, trees);
        TreeEnsemble paths = TreeEnsemble.of(FEATURES, Precision.DOUBLE, Output.ISOLATION, 2.5, trees);
        for (TreeEnsemble ensemble : List.of(mean, paths)) {
            TreeShap shap = new TreeShap(ensemble);
            Rows found = shap.divide(rows);
            for (int i = 0; i < rows.size(); i++) {
                double sum = shap.expectation();
                for (int j = 0; j < FEATURES; j++) {
                    sum += found.get(i, j);
                }
                double score = ensemble.malice(rows)[i];
                double margin = ensemble == mean ? score : StrictMath.log(score) / StrictMath.log(2);
                assertThat(sum).isCloseTo(margin, within(1e-9));
            }
        }
    }

    @Test
    void eachClassIsExplainedByItsOwnTreesOrShares() {
        Rng rng = Seed.of(3).rng();
        List<Tree> trees = IntStream.range(0, 6).mapToObj(t -> random(rng, 3)).toList();
        ClassTrees boosted = ClassTrees.sum(
                FEATURES, Precision.DOUBLE, new double[] {0.1, 0.2, 0.3}, trees, new int[] {0, 1, 2, 0, 1, 2});
        double[] shares = new double[300];
        List<Tree> numbered = new ArrayList<>();
        int[] leaf = {0};
        for (Tree tree : trees) {
            numbered.add(tree.withOutputs(output -> 3 * leaf[0]++));
        }
        for (int s = 0; s < shares.length; s++) {
            shares[s] = rng.nextDouble();
        }
        ClassTrees forest = ClassTrees.mean(FEATURES, 3, numbered, shares);
        Rows rows = rows(rng, 10);
        for (ClassTrees kernel : List.of(boosted, forest)) {
            for (int c = 0; c < 3; c++) {
                TreeShap shap = new TreeShap(kernel.ofClass(c));
                Rows found = shap.divide(rows);
                for (int i = 0; i < rows.size(); i++) {
                    double sum = shap.expectation();
                    for (int j = 0; j < FEATURES; j++) {
                        sum += found.get(i, j);
                    }
                    assertThat(sum).isCloseTo(kernel.scores(rows).get(i, c), within(1e-9));
                }
            }
        }
    }
}

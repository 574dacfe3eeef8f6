package dev.gauntlet.search.trees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;
import org.ojalgo.optimisation.integer.IntegerStrategy;

/**
 * The search against a mixed-integer program of the same problem, solved by ojAlgo: Kantchelian, Tygar, Joseph, Evasion and
 * Hardening of Tree Ensemble Classifiers, ICML 2016.
 */
final class IntegerProgramTest {
    private static final int WIDTH = 4;
    private static final Schema SCHEMA = new Schema(IntStream.range(0, WIDTH)
            .mapToObj(j -> Feature.real("f" + j, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                    .withCost(1 + j))
            .toList());

    @ParameterizedTest
    @EnumSource(value = Norm.class, names = "L2", mode = EnumSource.Mode.EXCLUDE)
    void noProgramHasASmallerChange(Norm norm) {
        int agreed = 0;
        int all = 20;
        for (int seed = 0; seed < all; seed++) {
            Rng rng = Seed.of(seed).rng();
            List<Tree> trees = new ArrayList<>();
            for (int t = 0; t < 5; t++) {
                Tree.Builder tree = new Tree.Builder();
                grow(tree, tree.node(), 3, rng);
                trees.add(tree.build());
            }
            TreeEnsemble kernel = TreeEnsemble.of(WIDTH, Precision.DOUBLE, Output.LOGIT_SUM, 0, trees);
            Model model = new Model("random", SCHEMA, Encoding.identity(WIDTH), kernel);
            double[] row =
                    IntStream.range(0, WIDTH).mapToDouble(j -> rng.nextDouble()).toArray();
            boolean alarm = model.alarms(Rows.of(row))[0];
            LeastChange least = new MinimalChange(norm, Double.POSITIVE_INFINITY, 1_000_000)
                    .of(Aim.verdict(SplitTrees.of(model).orElseThrow(), !alarm), row, Referee.NONE);
            assertThat(least.isClosed()).isTrue();
            least.row().ifPresent(changed -> {
                assertThat(model.alarms(Rows.of(changed))[0]).isNotEqualTo(alarm);
                assertThat(norm.of(SCHEMA, row, changed)).isEqualTo(least.upper());
            });
            double program = new Program(trees, row, norm, !alarm).least();
            // The change is real, and the solver calls some programs infeasible that are not: only less would prove it
            // wrong.
            assertThat(program).isGreaterThanOrEqualTo(least.upper() - 1e-6);
            agreed += program == least.upper() || Math.abs(program - least.upper()) < 1e-6 ? 1 : 0;
        }
        assertThat(agreed).isGreaterThanOrEqualTo(all * 3 / 4);
    }

    private static void grow(Tree.Builder tree, int node, int depth, Rng rng) {
        if (depth == 0) {
            tree.leaf(node, rng.nextGaussian());
            return;
        }
        int left = tree.node();
        int right = tree.node();
        tree.split(node, rng.nextInt(WIDTH), rng.nextDouble(), true, left, right);
        grow(tree, left, depth - 1, rng);
        grow(tree, right, depth - 1, rng);
    }

    /** Per threshold, whether the value is below it; per leaf, whether it is reached. */
    private static final class Program {
        private final ExpressionsBasedModel program = new ExpressionsBasedModel();
        private final List<List<Variable>> below = new ArrayList<>();
        private final List<double[]> thresholds = new ArrayList<>();
        private final Expression score = program.newExpression("score");
        private int names;

        Program(List<Tree> trees, double[] row, Norm norm, boolean alarm) {
            Variable largest = program.newVariable("largest").lower(0).weight(norm == Norm.LINF ? 1 : 0);
            for (int j = 0; j < WIDTH; j++) {
                feature(trees, row[j], j, norm, largest);
            }
            for (Tree tree : trees) {
                Expression one = program.newExpression("one" + names++).level(1);
                leaves(tree, 0).forEach(leaf -> one.set(leaf, 1));
            }
            if (alarm) {
                score.lower(1e-6);
            } else {
                score.upper(-1e-6);
            }
        }

        private void feature(List<Tree> trees, double value, int column, Norm norm, Variable largest) {
            double[] cuts = trees.stream()
                    .flatMapToDouble(tree -> IntStream.range(0, tree.size())
                            .filter(i -> !tree.isLeaf(i) && tree.feature(i) == column)
                            .mapToDouble(tree::threshold))
                    .sorted()
                    .distinct()
                    .toArray();
            List<Variable> variables = new ArrayList<>();
            Expression distance = program.newExpression("distance" + column).upper(0);
            Variable moved =
                    program.newVariable("moved" + column).lower(0).weight(norm.part(SCHEMA.feature(column), 0, 1));
            double fixed = 0;
            int above = (int) Arrays.stream(cuts).filter(cut -> cut <= value).count();
            for (int k = 0; k < cuts.length; k++) {
                Variable one = program.newVariable("below" + column + "_" + k).binary();
                if (k > 0) {
                    program.newExpression("order" + names++)
                            .set(variables.get(k - 1), 1)
                            .set(one, -1)
                            .upper(0);
                }
                variables.add(one);
                boolean under = k < above;
                double next = under ? (k + 1 < above ? cuts[k + 1] : value) : (k > above ? cuts[k - 1] : value);
                double step = norm == Norm.L0 ? 0 : Math.abs(cuts[k] - next);
                distance.set(one, under ? step : -step);
                fixed += under ? 0 : step;
                if (norm == Norm.L0) {
                    Expression any = program.newExpression("any" + names++)
                            .set(moved, -1)
                            .set(one, under ? 1 : -1);
                    any.upper(under ? 0 : -1);
                }
            }
            distance.set(norm == Norm.LINF ? largest : moved, -1).upper(-fixed);
            below.add(variables);
            thresholds.add(cuts);
        }

        private List<Variable> leaves(Tree tree, int node) {
            if (tree.isLeaf(node)) {
                Variable leaf = program.newVariable("leaf" + names++).lower(0).upper(1);
                score.set(leaf, tree.output(node));
                return List.of(leaf);
            }
            int column = tree.feature(node);
            int k = Arrays.binarySearch(thresholds.get(column), tree.threshold(node));
            Variable side = below.get(column).get(k);
            List<Variable> left = leaves(tree, tree.left(node));
            List<Variable> right = leaves(tree, tree.right(node));
            Expression yes =
                    program.newExpression("left" + names++).set(side, -1).upper(0);
            left.forEach(leaf -> yes.set(leaf, 1));
            Expression no =
                    program.newExpression("right" + names++).set(side, 1).upper(1);
            right.forEach(leaf -> no.set(leaf, 1));
            List<Variable> all = new ArrayList<>(left);
            all.addAll(right);
            return all;
        }

        /** Infinite if there is no such change. */
        double least() {
            // One thread, as the solver's own threads make its answers differ from run to run.
            program.options.integer(IntegerStrategy.DEFAULT.withParallelism(() -> 1));
            Optimisation.Result result = program.minimise();
            return result.getState().isFeasible() ? result.getValue() : Double.POSITIVE_INFINITY;
        }
    }
}

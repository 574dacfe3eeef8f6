package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.TreeEnsemble.Output;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows go down laid-out trees by the same leaves, and to sums of the same bits, as one by one down a {@link Tree}. */
class TreeLayoutTest {
    private static final int WIDTH = 7;
    private static final int[] SIZES = {0, 1, 7, 8, 9, 513};

    /** Thresholds that need care: zeros, codes of categories, and numbers at the ends of what a key can hold. */
    private static final double[] USUAL = {0, -0.0, 1, 2, 3, -1, 0.1f, -0.1f, 1e-35f, -1e30, Double.NEGATIVE_INFINITY};

    private static final double[] EXTREME = {
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        0x1p-511,
        -0x1p-511,
        0x1p511,
        -0x1p511,
        Double.MAX_VALUE,
        0.1
    };

    /** Trees, and the rows that are hardest for them. */
    private record World(Precision precision, List<Tree> trees, int depth, boolean extreme) {
        double[] thresholds() {
            return trees.stream()
                    .flatMapToDouble(tree -> IntStream.range(0, tree.size())
                            .filter(i -> !tree.isLeaf(i))
                            .mapToDouble(tree::threshold))
                    .toArray();
        }

        /** Values on thresholds, one step beside them, missing, infinite, and any. */
        double value(double[] thresholds, Rng rng) {
            if (thresholds.length == 0 || rng.chance(0.3)) {
                return rng.nextGaussian();
            }
            double t = thresholds[rng.nextInt(thresholds.length)];
            return switch (rng.nextInt(9)) {
                case 0 -> Double.NaN;
                case 1 -> Double.POSITIVE_INFINITY;
                case 2 -> Double.NEGATIVE_INFINITY;
                case 3 -> -0.0;
                case 4 -> Math.nextUp(t);
                case 5 -> Math.nextDown(t);
                case 6 -> Math.nextDown((float) t);
                case 7 -> -t;
                default -> t;
            };
        }

        Rows rows(int size) {
            Rng rng = Seed.of(size + 1L).rng();
            double[] thresholds = thresholds();
            return Rows.fill(size, WIDTH, (i, j) -> value(thresholds, rng));
        }

        int leaf(Tree tree, double[] row) {
            int node = 0;
            while (!tree.isLeaf(node)) {
                double x = row[tree.feature(node)];
                double seen = precision == Precision.FLOAT ? (float) x : x;
                boolean left = Double.isNaN(seen) ? tree.missingLeft(node) : seen < tree.threshold(node);
                node = left ? tree.left(node) : tree.right(node);
            }
            return node;
        }

        double plus(double sum, double leaf) {
            return precision == Precision.FLOAT ? (float) sum + (float) leaf : sum + leaf;
        }

        double sum(double base, double[] row) {
            double sum = base;
            for (Tree tree : trees) {
                sum = plus(sum, tree.output(leaf(tree, row)));
            }
            return sum;
        }

        @Override
        public String toString() {
            return trees.size() + " trees of depth " + depth + ", " + precision + (extreme ? ", extreme" : "");
        }
    }

    static Stream<Arguments> worlds() {
        List<Arguments> worlds = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            for (int depth : new int[] {0, 1, 2, 3, 6, 8, 9, 12, 20, 30}) {
                for (boolean extreme : new boolean[] {false, true}) {
                    Rng rng = Seed.of(100 + depth).rng();
                    List<Tree> trees = IntStream.range(0, 1 + rng.nextInt(21))
                            .mapToObj(t -> tree(depth, extreme, rng))
                            .toList();
                    worlds.add(Arguments.of(new World(precision, trees, depth, extreme)));
                }
            }
        }
        return worlds.stream();
    }

    private static Tree tree(int depth, boolean extreme, Rng rng) {
        Tree.Builder tree = new Tree.Builder();
        grow(tree, tree.node(), depth, extreme, rng);
        return tree.build();
    }

    /** One child is as deep as may be, the other often shallow, so that deep trees stay small. */
    private static void grow(Tree.Builder tree, int node, int depth, boolean extreme, Rng rng) {
        if (depth == 0) {
            tree.leaf(node, rng.nextGaussian());
            return;
        }
        int left = tree.node();
        int right = tree.node();
        double[] special = extreme && rng.chance(0.5) ? EXTREME : USUAL;
        double threshold = rng.chance(0.3) ? special[rng.nextInt(special.length)] : (float) rng.nextGaussian();
        tree.split(node, rng.nextInt(WIDTH), threshold, rng.chance(0.5), left, right);
        int other = rng.chance(0.5) ? Math.min(depth - 1, 4) : 0;
        boolean deepLeft = rng.chance(0.5);
        grow(tree, left, deepLeft ? depth - 1 : other, extreme, rng);
        grow(tree, right, deepLeft ? other : depth - 1, extreme, rng);
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void sumsAreThoseOfTreesWalkedOneByOne(World world) {
        TreeEnsemble ensemble = TreeEnsemble.of(WIDTH, world.precision, Output.LOGIT_SUM, 0.3, world.trees);
        for (int size : SIZES) {
            Rows rows = world.rows(size);
            double[] expected = IntStream.range(0, size)
                    .mapToDouble(i -> world.sum(0.3, rows.row(i)))
                    .toArray();
            assertThat(ensemble.malice(rows)).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void meansDivideTheSumByTheTrees(World world) {
        TreeEnsemble ensemble = TreeEnsemble.of(WIDTH, world.precision, Output.PROBABILITY_MEAN, 0, world.trees);
        Rows rows = world.rows(70);
        double[] malice = ensemble.malice(rows);
        for (int i = 0; i < malice.length; i++) {
            assertThat(malice[i]).isEqualTo(world.sum(0, rows.row(i)) / world.trees.size());
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void leavesAreNumberedOnThroughTheTrees(World world) {
        TreeEnsemble ensemble = TreeEnsemble.of(WIDTH, world.precision, Output.NUMBER_SUM, 0, world.trees);
        for (int size : SIZES) {
            Rows rows = world.rows(size);
            int[][] leaves = ensemble.leaves(rows);
            for (int i = 0; i < size; i++) {
                int first = 0;
                for (int t = 0; t < world.trees.size(); t++) {
                    assertThat(leaves[i][t]).isEqualTo(first + world.leaf(world.trees.get(t), rows.row(i)));
                    first += world.trees.get(t).size();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void classesAreSummedFromTheTreesOfTheirOwn(World world) {
        int[] classOf = IntStream.range(0, world.trees.size()).map(t -> t % 3).toArray();
        double[] base = {0.1, -2, 5};
        ClassTrees trees = ClassTrees.sum(WIDTH, world.precision, base, world.trees, classOf);
        for (int size : SIZES) {
            Rows rows = world.rows(size);
            Rows scores = trees.scores(rows);
            for (int i = 0; i < size; i++) {
                double[] expected = base.clone();
                for (int t = 0; t < classOf.length; t++) {
                    Tree tree = world.trees.get(t);
                    expected[classOf[t]] = world.plus(expected[classOf[t]], tree.output(world.leaf(tree, rows.row(i))));
                }
                assertThat(scores.row(i)).containsExactly(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void aFeatureThatVariesGivesTheScoresOfWholeRows(World world) {
        Rng rng = Seed.of(9).rng();
        double[] thresholds = world.thresholds();
        for (Output output : Output.values()) {
            TreeEnsemble ensemble = TreeEnsemble.of(WIDTH, world.precision, output, 1.5, world.trees);
            for (int size : SIZES) {
                double[] row = world.rows(1).row(0);
                int feature = rng.nextInt(WIDTH);
                double[] values = IntStream.range(0, size)
                        .mapToDouble(i -> world.value(thresholds, rng))
                        .toArray();
                Rows rows = Rows.fill(size, WIDTH, (i, j) -> j == feature ? values[i] : row[j]);
                assertThat(ensemble.maliceVarying(row, feature, values)).containsExactly(ensemble.malice(rows));
            }
        }
    }

    @Test
    void sharesOfDeepAndShallowTreesAreAveraged() {
        for (int depth : new int[] {3, 12}) {
            Rng rng = Seed.of(depth).rng();
            List<Tree> grown = IntStream.range(0, 10)
                    .mapToObj(t -> tree(depth, false, rng).withOutputs(x -> x > 0 ? 3 : 0))
                    .toList();
            double[] shares = {0.5, 0.25, 0.25, 0.125, 0.125, 0.75};
            ClassTrees mean = ClassTrees.mean(WIDTH, 3, grown, shares);
            World world = new World(Precision.DOUBLE, grown, depth, false);
            Rows rows = world.rows(100);
            Rows scores = mean.scores(rows);
            for (int i = 0; i < 100; i++) {
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (Tree tree : grown) {
                        sum += shares[(int) tree.output(world.leaf(tree, rows.row(i))) + c];
                    }
                    assertThat(scores.get(i, c)).isEqualTo(sum / 10);
                }
            }
        }
    }

    /** As where a set of categories is cut into ranges: a leaf, and a split, that several splits lead to. */
    @Test
    void oneDeeperTreeAmongManySmallOnesIsNotPaidForByAll() {
        Rng rng = Seed.of(8).rng();
        List<Tree> grown = new ArrayList<>(List.of(tree(8, false, rng)));
        for (int t = 0; t < 2000; t++) {
            grown.add(tree(1, false, rng));
        }
        TreeTable uneven = TreeTable.of(WIDTH, Precision.DOUBLE, grown);
        assertThat(PaddedTrees.suits(uneven, 8)).isFalse();
        assertThat(PaddedTrees.suits(TreeTable.of(WIDTH, Precision.DOUBLE, grown.subList(0, 100)), 8))
                .isTrue();
        World world = new World(Precision.DOUBLE, grown, 8, false);
        Rows rows = world.rows(20);
        double[] malice = TreeEnsemble.of(WIDTH, Precision.DOUBLE, Output.NUMBER_SUM, 0, grown)
                .malice(rows);
        for (int i = 0; i < malice.length; i++) {
            assertThat(malice[i]).isEqualTo(world.sum(0, rows.row(i)));
        }
    }

    @Test
    void aNodeMayHaveSeveralParents() {
        for (int length : new int[] {3, 40}) {
            Tree.Builder tree = new Tree.Builder();
            for (int i = 0; i < length + 2; i++) {
                tree.leaf(tree.node(), i);
            }
            for (int i = 0; i < length; i++) {
                tree.split(i, i % WIDTH, i - length / 2.0, i % 2 == 0, i + 1, i % 3 == 0 ? length + 1 : i + 2);
            }
            World world = new World(Precision.DOUBLE, List.of(tree.build(), tree.build()), length, false);
            TreeEnsemble ensemble = TreeEnsemble.of(WIDTH, world.precision, Output.NUMBER_SUM, 0, world.trees);
            Rows rows = world.rows(100);
            double[] malice = ensemble.malice(rows);
            for (int i = 0; i < malice.length; i++) {
                assertThat(malice[i]).isEqualTo(world.sum(0, rows.row(i)));
            }
        }
    }

    @Test
    void refusesAFeatureThatIsNotThereAndRowsOfAnotherWidth() {
        TreeEnsemble ensemble = TreeEnsemble.of(
                WIDTH,
                Precision.DOUBLE,
                Output.NUMBER_SUM,
                0,
                List.of(tree(2, false, Seed.of(1).rng())));
        assertThatThrownBy(() -> ensemble.maliceVarying(new double[WIDTH], WIDTH, new double[1]))
                .hasMessageContaining("feature must be in");
        assertThatThrownBy(() -> ensemble.maliceVarying(new double[2], 0, new double[1]))
                .hasMessageContaining("columns");
        assertThatThrownBy(() -> ensemble.malice(Rows.of(new double[2]))).hasMessageContaining("columns");
    }
}

package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.ClassGradients;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Predictor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {
    private static final Rng RNG = Seed.of(5).rng();

    static double[] random(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = RNG.nextGaussian();
        }
        return values;
    }

    static Stream<Predictor> smooth() {
        double[] variances = random(6);
        for (int i = 0; i < 6; i++) {
            variances[i] = 0.5 + variances[i] * variances[i];
        }
        return Stream.of(
                new LinearKernel(random(3), 0.5),
                new GaussianBayes(-1, random(6), variances),
                LinearKernel.ofNumber(random(3), 0.5),
                new ResidualKernel(random(3), new double[] {1, 2, 0.5}, new double[] {0.6, 0, 0.8}, 0.7),
                new DensityKernel(Rows.of(5, 3, random(15)), 0.8, 1.2),
                new NeighbourKernel(Rows.of(5, 3, random(15)), 2, 1.2),
                new RadialKernel(Rows.of(4, 3, random(12)), random(4), 0.7, -0.2),
                new Network(
                        new double[][] {random(15), random(20), random(4)},
                        new double[][] {random(5), random(4), random(1)}),
                new Network(
                        new double[][] {random(15), random(20), random(4)},
                        new double[][] {random(5), random(4), random(1)},
                        Activation.TANH),
                new Network(
                        new double[][] {random(15), random(5)},
                        new double[][] {random(5), random(1)},
                        Activation.LOGISTIC));
    }

    private static FloatNetwork floats(Activation activation) {
        return new FloatNetwork(
                new Network(new double[][] {random(15), random(5)}, new double[][] {random(5), random(1)}, activation));
    }

    private static VotingKernel vote() {
        Encoding encoding = Encoding.scaled(
                new double[] {1, 0, 0}, new double[] {2, 1, 1}, new double[] {Double.NaN, 0, Double.NaN});
        return new VotingKernel(
                Stream.of(2, 4, 3)
                        .map(size -> new VotingKernel.Member(
                                encoding,
                                new NearestRows(
                                        1,
                                        Rows.of(size, 3, random(3 * size)),
                                        Rows.fill(size, 2, (i, c) -> (i + c) % 2)),
                                0.5))
                        .toList(),
                1,
                2);
    }

    static Stream<Predictor> every() {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int left = tree.node();
        int right = tree.node();
        tree.split(root, 1, 0.25, true, left, right);
        tree.leaf(left, -2);
        tree.leaf(right, 3);
        return Stream.concat(
                smooth(),
                Stream.of(
                        vote(),
                        floats(Activation.RELU),
                        floats(Activation.TANH),
                        floats(Activation.LOGISTIC),
                        TreeEnsemble.of(
                                3,
                                TreeEnsemble.Precision.DOUBLE,
                                TreeEnsemble.Output.LOGIT_SUM,
                                0.1,
                                List.of(tree.build())),
                        new NearestRows(
                                2, Rows.of(4, 3, random(12)), Rows.of(4, 2, new double[] {1, 0, 0, 1, 1, 0, 0, 1}))));
    }

    /** One of each form of model. */
    static Stream<Predictor> forms() {
        Tree shares = leaves(0, 2);
        return Stream.concat(
                every(),
                Stream.of(
                        ClassTrees.mean(3, 2, List.of(shares), new double[] {0.5, 0.5, 1, 0}),
                        ClassTrees.sum(
                                3, TreeEnsemble.Precision.FLOAT, new double[2], List.of(shares, shares), new int[] {0, 1
                                }),
                        new GaussianClasses(random(2), random(6), new double[] {1, 2, 3, 4, 5, 6}),
                        new RebuildKernel(new Network(new double[][] {random(9)}, new double[][] {random(3)}), 1),
                        new ExponentialKernel(LinearKernel.ofNumber(random(3), 0.5)),
                        ScreenedKernel.byValues(
                                new LinearKernel(random(3), 0.5),
                                0.2,
                                Rows.of(4, 3, random(12)),
                                new double[] {1, 0, 2},
                                new double[] {0, 0, 1},
                                2,
                                0.7),
                        ScreenedKernel.byLeaves(
                                TreeEnsemble.of(
                                        3,
                                        TreeEnsemble.Precision.DOUBLE,
                                        TreeEnsemble.Output.LOGIT_SUM,
                                        0,
                                        List.of(shares)),
                                0.2,
                                Rows.of(4, 3, random(12)),
                                1,
                                1),
                        MappedKernel.of(
                                new FeatureMap(
                                        3,
                                        Stream.of(0, 1, 2)
                                                .map(FeatureMap.Column::of)
                                                .toList(),
                                        FeatureMap.Size.NONE),
                                new LinearKernel(random(3), 0.5))));
    }

    @Test
    void anExponentialIsOfTheEstimateOfAnotherKernel() {
        Predictor logarithm = LinearKernel.ofNumber(new double[] {1, 0}, 0.5);
        Predictor kernel = new ExponentialKernel(logarithm);
        assertThat(kernel.malice(Rows.of(new double[] {1.5, 9}))).containsExactly(StrictMath.exp(2));
        Predictor rebuilt = Kernels.of(kernel.form(), kernel.parameters());
        assertThat(rebuilt.malice(Rows.of(new double[] {1.5, 9}))).containsExactly(StrictMath.exp(2));
        assertThat(Kernels.knows(kernel.form())).isTrue();
        assertThatThrownBy(() -> new ExponentialKernel(new LinearKernel(random(3), 0.5)))
                .hasMessageContaining("estimates no quantity");
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void gradientsAreThoseOfFiniteDifferences(Predictor kernel) {
        double[] row = {0.3, -0.7, 1.1};
        Rows gradient = ((Gradients) kernel).maliceGradient(Rows.of(row));
        double step = 1e-6;
        for (int j = 0; j < 3; j++) {
            double[] up = row.clone();
            up[j] += step;
            double[] down = row.clone();
            down[j] -= step;
            double[] malice = kernel.malice(Rows.of(up, down));
            assertThat(gradient.get(0, j)).isCloseTo((malice[0] - malice[1]) / (2 * step), within(1e-6));
        }
    }

    static Stream<ClassGradients> ofClasses() {
        Network network = new Network(
                new double[][] {random(12), random(12)}, new double[][] {random(4), random(3)}, Activation.TANH);
        FeatureMap map =
                new FeatureMap(3, Stream.of(2, 0, 1).map(FeatureMap.Column::of).toList(), FeatureMap.Size.NONE);
        return Stream.of(
                network,
                new Network(new double[][] {random(9)}, new double[][] {random(3)}),
                new OneAgainstRest(random(9), random(3)),
                new GaussianClasses(random(3), random(9), new double[] {1, 2, 3, 4, 5, 6, 1, 2, 3}),
                (ClassGradients) MappedKernel.of(map, network));
    }

    @ParameterizedTest
    @MethodSource("ofClasses")
    void gradientsOfClassesAreThoseOfFiniteDifferences(ClassGradients kernel) {
        double[] row = {0.3, -0.7, 1.1};
        double step = 1e-6;
        for (int output = 0; output < 3; output++) {
            Rows gradient = kernel.classGradient(Rows.of(row, row), output);
            for (int j = 0; j < 3; j++) {
                double[] up = row.clone();
                up[j] += step;
                double[] down = row.clone();
                down[j] -= step;
                Rows scores = kernel.scores(Rows.of(up, down));
                assertThat(gradient.get(1, j))
                        .isCloseTo((scores.get(0, output) - scores.get(1, output)) / (2 * step), within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("every")
    void rebuildsTheSameScoresFromItsParameters(Predictor kernel) {
        Rows rows = Rows.of(200, 3, random(600));
        Predictor rebuilt = Kernels.of(kernel.form(), kernel.parameters());
        assertThat(rebuilt.malice(rows)).containsExactly(kernel.malice(rows));
        assertThat(kernel.rebuild(kernel.parameters()).scores(rows)).isEqualTo(kernel.scores(rows));
        assertThat(kernel.scores(rows).get(7, kernel.outputs() - 1)).isEqualTo(kernel.malice(rows)[7]);
    }

    @ParameterizedTest
    @MethodSource("every")
    void saysWhichParameterIsMissing(Predictor kernel) {
        for (String name : kernel.parameters().keySet()) {
            Map<String, double[]> less = new HashMap<>(kernel.parameters());
            less.remove(name);
            assertThatThrownBy(() -> Kernels.of(kernel.form(), less))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }

    /** Only a threshold of a tree may be infinite: all rows then go one way. */
    @ParameterizedTest
    @MethodSource("forms")
    void saysWhichParameterIsNotFinite(Predictor kernel) {
        kernel.parameters().forEach((name, values) -> {
            for (int at = 0; at < values.length; at++) {
                for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                    Map<String, double[]> changed = with(kernel, name, at, odd);
                    boolean trees = kernel.form().endsWith("trees");
                    if (trees && name.endsWith("value") && at % 3 == 0 && !Double.isNaN(odd)) {
                        assertThat(Kernels.of(kernel.form(), changed).malice(Rows.of(random(3)))[0])
                                .isFinite();
                        continue;
                    }
                    assertThatThrownBy(() -> Kernels.of(kernel.form(), changed))
                            .as("%s %s[%d] %s", kernel.form(), name, at, odd)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(name.replaceFirst("^(member|inner)_", ""));
                }
            }
        });
    }

    /** Counts, places and sizes that are none are refused, or make a model of the same size that scores. */
    @ParameterizedTest
    @MethodSource("forms")
    void noNumberTakesMemoryOrFailsInside(Predictor kernel) {
        kernel.parameters().forEach((name, values) -> {
            for (int at = 0; at < values.length; at++) {
                for (double odd : new double[] {-1, 0, 0.5, 2, 1e6, 0x1p31, 1e18, -1e18, 1e308}) {
                    try {
                        Predictor read = Kernels.of(kernel.form(), with(kernel, name, at, odd));
                        if (read.inputs() == kernel.inputs()) {
                            assertThat(read.scores(Rows.of(random(3))).width()).isEqualTo(read.outputs());
                        }
                    } catch (IllegalArgumentException refused) {
                        assertThat(refused.getMessage()).isNotBlank();
                    }
                }
            }
        });
    }

    private static Map<String, double[]> with(Predictor kernel, String name, int at, double value) {
        Map<String, double[]> changed = new HashMap<>(kernel.parameters());
        changed.computeIfPresent(name, (same, values) -> {
            double[] copy = values.clone();
            copy[at] = value;
            return copy;
        });
        return changed;
    }

    private static Tree leaves(double first, double second) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        tree.split(root, 0, 0, true, tree.node(), tree.node());
        tree.leaf(1, first);
        tree.leaf(2, second);
        return tree.build();
    }

    @Test
    void treesThatCanAddUpToInfinityAreRefused() {
        List<Tree> trees = List.of(leaves(1e38, -3e38), leaves(2e38, 0));
        for (TreeEnsemble.Output output : TreeEnsemble.Output.values()) {
            assertThatThrownBy(() -> TreeEnsemble.of(1, TreeEnsemble.Precision.FLOAT, output, 1, trees))
                    .hasMessageContaining("value: the leaves of trees can add up to more than a float can hold");
            assertThat(TreeEnsemble.of(1, TreeEnsemble.Precision.DOUBLE, output, 1, trees)
                            .trees())
                    .isEqualTo(2);
        }
        assertThatThrownBy(
                        () -> ClassTrees.sum(1, TreeEnsemble.Precision.FLOAT, new double[2], trees, new int[] {0, 1}))
                .hasMessageContaining("more than a float can hold");
    }

    @Test
    void rootsAreTheStartsOfTheirTrees() {
        TreeEnsemble two = TreeEnsemble.of(
                1,
                TreeEnsemble.Precision.DOUBLE,
                TreeEnsemble.Output.LOGIT_SUM,
                0,
                List.of(leaves(1, 2), leaves(3, 4)));
        for (double second : new double[] {0, 1, 2, 4, 5, 6}) {
            assertThatThrownBy(() -> Kernels.of("trees", with(two, "roots", 1, second)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .containsPattern("root|another tree");
        }
    }

    @Test
    void aChainOfSplitsHasAnEnd() {
        Tree.Builder chain = new Tree.Builder();
        int node = chain.node();
        for (int depth = 0; depth < TreeTable.MOST_DEPTH + 1; depth++) {
            int left = chain.node();
            int right = chain.node();
            chain.split(node, 0, depth, true, left, right);
            node = right;
        }
        List<Tree> trees = List.of(chain.build());
        assertThatThrownBy(() ->
                        TreeEnsemble.of(1, TreeEnsemble.Precision.DOUBLE, TreeEnsemble.Output.LOGIT_SUM, 0, trees))
                .hasMessageContaining("has more than 4096 splits above it");
    }

    @Test
    void aLinearKernelIsTheWeightedSum() {
        LinearKernel kernel = new LinearKernel(new double[] {2, -1}, 0.5);
        assertThat(kernel.scores(Rows.of(new double[] {3, 4})).row(0)).containsExactly(0, 2.5);
    }

    @Test
    void aRadialKernelAddsWhatItsVectorsPull() {
        Rows vectors = Rows.of(new double[] {0, 0}, new double[] {3, 4});
        RadialKernel kernel = new RadialKernel(vectors, new double[] {2, -1}, 0.1, 0.5);
        double far = StrictMath.exp(-2.5);
        assertThat(kernel.malice(vectors))
                .containsExactly(new double[] {2 - far + 0.5, 2 * far - 1 + 0.5}, within(1e-15));
        assertThatThrownBy(() -> new RadialKernel(vectors, new double[1], 1, 0)).hasMessageContaining("coefficients");
        assertThatThrownBy(() -> new RadialKernel(vectors, new double[2], 0, 0)).hasMessageContaining("gamma");
    }

    @Test
    void aResidualIsWhatLiesOffTheDirections() {
        ResidualKernel kernel = new ResidualKernel(new double[] {1, 1}, new double[] {1, 2}, new double[] {1, 0}, 2);
        Rows rows = Rows.of(new double[] {50, 1}, new double[] {50, 5}, new double[] {-9, -3});
        assertThat(kernel.distances(rows)).containsExactly(0, 2, 2);
        assertThat(kernel.malice(rows)).containsExactly(0, 0.5, 0.5);
        assertThat(kernel.withUsual(6).malice(rows)).containsExactly(0, 0.25, 0.25);
    }

    @Test
    void thinnessIsTheLogarithmOfTheMeanPull() {
        DensityKernel kernel = new DensityKernel(Rows.of(new double[][] {{0}, {2}}), 1, 0.5);
        Rows rows = Rows.of(new double[][] {{1}, {0}, {100}});
        double apart = StrictMath.log(2 / (1 + StrictMath.exp(-2)));
        assertThat(kernel.thinness(rows))
                .containsExactly(new double[] {0.5, apart, 98 * 98 / 2.0 + StrictMath.log(2)}, within(1e-9));
        assertThat(kernel.malice(rows)[0]).isCloseTo(0.5, within(1e-12));
        assertThat(kernel.malice(Rows.of(new double[][] {{1e300}}))).containsExactly(1);
    }

    @Test
    void theDistanceIsThatToTheNeighbourThatCounts() {
        NeighbourKernel kernel = new NeighbourKernel(Rows.of(new double[][] {{0, 0}, {3, 4}, {0, 1}}), 2, 4);
        Rows rows = Rows.of(new double[] {0, 0}, new double[] {3, 4}, new double[] {0, -3});
        assertThat(kernel.distances(rows)).containsExactly(1, StrictMath.sqrt(18), 4);
        assertThat(kernel.malice(rows)[2]).isEqualTo(0.5);
        assertThat(kernel.maliceGradient(rows.slice(2, 3)).row(0))
                .as("away from (0, 1), by 4 / 8 / 8")
                .containsExactly(new double[] {0, -0.0625}, within(1e-12));
        assertThat(new NeighbourKernel(Rows.of(new double[][] {{0, 0}}), 9, 1).distances(rows))
                .as("the farthest of fewer")
                .containsExactly(0, 5, 3);
    }

    @Test
    void aRebuiltRowIsComparedWithItself() {
        Network half = new Network(new double[][] {{0.5, 0, 0, 0.5}}, new double[][] {{0, 0}});
        RebuildKernel kernel = new RebuildKernel(half, 2.5);
        assertThat(kernel.distances(Rows.of(new double[] {6, 8}))).containsExactly(5);
        assertThat(kernel.malice(Rows.of(new double[] {6, 8}))).containsExactly(5 / 7.5);
        assertThatThrownBy(() -> new RebuildKernel(new Network(new double[][] {{1, 1}}, new double[][] {{0}}), 1))
                .hasMessageContaining("outputs of the network");
        assertThatThrownBy(() -> kernel.withUsual(0)).hasMessageContaining("usual must be positive");
    }

    @Test
    void aNetworkAppliesTheStatedActivation() {
        double[][] weights = {{2}, {3}};
        double[][] biases = {{0}, {1}};
        Rows row = Rows.of(new double[] {0.25});
        assertThat(new Network(weights, biases, Activation.TANH).malice(row)[0])
                .isCloseTo(3 * Math.tanh(0.5) + 1, within(1e-15));
        assertThat(new Network(weights, biases, Activation.LOGISTIC).malice(row)[0])
                .isCloseTo(3 / (1 + Math.exp(-0.5)) + 1, within(1e-15));
    }

    /** The definition of the sums, a number at a time. */
    private static double inFloats(double[][] weights, double[][] biases, double[] row) {
        double[] values = row;
        for (int l = 0; l < weights.length; l++) {
            double[] sums = new double[biases[l].length];
            for (int j = 0; j < sums.length; j++) {
                float sum = 0;
                for (int k = 0; k < values.length; k++) {
                    float term = (float) values[k] * (float) weights[l][k * sums.length + j];
                    sum += term;
                }
                sum += (float) biases[l][j];
                sums[j] = l < weights.length - 1 ? (float) StrictMath.tanh(sum) : sum;
            }
            values = sums;
        }
        return values[0];
    }

    @Test
    void aNetworkOfFloatsRoundsEverySum() {
        double[][] weights = {random(7 * 13), random(13 * 5), random(5)};
        double[][] biases = {random(13), random(5), random(1)};
        Network doubles = new Network(weights, biases, Activation.TANH);
        FloatNetwork floats = new FloatNetwork(doubles);
        Rows rows = Rows.of(300, 7, random(2100));
        double[] malice = floats.malice(rows);
        for (int i = 0; i < malice.length; i++) {
            assertThat(malice[i]).isEqualTo(inFloats(weights, biases, rows.row(i)));
        }
        assertThat(malice).containsExactly(doubles.malice(rows), within(1e-4)).isNotEqualTo(doubles.malice(rows));
        assertThat(floats.maliceGradient(rows)).isEqualTo(doubles.maliceGradient(rows));
        Network large = new Network(new double[][] {{1e39}}, new double[][] {{0}});
        assertThatThrownBy(() -> new FloatNetwork(large)).hasMessageContaining("1.0E39 is too large");
    }

    @Test
    void aNetworkCutsNegativeHiddenValues() {
        Network network = new Network(new double[][] {{1, -1}, {10, 100}}, new double[][] {{0, 0}, {1}});
        assertThat(network.malice(Rows.of(new double[] {2}, new double[] {-3}))).containsExactly(21, 301);
    }

    @Test
    void bayesGivesTheLogOddsOfTwoNormalDistributions() {
        GaussianBayes kernel = new GaussianBayes(0, new double[] {0, 2}, new double[] {1, 1});
        assertThat(kernel.malice(Rows.of(new double[] {1}, new double[] {2}))).containsExactly(0, 2);
    }

    @Test
    void refusesAnUnknownFormAndNumbersThatAreNone() {
        assertThatThrownBy(() -> Kernels.of("linaer", Map.of())).hasMessageContaining("called \"linaer\"");
        assertThatThrownBy(() ->
                        Kernels.of("linear", Map.of("weights", new double[] {Double.NaN}, "bias", new double[] {0})))
                .hasMessageContaining("weights[0] must be a finite number");
        assertThatThrownBy(() -> Kernels.of("network", Map.of("sizes", new double[] {1e5, 1e5, 1})))
                .isInstanceOf(RuntimeException.class);
    }
}

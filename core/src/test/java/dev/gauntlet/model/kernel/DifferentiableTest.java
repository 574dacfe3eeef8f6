package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Convex;
import dev.gauntlet.model.Differentiable;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.Scores.Scale;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DifferentiableTest {
    private static final double STEP = 1e-6;
    private static final Rows ROWS = Rows.of(new double[] {0.3, -0.7, 1.1}, new double[] {-1.2, 0.4, 0.2});

    static Stream<Predictor> differentiable() {
        return Stream.concat(
                KernelsTest.smooth().filter(Differentiable.class::isInstance),
                Stream.of(
                        new Network(
                                new double[][] {KernelsTest.random(12), KernelsTest.random(20)},
                                new double[][] {KernelsTest.random(4), KernelsTest.random(5)},
                                Activation.TANH),
                        new Network(new double[][] {KernelsTest.random(6)}, new double[][] {KernelsTest.random(2)})));
    }

    static Stream<Predictor> convex() {
        return Stream.of(
                new LinearKernel(KernelsTest.random(3), 0.4),
                LinearKernel.ofNumber(KernelsTest.random(3), 0.4),
                new Network(new double[][] {KernelsTest.random(3)}, new double[][] {KernelsTest.random(1)}),
                new Network(new double[][] {KernelsTest.random(9)}, new double[][] {KernelsTest.random(3)}));
    }

    private static Convex asConvex(Predictor kernel) {
        return kernel instanceof Network network ? network.convex().orElseThrow() : (Convex) kernel;
    }

    /** The loss of a row from nothing but its scores. */
    private static double loss(Predictor kernel, Rows rows, int row, double target) {
        double[] scores = kernel.scores(rows).row(row);
        if (kernel.scale() == Scale.NUMBER) {
            return (scores[0] - target) * (scores[0] - target) / 2;
        }
        double sum = 0;
        for (double score : scores) {
            sum += StrictMath.exp(score);
        }
        return StrictMath.log(sum) - scores[(int) target];
    }

    /** The kernel with its numbers moved; they are learnt in the order of its parameters. */
    private static Predictor moved(Predictor kernel, double[] direction, double step) {
        Map<String, double[]> parameters = new LinkedHashMap<>(kernel.parameters());
        double[] sizes = parameters.remove("sizes");
        int at = 0;
        for (double[] numbers : parameters.values()) {
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] += step * direction[at++];
            }
        }
        assertThat(at).isEqualTo(direction.length);
        if (sizes != null) {
            parameters.put("sizes", sizes);
        }
        return kernel.rebuild(parameters);
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void lossGradientsAreThoseOfFiniteDifferences(Predictor kernel) {
        Differentiable smooth = (Differentiable) kernel;
        double[] targets = {1, 0};
        Rows gradients = smooth.lossGradients(ROWS, targets);
        assertThat(gradients.width()).isEqualTo(smooth.learnt());
        for (int p = 0; p < smooth.learnt(); p++) {
            double[] unit = new double[smooth.learnt()];
            unit[p] = 1;
            Predictor up = moved(kernel, unit, STEP);
            Predictor down = moved(kernel, unit, -STEP);
            for (int i = 0; i < 2; i++) {
                double slope = (loss(up, ROWS, i, targets[i]) - loss(down, ROWS, i, targets[i])) / (2 * STEP);
                assertThat(gradients.get(i, p)).isCloseTo(slope, within(1e-7));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("convex")
    void hessianProductsAreDifferencesOfMeanGradients(Predictor kernel) {
        Convex convex = asConvex(kernel);
        double[] vector = KernelsTest.random(convex.learnt());
        double[] product = convex.hessianProduct(ROWS, vector, 0);
        double[] penalised = convex.hessianProduct(ROWS, vector, 3);
        double[] targets = {1, 0};
        Rows up = asConvex(moved(kernel, vector, STEP)).lossGradients(ROWS, targets);
        Rows down = asConvex(moved(kernel, vector, -STEP)).lossGradients(ROWS, targets);
        int biases = convex.learnt() / (ROWS.width() + 1);
        for (int p = 0; p < product.length; p++) {
            double change = 0;
            for (int i = 0; i < 2; i++) {
                change += (up.get(i, p) - down.get(i, p)) / (2 * STEP) / 2;
            }
            assertThat(product[p]).isCloseTo(change, within(1e-8));
            double penalty = p < product.length - biases ? 3 * vector[p] : 0;
            assertThat(penalised[p]).isCloseTo(change + penalty, within(1e-8));
        }
    }

    @Test
    void aNetworkOfTwoLayersIsNotConvex() {
        assertThat(new Network(new double[][] {{1}, {1}}, new double[][] {{0}, {0}}).convex())
                .isEmpty();
    }

    /** Of log-odds 0 the probability is a half, and the curvature a quarter. */
    @Test
    void aLinearKernelHasTheDerivativesOfTheTextbook() {
        LinearKernel kernel = new LinearKernel(new double[] {2, -1}, 0);
        Rows rows = Rows.of(new double[] {1, 2}, new double[] {2, 4});
        assertThat(kernel.lossGradients(rows, new double[] {1, 0}))
                .isEqualTo(Rows.of(new double[] {-0.5, -1, -0.5}, new double[] {1, 2, 0.5}));
        // x.v is 3 and 6, each plus 1; the mean of (4 x1 + 7 x2) / 4, and 10 times the vector's weights.
        assertThat(kernel.hessianProduct(rows, new double[] {1, 1, 1}, 10))
                .containsExactly(18 / 8.0 + 10, 36 / 8.0 + 10, 11 / 8.0);
        LinearKernel number = LinearKernel.ofNumber(new double[] {2, -1}, 0);
        assertThat(number.lossGradients(rows, new double[] {1, -3}))
                .isEqualTo(Rows.of(new double[] {-1, -2, -1}, new double[] {6, 12, 3}));
        assertThat(number.hessianProduct(rows, new double[] {1, 1, 1}, 0)).containsExactly(9, 18, 5.5);
    }

    @Test
    void refusesWhatDoesNotFit() {
        LinearKernel kernel = new LinearKernel(new double[] {2, -1}, 0);
        Network network = new Network(new double[][] {{1, 1, 1, 1, 1, 1}}, new double[][] {{0, 0, 0}});
        Rows rows = Rows.of(new double[] {1, 2});
        assertThatThrownBy(() -> kernel.lossGradients(rows, new double[2])).hasMessageContaining("targets");
        assertThatThrownBy(() -> network.lossGradients(rows, new double[2])).hasMessageContaining("targets");
        assertThatThrownBy(() -> network.lossGradients(rows, new double[] {3})).hasMessageContaining("class of row 0");
        assertThatThrownBy(() -> network.lossGradients(rows, new double[] {0.5}))
                .hasMessageContaining("class of row 0");
        assertThatThrownBy(() -> kernel.lossGradients(Rows.of(new double[1]), new double[1]))
                .hasMessageContaining("columns");
        assertThatThrownBy(() -> kernel.hessianProduct(rows, new double[2], 0)).hasMessageContaining("vector");
        assertThatThrownBy(() -> kernel.hessianProduct(rows, new double[3], -1)).hasMessageContaining("l2");
        assertThatThrownBy(() -> kernel.hessianProduct(Rows.of(), new double[3], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

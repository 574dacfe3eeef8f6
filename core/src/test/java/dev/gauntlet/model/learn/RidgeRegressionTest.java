package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RidgeRegressionTest {
    private static final Schema LINE = new Schema(List.of(Feature.real("x", 0, 10)));

    private static Dataset line(int[] labels, double... x) {
        return Dataset.of(LINE, Rows.of(x.length, 1, x), labels, List.of("benign", "bad"));
    }

    @Test
    void solvesASystemByItsRoot() {
        Cholesky root = Cholesky.of(2, new double[] {4, 99, 2, 3});
        assertThat(root.solve(new double[] {10, 9})).containsExactly(new double[] {1.5, 2}, within(1e-12));
        assertThatThrownBy(() -> Cholesky.of(2, new double[] {1, 0, 2, 4})).hasMessageContaining("pivot 1 is 0");
    }

    /** x of 1 and 3 are encoded as -1 and 1: the weight is (1 * 10) / (2 + 2), about a mean of 5. */
    @Test
    void shrinksTheWeightByThePenalty() {
        Model model = new RidgeRegression(2).predict(line(new int[] {0, 0}, 1, 3), new double[] {0, 10}, Toy.run());
        assertThat(model.numbers(Rows.of(new double[][] {{1}, {3}, {2}})))
                .containsExactly(new double[] {2.5, 7.5, 5}, within(1e-12));
    }

    @Test
    void withoutAPenaltyItIsLeastSquares() {
        double[] targets = {1, 3, 5, 7};
        Model model = new RidgeRegression(1e-9).predict(line(new int[4], 0, 1, 2, 3), targets, Toy.run());
        assertThat(model.numbers(Rows.of(new double[][] {{10}}))[0]).isCloseTo(21, within(1e-6));
    }

    @Test
    void aDetectorFitsOneAndMinusOne() {
        Model model = new RidgeRegression(1e-9).train(line(new int[] {0, 1}, 1, 3), Toy.run());
        assertThat(model.malice(Rows.of(new double[][] {{1}, {3}, {2}})))
                .containsExactly(new double[] {-1, 1, 0}, within(1e-6));
    }

    @Test
    void aCategoryIsReplacedByItsSmoothedMeanTarget() {
        Schema schema = new Schema(List.of(Feature.category("c", List.of("a", "b"))));
        Dataset data =
                Dataset.of(schema, Rows.of(new double[][] {{0}, {0}, {1}, {1}}), new int[4], List.of("benign", "bad"));
        double[] found = new RidgeRegression(1e-9)
                .predict(data, new double[] {0, 0, 8, 8}, Toy.run())
                .numbers(Rows.of(new double[][] {{0}, {1}, {Double.NaN}}));
        assertThat(found).containsExactly(new double[] {0, 8, 4}, within(1e-6));
    }
}

package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.Trainer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AnomalyTrainersTest {
    static Stream<Trainer> trainers() {
        return Stream.of(
                new PrincipalResidual(0.8, 0.05),
                new RobustCentroid(),
                new KernelDensity(),
                new NeighbourDistance(),
                new Autoencoder(2, 200, 32, 1e-2, 0.05));
    }

    private static Schema schema(int width) {
        return new Schema(IntStream.range(0, width)
                .mapToObj(j -> Feature.real("x" + j, -100, 100))
                .toList());
    }

    private static Dataset data(Rows rows) {
        return Dataset.of(schema(rows.width()), rows, new int[rows.size()], List.of("benign", "bad"));
    }

    /** Three features that follow one hidden number and a fourth of its own. */
    private static Rows usual(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        double[] hidden = new double[size];
        return Rows.fill(size, 4, (i, j) -> {
            hidden[i] = j == 0 ? rng.nextGaussian() : hidden[i];
            return j == 3 ? rng.nextGaussian() : hidden[i] + 0.1 * rng.nextGaussian();
        });
    }

    private static long count(boolean[] alarms) {
        return IntStream.range(0, alarms.length).filter(i -> alarms[i]).count();
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void findsWhatDoesNotFollow(Trainer trainer) {
        Model model = trainer.train(data(usual(400, 1)), Toy.run());
        Rows odd = Rows.of(new double[] {3, -3, 3, 0}, new double[] {-2, 2.5, -2, 1}, new double[] {9, 0, -9, 0});
        assertThat(model.alarms(odd)).containsExactly(true, true, true);
        assertThat(count(model.alarms(usual(400, 2)))).isBetween(4L, 50L);
        assertThat(model.threshold()).isEqualTo(0.5);
        assertThat(model.scale()).isEqualTo(Scale.DISTANCE);
        assertThat(trainer.unsupervised()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void scoresStayInZeroToOneHoweverFarARowLies(Trainer trainer) {
        Model model = trainer.train(data(usual(100, 1)), Toy.run());
        double[] far = model.malice(Rows.of(
                new double[] {1e6, -1e6, 0, 0}, new double[] {1e300, -1e300, 1e300, 0}, new double[] {0, 0, 0, 0}));
        assertThat(far[0]).isBetween(0.99, 1.0);
        assertThat(far[1]).isEqualTo(1);
        assertThat(far[2]).isBetween(0.0, 0.5);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void doesNotLookAtLabelsAndSurvivesABundle(Trainer trainer) {
        Dataset rows = data(usual(100, 1));
        Model model = trainer.train(rows, Toy.run());
        double[] malice = model.malice(rows.rows());
        assertThat(trainer.train(rows.relabel(i -> i % 3 - 1), Toy.run()).malice(rows.rows()))
                .containsExactly(malice);
        assertThat(Bundle.of(model).model(rows.schema()).malice(rows.rows())).containsExactly(malice);
        assertThatThrownBy(() -> trainer.train(rows.slice(0, 1), Toy.run())).hasMessageContaining("training rows");
    }

    @Test
    void theStatedShareOfTrainingRowsAlarms() {
        Rows rows = usual(200, 1);
        for (Trainer trainer : List.of(
                new PrincipalResidual(0.8, 0.1), new RobustCentroid(0.1), new Autoencoder(2, 5, 32, 1e-2, 0.1))) {
            assertThat(count(trainer.train(data(rows), Toy.run()).alarms(rows))).isEqualTo(20);
        }
        assertThat(count(new RobustCentroid(0).train(data(rows), Toy.run()).alarms(rows)))
                .isZero();
    }

    /** The median of 1, 2, 3, 4 and 60 is 3 and the median deviation 1: 60 lies 57 times as far off as 4. */
    @Test
    void theCentroidMeasuresInMedianDeviations() {
        Rows rows = Rows.of(new double[][] {{1}, {2}, {3}, {4}, {60}});
        Model model = new RobustCentroid(0.2).train(data(rows), Toy.run());
        assertThat(model.malice(rows))
                .containsExactly(new double[] {2 / 59.0, 1 / 58.0, 0, 1 / 58.0, 0.5}, within(1e-12));
    }

    @Test
    void aRowOffALineIsFound() {
        Rows rows = Rows.fill(40, 2, (i, j) -> i == 17 ? 20 - 20 * j : i * (1 + j));
        Model model = new PrincipalResidual(0.9, 0.025).train(data(rows), Toy.run());
        boolean[] alarms = model.alarms(rows);
        assertThat(IntStream.range(0, 40).filter(i -> alarms[i])).containsExactly(17);
    }

    @Test
    void theEigenvaluesOfAKnownMatrix() {
        Eigen eigen = Eigen.of(2, new double[] {2, 1, 1, 2});
        assertThat(eigen.value(0)).isCloseTo(3, within(1e-12));
        assertThat(eigen.value(1)).isCloseTo(1, within(1e-12));
        double[] directions = eigen.directions(2);
        assertThat(directions[0]).isCloseTo(directions[1], within(1e-12));
        assertThat(directions[2]).isCloseTo(-directions[3], within(1e-12));
    }

    @Test
    void aMatrixStretchesItsDirectionsByItsEigenvalues() {
        int n = 12;
        Rng rng = Seed.of(5).rng();
        double[] half = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            half[i] = rng.nextGaussian();
        }
        double[] matrix =
                Rows.fill(n, n, (i, j) -> half[i * n + j] + half[j * n + i]).toArray();
        Eigen eigen = Eigen.of(n, matrix);
        double[] directions = eigen.directions(n);
        for (int c = 0; c < n; c++) {
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += matrix[i * n + j] * directions[c * n + j];
                }
                assertThat(sum).isCloseTo(eigen.value(c) * directions[c * n + i], within(1e-10));
            }
        }
    }
}

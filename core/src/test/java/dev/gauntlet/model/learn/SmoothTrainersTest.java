package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.LinearKernel;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmoothTrainersTest {
    static Stream<Trainer> trainers() {
        return Stream.of(new LogisticRegression(), new NaiveBayes(), new NeuralNetwork(2, 16, 30, 32, 5e-3));
    }

    /** Two normal clouds, malicious rows shifted by {@code gap} in the first two features. */
    static Dataset clouds(int size, int width, double gap) {
        Rng rng = Seed.of(11).rng();
        int[] labels = IntStream.range(0, size).map(i -> i % 3 == 0 ? 1 : 0).toArray();
        Rows rows = Rows.fill(size, width, (i, j) -> rng.nextGaussian() + (j < 2 ? gap * labels[i] : 0));
        Schema schema = new Schema(IntStream.range(0, width)
                .mapToObj(j -> Feature.real("x" + j, -100, 100))
                .toList());
        return Dataset.of(schema, rows, labels, List.of("good", "bad"));
    }

    static double accuracy(Model model, Dataset data) {
        boolean[] alarms = model.alarms(data.rows());
        return IntStream.range(0, data.size())
                        .filter(i -> alarms[i] == data.malicious(i))
                        .count()
                / (double) data.size();
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void learnsWhatIsSeparable(Trainer trainer) {
        Dataset data = clouds(600, 4, 8);
        assertThat(accuracy(trainer.train(data, Run.seeded(1)), data)).isGreaterThan(0.995);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void givesTheSameDetectorForTheSameSeed(Trainer trainer) {
        Dataset data = clouds(300, 3, 1);
        double[] first = trainer.train(data, Run.seeded(1)).malice(data.rows());
        assertThat(trainer.train(data, Run.seeded(1)).malice(data.rows())).containsExactly(first);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void leavesOutUnlabelledRows(Trainer trainer) {
        Dataset labelled = clouds(300, 3, 3);
        Dataset junk = labelled.withRows(Rows.fill(300, 3, (i, j) -> 90)).relabel(i -> -1);
        double[] expected = trainer.train(labelled, Run.seeded(1)).malice(labelled.rows());
        assertThat(trainer.train(labelled.append(junk), Run.seeded(1)).malice(labelled.rows()))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void refusesOneClassOnly(Trainer trainer) {
        Dataset benign = clouds(30, 3, 3).relabel(i -> 0);
        assertThatThrownBy(() -> trainer.train(benign, Run.seeded(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("30 benign and 0 malicious");
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void isFoundByItsId(Trainer trainer) {
        assertThat(Catalogue.named(Trainer.class, trainer.id()).summary()).isNotBlank();
        assertThat(Catalogue.parameters(trainer))
                .allSatisfy(p -> assertThat(p.text()).isNotBlank());
    }

    @Test
    void theNetworkLearnsWhatNoLineSeparates() {
        Dataset clouds = clouds(800, 2, 0);
        Dataset xor =
                clouds.relabel(i -> clouds.rows().get(i, 0) * clouds.rows().get(i, 1) > 0 ? 1 : 0);
        assertThat(accuracy(new NeuralNetwork().train(xor, Run.seeded(1)), xor)).isGreaterThan(0.95);
        assertThat(accuracy(new LogisticRegression().train(xor, Run.seeded(1)), xor))
                .isLessThan(0.7);
    }

    @Test
    void logisticRegressionStopsWhereTheGradientVanishes() {
        Dataset data = clouds(500, 5, 0.7);
        Model model = new LogisticRegression(2).train(data, Run.seeded(1));
        LinearKernel kernel = (LinearKernel) model.kernel();
        Rows inner = model.encoding().encode(data.rows());
        double[] p = model.probability(data.rows());
        double biasSlope = 0;
        double[] slopes = new double[5];
        for (int i = 0; i < data.size(); i++) {
            double gap = p[i] - (data.malicious(i) ? 1 : 0);
            biasSlope += gap;
            for (int j = 0; j < 5; j++) {
                slopes[j] += gap * inner.get(i, j);
            }
        }
        assertThat(biasSlope).isCloseTo(0, within(1e-5));
        for (int j = 0; j < 5; j++) {
            assertThat(slopes[j] + 2 * kernel.weight(j)).isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void logisticRegressionConvergesOnTwentyThousandRowsInSeconds() {
        Dataset data = clouds(20_000, 60, 0.5);
        long start = System.nanoTime();
        Model model = new LogisticRegression().train(data, Run.seeded(1));
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(accuracy(model, data)).isGreaterThan(0.6);
        assertThat(seconds).isLessThan(10);
    }
}

package dev.gauntlet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.NaiveBayes;
import dev.gauntlet.model.learn.NeuralNetwork;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BundleTest {
    private static final Dataset TRAIN = Toy.clusters(90, 1);

    static Stream<Trainer> trainers() {
        return Stream.of(
                Toy.forest(), new LogisticRegression(), new NaiveBayes(), new NeuralNetwork(1, 8, 5, 32, 1e-2));
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aModelTakenApartAndPutTogetherGivesTheSameBits(Trainer trainer) {
        Model model = trainer.train(TRAIN, Toy.run()).withThreshold(0.123);
        Model again = Bundle.of(model).model(TRAIN.schema());
        assertThat(again.malice(TRAIN.rows())).containsExactly(model.malice(TRAIN.rows()));
        assertThat(again.threshold()).isEqualTo(0.123);
        assertThat(again.trainer()).isEqualTo(trainer.id());
        assertThat(Bundle.of(again).digest()).isEqualTo(Bundle.of(model).digest());
    }

    @Test
    void theDigestCoversEverythingButTheSignature() {
        Bundle bundle = Bundle.of(Toy.threshold(5));
        assertThat(bundle.withEntry("signature", "abc").digest()).isEqualTo(bundle.digest());
        assertThat(Stream.of(
                                bundle.withEntry("trainer", "other"),
                                bundle.withEntry("note", ""),
                                bundle.withParameter("threshold", new double[] {0.4}),
                                bundle.withParameter("threshold", new double[] {0.5, 0.5}),
                                bundle.withParameter("value", new double[] {5, 0, -0.0}))
                        .map(Bundle::digest))
                .doesNotHaveDuplicates()
                .doesNotContain(bundle.digest());
    }

    @Test
    void aBundleIsRefusedByAnotherSchema() {
        Schema other = new Schema(
                Toy.plain().features().stream().map(f -> f.withCost(2)).toList());
        assertThatThrownBy(() -> Bundle.of(Toy.threshold(5)).model(other))
                .hasMessage("the bundle was made for another schema");
    }

    @Test
    void arraysGoInAndOutAsCopies() {
        double[] values = {0.7};
        Bundle bundle = Bundle.of(Toy.threshold(5)).withParameter("threshold", values);
        values[0] = 9;
        bundle.parameter("threshold")[0] = 9;
        assertThat(bundle.parameter("threshold")).containsExactly(0.7);
        assertThatThrownBy(() -> bundle.parameter("weights")).hasMessage("the bundle has no parameter \"weights\"");
        assertThat(bundle.entry("weights")).isEmpty();
        assertThatThrownBy(() -> bundle.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Model linear(double threshold) {
        LinearKernel x = new LinearKernel(new double[] {1, 0, 0, 0}, -5);
        return new Model("by-hand", Toy.plain(), Toy.threshold(5).encoding(), x, threshold);
    }

    @Test
    void aModelAlarmsFromItsThresholdOn() {
        Rows rows = Rows.of(new double[] {5, 0, 0, 0}, new double[] {6, 0, 0, 0}, new double[] {7, 0, 0, 0});
        assertThat(linear(1).alarms(rows)).containsExactly(false, true, true);
        assertThat(linear(1).withThreshold(Math.nextUp(1.0)).alarms(rows)).containsExactly(false, false, true);
        assertThat(linear(1).malice(rows)).containsExactly(0, 1, 2);
    }

    @Test
    void aProbabilityIsTheLogisticOfALogOddsAndElseTheScore() {
        Rows rows = Rows.of(new double[] {5, 0, 0, 0}, new double[] {7, 0, 0, 0});
        double[] probability = linear(0).probability(rows);
        assertThat(probability[0]).isEqualTo(0.5);
        assertThat(probability[1]).isCloseTo(1 / (1 + StrictMath.exp(-2)), within(1e-15));
        assertThat(Toy.threshold(6).probability(rows)).containsExactly(0, 1);
    }

    @Test
    void theNaturalThresholdIsThatOfTheScale() {
        assertThat(Toy.threshold(5).threshold()).isEqualTo(0.5);
        assertThat(new Model("m", Toy.plain(), linear(1).encoding(), linear(1).kernel()).threshold())
                .isZero();
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        LinearKernel narrow = new LinearKernel(new double[] {1}, 0);
        assertThatThrownBy(() -> linear(1).withKernel(narrow)).hasMessage("kernel inputs must be 4 but is 1");
        assertThatThrownBy(() -> linear(Double.NaN)).hasMessage("threshold must be a number");
        assertThatThrownBy(() -> linear(1).scores(Rows.of(new double[] {1})))
                .hasMessage("the rows have 1 column but the detector's schema has 4");
    }

    @Test
    void onlySmoothKernelsHaveGradients() {
        assertThat(linear(1).gradients()).isPresent();
        assertThat(Toy.threshold(5).gradients()).isEmpty();
    }
}

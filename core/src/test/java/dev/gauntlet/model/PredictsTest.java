package dev.gauntlet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every trainer in the catalogue signs that estimates a quantity. */
final class PredictsTest {
    private static final Dataset DATA = Toy.clusters(240, 1);

    static Stream<Predicts> trainers() {
        return Catalogue.all(Trainer.class).stream()
                .filter(Predicts.class::isInstance)
                .map(Predicts.class::cast);
    }

    private static double[] quantities(Dataset data) {
        return IntStream.range(0, data.size())
                .mapToDouble(
                        i -> 100 + 5 * data.rows().get(i, 0) - 3 * data.rows().get(i, 1))
                .toArray();
    }

    @Test
    void thereAreSome() {
        assertThat(trainers().map(Trainer::id)).contains("ridge-regression");
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void comesCloserThanTheMeanOnNewRows(Predicts trainer) {
        Dataset test = Toy.clusters(120, 2);
        double[] truth = quantities(test);
        double[] found = trainer.predict(DATA, quantities(DATA), Toy.run()).numbers(test.rows());
        double mean = Arrays.stream(truth).average().orElseThrow();
        double error = 0;
        double spread = 0;
        for (int i = 0; i < truth.length; i++) {
            error += (found[i] - truth[i]) * (found[i] - truth[i]);
            spread += (mean - truth[i]) * (mean - truth[i]);
        }
        assertThat(error).isLessThan(0.4 * spread);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void survivesABundle(Predicts trainer) {
        Model model = trainer.predict(DATA, quantities(DATA), Toy.run());
        assertThat(model.scale()).isEqualTo(Scores.Scale.NUMBER);
        assertThat(model.scores(DATA.rows()).width()).isEqualTo(1);
        assertThat(Bundle.of(model).model(DATA.schema()).numbers(DATA.rows()))
                .containsExactly(model.numbers(DATA.rows()));
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void leavesOutRowsWithoutATargetAndDoesNotLookAtLabels(Predicts trainer) {
        double[] targets = quantities(DATA);
        double[] expected = trainer.predict(DATA, targets, Toy.run()).numbers(DATA.rows());
        Dataset more =
                DATA.append(DATA.withRows(Rows.fill(240, 4, (i, j) -> 10))).relabel(i -> i % 4 == 0 ? -1 : 0);
        double[] unknown = Arrays.copyOf(targets, 480);
        Arrays.fill(unknown, 240, 480, Double.NaN);
        assertThat(trainer.predict(more, unknown, Toy.run()).numbers(DATA.rows()))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void refusesTargetsThatAreNone(Predicts trainer) {
        double[] targets = quantities(DATA);
        targets[7] = Double.POSITIVE_INFINITY;
        assertThatThrownBy(() -> trainer.predict(DATA, targets, Toy.run()))
                .hasMessage("target of row 7 must be finite");
        assertThatThrownBy(() -> trainer.predict(DATA, new double[3], Toy.run()))
                .hasMessage("targets must be 240 but is 3");
        Arrays.fill(targets, Double.NaN);
        assertThatThrownBy(() -> trainer.predict(DATA, targets, Toy.run()))
                .hasMessage("rows with a target must be at least 2 but is 0");
    }
}

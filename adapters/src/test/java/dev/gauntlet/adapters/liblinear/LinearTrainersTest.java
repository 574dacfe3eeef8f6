package dev.gauntlet.adapters.liblinear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.LinearKernel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LinearTrainersTest {
    private static final Run RUN = Run.seeded(1);

    private static Schema schema(int width) {
        return new Schema(IntStream.range(0, width)
                .mapToObj(j -> Feature.real("x" + j, -100, 100))
                .toList());
    }

    /** Two rows, of x 1 and 3, which are encoded as -1 and 1; whichever comes first. */
    private static Dataset pair(int first) {
        return Dataset.of(
                schema(1),
                Rows.of(new double[][] {{first == 0 ? 1 : 3}, {first == 0 ? 3 : 1}}),
                new int[] {first, 1 - first},
                List.of("benign", "bad"));
    }

    private static double marginAt3(Trainer trainer, int first) {
        return trainer.train(pair(first), RUN).malice(Rows.of(new double[][] {{3}}))[0];
    }

    /** Clouds around (0, 0), (6, 0) and (0, 6) in two of six features. */
    private static Dataset clouds(int size) {
        Rng rng = Seed.of(2).rng();
        int[] labels = IntStream.range(0, size).map(i -> i % 3).toArray();
        Rows rows = Rows.fill(size, 6, (i, j) -> rng.nextGaussian() + (labels[i] == j + 1 && j < 2 ? 6 : 0));
        return Dataset.of(schema(6), rows, labels, List.of("benign", "scan", "theft", "unseen"));
    }

    static List<Categorises> trainers() {
        return List.of(new LinearSvm(), new PenalisedLogistic(), new PenalisedLogistic(false, 1, 1e-3));
    }

    /** The w that makes w^2 / 2 + 2 (1 - w)^2 least is 4 / 5. */
    @Test
    void theMachineGivesTheMarginThatCostsLeast() {
        for (int first : new int[] {0, 1}) {
            assertThat(marginAt3(new LinearSvm(1, 1e-9), first)).isCloseTo(0.8, within(1e-6));
        }
    }

    /** The w that makes |w| + 4 log(1 + exp(-w)) least is log 3; with half the cost it is 0. */
    @Test
    void aPenaltyOnSizesGivesItsKnownWeight() {
        for (int first : new int[] {0, 1}) {
            assertThat(marginAt3(new PenalisedLogistic(true, 2, 1e-9), first)).isCloseTo(Math.log(3), within(1e-6));
            assertThat(marginAt3(new PenalisedLogistic(true, 0.9, 1e-9), first)).isZero();
        }
    }

    /** Where w^2 / 2 + 2 log(1 + exp(-w)) is least, w (1 + exp(w)) is 2. */
    @Test
    void aPenaltyOnSquaresGivesItsKnownWeight() {
        double w = marginAt3(new PenalisedLogistic(false, 1, 1e-9), 0);
        assertThat(w * (1 + Math.exp(w))).isCloseTo(2, within(1e-5));
    }

    @Test
    void theSparseOneLeavesNoiseOut() {
        Dataset data = clouds(300);
        LinearKernel few = (LinearKernel)
                new PenalisedLogistic(true, 0.02, 1e-6).train(data, RUN).kernel();
        LinearKernel all = (LinearKernel)
                new PenalisedLogistic(false, 0.02, 1e-6).train(data, RUN).kernel();
        for (int j = 2; j < 6; j++) {
            assertThat(few.weight(j)).isZero();
            assertThat(all.weight(j)).isNotZero();
        }
        assertThat(few.weight(0)).isPositive();
        assertThat(few.weight(1)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void tellsKindsApartAndSurvivesABundle(Categorises trainer) {
        Dataset data = clouds(300);
        Model model = trainer.categorise(data, RUN);
        int[] found = model.categories(data.rows());
        assertThat(IntStream.range(0, found.length).filter(i -> found[i] == data.label(i)))
                .hasSizeGreaterThan(285);
        assertThat(found).doesNotContain(3);
        assertThat(Bundle.of(model).model(data.schema()).scores(data.rows())).isEqualTo(model.scores(data.rows()));
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void ofTwoKindsTheLikelierIsTheOneTheDetectorFinds(Categorises trainer) {
        Dataset data = clouds(300).relabel(i -> i % 3 == 2 ? 2 : 0);
        double[] margin = trainer.train(data, RUN).malice(data.rows());
        int[] found = trainer.categorise(data, RUN).categories(data.rows());
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isEqualTo(margin[i] > 0 ? 2 : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void givesTheSameDetectorForTheSameSeed(Categorises trainer) {
        Dataset data = clouds(300);
        Model model = trainer.train(data, RUN);
        assertThat(trainer.train(data, RUN).malice(data.rows())).containsExactly(model.malice(data.rows()));
        assertThat(Bundle.of(model).model(data.schema()).malice(data.rows()))
                .containsExactly(model.malice(data.rows()));
        assertThat(Catalogue.named(Trainer.class, trainer.id()).settings()).hasSize(3);
    }
}

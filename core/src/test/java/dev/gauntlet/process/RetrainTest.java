package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows 0 to 5 are one day apart; the newest three are new. */
final class RetrainTest {
    private static final double DAY = 86_400;
    private static final Train TRAIN = new Train(Toy.forest(), 0.1);
    private static final Dataset ROWS = Toy.clusters(6, 1)
            .withTimes(IntStream.range(0, 6).mapToDouble(i -> i * DAY).toArray());

    private static long[] learnt(double memoryDays, Dataset rows) {
        Dataset learnt = new Retrain(TRAIN, memoryDays).rows(rows.slice(0, 3), rows.slice(3, 6));
        return IntStream.range(0, learnt.size()).mapToLong(learnt::id).toArray();
    }

    @Test
    void withoutAnEndOfMemoryNothingIsForgotten() {
        Dataset learnt = new Retrain(TRAIN).rows(ROWS.slice(0, 3), ROWS.slice(3, 6));
        assertThat(learnt.digest()).isEqualTo(ROWS.digest());
    }

    @Test
    void whatIsOlderThanTheMemoryIsForgottenAndItsEdgeIsNot() {
        assertThat(learnt(2, ROWS)).containsExactly(3, 4, 5);
        assertThat(learnt(3.5, ROWS)).containsExactly(2, 3, 4, 5);
    }

    @Test
    void memoryIsCountedFromTheNewestRowWhereverItStands() {
        assertThat(learnt(2, ROWS.select(new int[] {0, 5, 1, 4, 2, 3}))).containsExactly(5, 4, 3);
    }

    @Test
    void rowsWithoutTimesAreNeverForgotten() {
        Dataset timeless = Dataset.of(ROWS.schema(), ROWS.rows(), ROWS.labels(), ROWS.labelNames());
        assertThat(learnt(1, timeless)).hasSize(6);
    }

    @Test
    void aRetrainingLearnsFromBothPartsAndCalibratesOnTheThird() {
        Dataset data = Toy.clusters(120, 3);
        Dataset validation = Toy.clusters(60, 4);
        Model retrained = new Retrain(TRAIN).apply(data.slice(0, 60), data.slice(60, 120), validation, Toy.run());
        Model atOnce = TRAIN.apply(data, validation, Toy.run());
        assertThat(retrained.malice(validation.rows())).containsExactly(atOnce.malice(validation.rows()));
        assertThat(retrained.threshold()).isEqualTo(atOnce.threshold());
    }

    @Test
    void aMemoryOfNothingIsRefused() {
        assertThatThrownBy(() -> new Retrain(TRAIN, 0)).hasMessage("memoryDays must be positive but is 0.0");
        assertThatThrownBy(() -> new Retrain(TRAIN, Double.NaN)).hasMessageStartingWith("memoryDays");
    }
}

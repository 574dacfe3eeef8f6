package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SanitiseTest {
    /** Rows by their x alone, with ids from 10. */
    private static Dataset rows(double[] x, int... labels) {
        return Dataset.of(
                        Toy.plain(),
                        Rows.fill(x.length, 4, (i, j) -> j == 0 ? x[i] : 1),
                        labels,
                        List.of("benign", "scan", "theft"))
                .withIds(IntStream.range(0, x.length).mapToLong(i -> 10 + i).toArray());
    }

    private static List<Long> dropped(Dataset train) {
        return new Sanitise().apply(train).contradictory();
    }

    @Test
    void equalRowsWithContraryLabelsAreAllLeftOutAndNamedInOrder() {
        Dataset train = rows(new double[] {3, 1, 3, 2, 3}, 1, 0, 0, 1, 0);
        Sanitise.Sanitised left = new Sanitise().apply(train);
        assertThat(left.contradictory()).containsExactly(10L, 12L, 14L);
        assertThat(left.rows().size()).isEqualTo(2);
        assertThat(List.of(left.rows().id(0), left.rows().id(1))).containsExactly(11L, 13L);
    }

    @Test
    void copiesThatAgreeStay() {
        assertThat(dropped(rows(new double[] {3, 3, 4, 4}, 0, 0, 1, 1))).isEmpty();
    }

    @Test
    void twoKindsOfMaliceDoNotContradictEachOther() {
        assertThat(dropped(rows(new double[] {3, 3}, 1, 2))).isEmpty();
    }

    @Test
    void anUnlabelledRowContradictsNobodyButGoesWithItsCopies() {
        assertThat(dropped(rows(new double[] {3, 3}, 1, -1))).isEmpty();
        assertThat(dropped(rows(new double[] {3, 3, 3}, 1, -1, 0))).containsExactly(10L, 11L, 12L);
    }

    @Test
    void theSmallestDifferenceMakesAnotherRow() {
        assertThat(dropped(rows(new double[] {3, Math.nextUp(3.0)}, 1, 0))).isEmpty();
    }

    @Test
    void missingValuesAreEqual() {
        assertThat(dropped(rows(new double[] {Double.NaN, Double.NaN}, 1, 0))).hasSize(2);
    }
}

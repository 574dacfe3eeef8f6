package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        return ids(new Sanitise().apply(train));
    }

    private static List<Long> ids(Sanitise.Sanitised left) {
        return left.dropped().stream().map(Sanitise.Dropped::row).toList();
    }

    @Test
    void equalRowsWithContraryLabelsAreAllLeftOutAndNamedInOrder() {
        Dataset train = rows(new double[] {3, 1, 3, 2, 3}, 1, 0, 0, 1, 0);
        Sanitise.Sanitised left = new Sanitise().apply(train);
        assertThat(ids(left)).containsExactly(10L, 12L, 14L);
        assertThat(left.rows().size()).isEqualTo(2);
        assertThat(List.of(left.rows().id(0), left.rows().id(1))).containsExactly(11L, 13L);
    }

    @Test
    void copiesThatAgreeStay() {
        assertThat(dropped(rows(new double[] {3, 3, 4, 4}, 0, 0, 1, 1))).isEmpty();
    }

    @Test
    void twoKindsOfMaliciousRowsDoNotContradictEachOther() {
        assertThat(dropped(rows(new double[] {3, 3}, 1, 2))).isEmpty();
    }

    @Test
    void anUnlabelledRowContradictsNothingButIsDroppedWithItsCopies() {
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

    private static final double ALL = Double.POSITIVE_INFINITY;

    @Test
    void ofCopiesTheFirstStaysAndTheOthersNameIt() {
        Sanitise.Sanitised left =
                new Sanitise(false, true, 0, ALL, 1).apply(rows(new double[] {3, 4, 3, 3}, 1, 0, 1, 2));
        assertThat(left.dropped()).containsExactly(new Sanitise.Dropped(12, Sanitise.Step.DUPLICATE, "as row 10"));
    }

    @Test
    void nearCopiesAgreeOnceRounded() {
        // The scale of x is 10, so numbers are rounded to multiples of 1.
        double[] x = {3, 3.4, 3.6, 4.4, -0.2, 0.2};
        assertThat(ids(new Sanitise(false, false, 0.1, ALL, 1).apply(rows(x, 0, 0, 0, 0, 0, 0))))
                .containsExactly(11L, 13L, 15L);
        assertThat(ids(new Sanitise(false, false, 0.1, ALL, 1).apply(rows(x, 0, 1, 0, 1, 0, 1))))
                .isEmpty();
    }

    @Test
    void impossibleRowsNameWhatTheyBreak() {
        Sanitise.Sanitised left =
                new Sanitise(true, false, 0, ALL, 1).apply(rows(new double[] {3, 1e9, Double.NaN}, 0, 0, 1));
        assertThat(left.dropped()).hasSize(1);
        assertThat(left.dropped().get(0).row()).isEqualTo(11);
        assertThat(left.dropped().get(0).reason()).startsWith("impossible: bounds of ");
        assertThat(left.counts()).containsExactly(java.util.Map.entry(Sanitise.Step.IMPOSSIBLE, 1L));
    }

    @Test
    void outliersLieFarFromTheMedianOfTheirOwnLabel() {
        // Of the benign 1 2 3 4 9 the median is 3 and the median distance 1, so 9 lies 6 / 1.4826 = 4.05 deviations
        // off.
        Dataset rows = rows(new double[] {1, 2, 3, 4, 9, 9.5, 9.5, 8}, 0, 0, 0, 0, 0, 1, 1, 1);
        assertThat(ids(new Sanitise(false, false, 0, 4, 1).apply(rows))).containsExactly(14L);
        assertThat(ids(new Sanitise(false, false, 0, 4.1, 1).apply(rows))).isEmpty();
    }

    @Test
    void aSourceGivesNoMoreThanItsQuotaOfASide() {
        Dataset rows = rows(new double[] {1, 2, 3, 4, 5, 6}, 0, 0, 0, 0, 1, 1)
                .withSources(new String[] {"a", "a", "a", "b", "a", "a"});
        assertThat(ids(new Sanitise(false, false, 0, ALL, 0.5).apply(rows))).containsExactly(12L, 15L);
    }

    @Test
    void stepsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Sanitise(false, false, -1, ALL, 1)).hasMessageContaining("near");
        assertThatThrownBy(() -> new Sanitise(false, false, 0, 0, 1)).hasMessageContaining("outliers");
        assertThatThrownBy(() -> new Sanitise(false, false, 0, ALL, 0)).hasMessageContaining("sourceQuota");
    }
}

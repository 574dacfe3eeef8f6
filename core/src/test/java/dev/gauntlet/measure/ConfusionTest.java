package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ConfusionTest {
    private static final boolean T = true;
    private static final boolean F = false;

    /** 90 of 100 malicious rows found, 5 of 200 benign ones alarmed. */
    private static final Confusion COUNTS = new Confusion(90, 5, 195, 10);

    @Test
    void countsTheFourCases() {
        Confusion counted = Confusion.of(new boolean[] {T, T, T, F, F, F, F}, new boolean[] {T, T, F, T, F, F, F});
        assertThat(counted).isEqualTo(new Confusion(2, 1, 3, 1));
    }

    @Test
    void refusesAlarmsOfOtherRows() {
        assertThatThrownBy(() -> Confusion.of(new boolean[2], new boolean[3])).hasMessage("alarms must be 2 but is 3");
    }

    @Test
    void ratesAreSharesOfTheirClass() {
        assertThat(COUNTS.recall()).isEqualTo(Interval.share(90, 100));
        assertThat(COUNTS.falsePositiveRate()).isEqualTo(Interval.share(5, 200));
        assertThat(COUNTS.precision()).isEqualTo(Interval.share(90, 95));
    }

    @Test
    void balancedAccuracyIsTheMeanOverBothClasses() {
        assertThat(COUNTS.balancedAccuracy().value()).isCloseTo((0.9 + 0.975) / 2, within(1e-15));
        assertThat(COUNTS.balancedAccuracy().n()).isEqualTo(100);
    }

    @Test
    void mccIsTheCorrelationOfTruthAndAlarm() {
        // (2 * 3 - 1 * 1) / sqrt(3 * 3 * 4 * 4) = 5 / 12
        assertThat(new Confusion(2, 1, 3, 1).mcc()).isCloseTo(5.0 / 12, within(1e-15));
        assertThat(new Confusion(0, 3, 0, 4).mcc()).isCloseTo(-1, within(1e-15));
        assertThat(new Confusion(4, 0, 3, 0).mcc()).isCloseTo(1, within(1e-15));
    }

    @Test
    void mccIsZeroWhereAMarginIsEmpty() {
        assertThat(new Confusion(0, 0, 5, 3).mcc()).isZero();
        assertThat(new Confusion(5, 3, 0, 0).mcc()).isZero();
    }

    @Test
    void mccDoesNotOverflow() {
        int many = 1_000_000_000;
        assertThat(new Confusion(many, 0, many, 0).mcc()).isCloseTo(1, within(1e-12));
    }
}

package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a detector means where it is used: at the real base rate, and over time. */
final class FieldFiguresTest {
    @Test
    void fewAlarmsAreRightWhereMaliceIsRare() {
        BaseRate rare = new BaseRate(1e-4, 1_000_000);
        assertThat(rare.precision(0.9, 0.01)).isCloseTo(9e-5 / (9e-5 + 0.9999 * 0.01), within(1e-12));
        assertThat(rare.alertsPerDay(0.9, 0.01)).isCloseTo(90 + 9999, within(1e-6));
        assertThat(rare.precision(0, 0)).isZero();
        assertThatThrownBy(() -> new BaseRate(1.5, 1)).hasMessageStartingWith("prevalence must be in [0, 1]");
    }

    @Test
    void theAreaOverTimeIsByTrapezia() {
        assertThat(new OverTime(List.of(1.0, 0.5, 0.0)).area()).isEqualTo(0.5);
        assertThat(new OverTime(List.of(1.0, 1.0, 0.0)).area()).isEqualTo(0.75);
        assertThat(new OverTime(List.of(0.8)).area()).isEqualTo(0.8);
    }

    @Test
    void recallAtARateCountsWhatReachesItsThreshold() {
        double[] scores = {0.9, 0.8, 0.7, 0.6, 0.5, 0.4};
        boolean[] truth = {true, true, false, true, false, false};
        Ranking ranking = Ranking.of(scores, truth);
        assertThat(ranking.recallAt(0)).isEqualTo(Interval.share(2, 3));
        assertThat(ranking.recallAt(0.34)).isEqualTo(Interval.share(3, 3));
    }
}

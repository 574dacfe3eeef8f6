package dev.gauntlet.process.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.measure.Confusion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DefectTest {
    private static Scorecard card(Confusion counts, int distinct) {
        Scorecard card = Toy.evaluation().scorecard();
        return new Scorecard(
                counts,
                Unjudged.NONE,
                distinct,
                card.bySource(),
                card.rocAuc(),
                card.prAuc(),
                card.recallAt(),
                card.reliability(),
                card.field(),
                card.costs(),
                card.alertsPerDay(),
                card.slices());
    }

    private static List<String> ids(int tp, int fp, int tn, int fn, Optional<Double> asked) {
        return Defect.of(card(new Confusion(tp, fp, tn, fn), 50), asked).stream()
                .map(Defect::id)
                .toList();
    }

    @Test
    void aDetectorThatWorksHasNone() {
        assertThat(ids(90, 2, 198, 10, Optional.of(0.01))).isEmpty();
    }

    @Test
    void aDetectorThatNeverAlarmsStatesTheNumberOfRows() {
        assertThat(Defect.of(card(new Confusion(0, 0, 200, 100), 50), Optional.of(0.01)))
                .containsExactly(
                        new Defect("never-alarms", "It never alarms: on none of 300 test rows, 100 of them malicious"));
    }

    @Test
    void silenceAmongBenignRowsAloneIsRight() {
        assertThat(ids(0, 0, 200, 0, Optional.of(0.01))).isEmpty();
    }

    @Test
    void aDetectorThatAlwaysAlarmsIsNotAlsoReportedForFalseAlarms() {
        assertThat(ids(100, 200, 0, 0, Optional.of(0.01))).containsExactly("always-alarms");
        assertThat(ids(100, 0, 0, 0, Optional.of(0.01))).isEmpty();
    }

    @Test
    void alarmsOnBenignRowsAloneAreNoRecall() {
        assertThat(ids(0, 1, 199, 100, Optional.of(0.01))).containsExactly("no-recall");
    }

    @Test
    void oneScoreForAllRowsSeparatesNothing() {
        assertThat(Defect.of(card(new Confusion(0, 0, 200, 100), 1), Optional.empty()))
                .extracting(Defect::id)
                .containsExactly("constant-score", "never-alarms");
    }

    @Test
    void falseAlarmsAreADefectWhereTheirWholeIntervalIsAboveTwiceTheRequestedRate() {
        // 70 of 2000: Wilson's interval begins at 0.0278; 50 of 2000: at 0.0190.
        assertThat(ids(90, 70, 1930, 10, Optional.of(0.01))).containsExactly("false-alarms");
        assertThat(ids(90, 50, 1950, 10, Optional.of(0.01))).isEmpty();
        assertThat(ids(90, 70, 1930, 10, Optional.empty())).isEmpty();
        // 4 of 20 may be bad luck of one that keeps to 0.05: the interval begins at 0.081.
        assertThat(ids(90, 4, 16, 10, Optional.of(0.05))).isEmpty();
    }

    @Test
    void whereNoFalseAlarmWasRequestedAHandfulOfManyIsNoDefect() {
        // 3 of 2000: the interval begins at 0.0005.
        assertThat(ids(90, 3, 1997, 10, Optional.of(0.0))).isEmpty();
        assertThat(ids(90, 30, 1970, 10, Optional.of(0.0))).containsExactly("false-alarms");
    }

    @Test
    void fewerFalseAlarmsThanRequestedAreNoDefect() {
        assertThat(ids(100, 0, 20_000, 0, Optional.of(0.05))).isEmpty();
    }
}

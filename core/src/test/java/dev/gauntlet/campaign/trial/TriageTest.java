package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.defence.verdict.AlertGrouping;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Alert;
import dev.gauntlet.process.TriageDesk;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** 10 genuine and 20 false alarms a day; two analysts, ten minutes each: 96 alarms in the eight hours of a flood. */
final class TriageTest {
    private static final TriageDesk DESK = new TriageDesk(2, 10, 60, new BaseRate(0.02, 1000));

    private static Triage.Alarm alarm(double score, String source, String group) {
        return new Triage.Alarm(score, new Alert(source, 0, group));
    }

    private static final List<Triage.Alarm> GENUINE = List.of(alarm(0.8, "a", "x"));
    private static final List<Triage.Alarm> WRONG = List.of(alarm(0.5, "b", "x"), alarm(0.6, "c", "x"));

    private static boolean[] all(List<Alert> alerts) {
        boolean[] shown = new boolean[alerts.size()];
        Arrays.fill(shown, true);
        return shown;
    }

    private static Arm arm(Function<List<Alert>, boolean[]> rules, int flood, double score) {
        Triage triage = new Triage(DESK, GENUINE, WRONG, 0.5, 20 / 980.0, rules);
        return triage.counted(
                new Arm(Arm.Name.ATTACKED, Interval.exact(0)), Collections.nCopies(flood, alarm(score, "flood", "y")));
    }

    private static Interval fact(Arm arm, String name) {
        return Objects.requireNonNull(arm.facts().get(name));
    }

    @Test
    void withoutAFloodAllAreHandledAndPrecisionIsThatOfTheRates() {
        Arm quiet = arm(TriageTest::all, 0, 0);
        assertThat(fact(quiet, "handledInTime").value()).isGreaterThan(0.99);
        assertThat(fact(quiet, "handledInTimeUnordered").value()).isGreaterThan(0.99);
        assertThat(fact(quiet, "precisionInField").value()).isCloseTo(1 / 3.0, within(0.02));
        assertThat(fact(quiet, "handledInTime").n())
                .as("days with a genuine alarm in these hours")
                .isBetween(350, 400);
    }

    @Test
    void aFloodBelowTheScoreOfGenuineAlarmsHarmsOnlyWhoTakesTheFirstThatCame() {
        Arm low = arm(TriageTest::all, 300, 0.7);
        assertThat(fact(low, "handledInTime").value()).isGreaterThan(0.99);
        assertThat(fact(low, "handledInTimeUnordered").value()).isLessThan(0.3);
        assertThat(fact(low, "precisionInField").value()).isCloseTo(10 / 330.0, within(0.005));
        Arm high = arm(TriageTest::all, 300, 0.9);
        assertThat(fact(high, "handledInTime").value()).isLessThan(0.6);
    }

    @Test
    void alarmsThatAreShownOnceDoNotFillTheQueue() {
        Arm grouped = arm(new AlertGrouping()::shown, 300, 0.9);
        assertThat(fact(grouped, "handledInTime").value()).isGreaterThan(0.99);
        // Of 331 alarms one of each source and group is shown.
        assertThat(fact(grouped, "precisionInField").value()).isCloseTo(1 / 4.0, within(0.02));
    }

    @Test
    void whatIsNotShownIsHandledWithAGenuineAlarmOfItsKindOnly() {
        assertThat(fact(arm(alerts -> new boolean[alerts.size()], 5, 0.9), "handledInTime")
                        .value())
                .isZero();
        // Shown is what came first, a false alarm of the same source and group: the genuine ones are hidden behind it.
        Triage behind = new Triage(
                DESK,
                List.of(alarm(0.8, "a", "x")),
                List.of(alarm(0.8, "a", "x")),
                0.5,
                0.5,
                new AlertGrouping()::shown);
        assertThat(fact(behind.counted(new Arm(Arm.Name.CLEAN, Interval.exact(0)), List.of()), "handledInTime")
                        .value())
                .isLessThan(0.1);
    }
}

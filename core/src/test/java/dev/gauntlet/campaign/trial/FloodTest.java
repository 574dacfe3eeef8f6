package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.verdict.AlertGrouping;
import dev.gauntlet.defence.verdict.AlertQuota;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.search.Improvement;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Five malicious rows of which the fourth is missed, and three harmless ones of which two alarm. */
final class FloodTest {
    private static final double DAY = 86_400;
    private static final Dataset ROWS = Fake.rows(0, new double[] {8, 8.5, 8, 1, 9}, new double[] {7, 7, 1});
    private static final String[] SOURCES = {"a", "a", "a", "b", "d", "c", "d", "e"};
    /** The false alarm of d is on the day of its true one, which comes first in the rows. */
    private static final double[] TIMES = {0, 10, 1.5 * DAY, 20, 30, 40, 50, 2 * DAY};

    /** Eight harmless rows, of which so many were made to alarm, the rows all different or all equal, at cost 2 each. */
    private static Found flood(int alarms, boolean equal) {
        Dataset victims = Fake.rows(0, new double[0], new double[8]);
        List<List<Improvement>> rows = IntStream.range(0, 8)
                .mapToObj(i -> i < alarms ? reached(2, victims.rows().get(equal ? 0 : i, 1)) : List.<Improvement>of())
                .toList();
        return new Found(victims, rows, Collections.nCopies(8, 0), Collections.nCopies(8, 0.0), 0);
    }

    private static List<Improvement> reached(double x, double y) {
        return List.of(new Improvement(1, 0, 0, 0, new double[] {x, y, 5, 5}));
    }

    private static List<Arm> arms(Dataset test, int perDay, int alarms, double sources) {
        return arms(test, perDay, flood(alarms, false), sources);
    }

    private static List<Arm> arms(Dataset test, int perDay, Found found, double sources) {
        Lab lab = World.of(test).with(new Budget(0.2, 0.5, 10, 20, sources)).lab();
        Flood flood = new Flood(lab, Built.of(lab, new AlertQuota(perDay).guard(Pipeline.PLAIN), true, Run.seeded(3)));
        return List.of(
                flood.clean(Arm.Name.DEFENDED_CLEAN, test.select(test.benignRows())),
                flood.reaching(Arm.Name.DEFENDED, found, false),
                flood.reaching(Arm.Name.ADAPTIVE, found, true));
    }

    private static Dataset timed() {
        return ROWS.withTimes(TIMES).withSources(SOURCES);
    }

    @Test
    void genuineAlarmsCountAgainstTheQuota() {
        List<Arm> arms = arms(timed(), 1, 4, 0.4);
        // Infected are a on two days, b and d on one; the alarm about b never came.
        // Of the harmless rows, that of c alarms and is shown; that of d is suppressed by a true alarm, that of e is
        // none.
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN).value()).isEqualTo(1 / 3.0);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "incidentsSeen")).isEqualTo(0.75);
        // Shown are a twice, d and c, in two days.
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "alertsPerDay")).isEqualTo(2);
    }

    @Test
    void aFalseAlarmThatComesFirstTakesThePlaceOfATrueOne() {
        Dataset late = timed().select(new int[] {6, 0, 1, 2, 3, 4, 5, 7});
        List<Arm> arms = arms(late, 1, 4, 0.4);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "incidentsSeen")).isEqualTo(0.5);
        assertThat(fact(arms(late, 2, 4, 0.4), Arm.Name.DEFENDED_CLEAN, "incidentsSeen"))
                .isEqualTo(0.75);
    }

    @Test
    void alertsPerDayAreThoseThatTheQuotaLeavesOfTheWholeStream() {
        // As many training rows of the same two days: each alarm stands for two of its source and day.
        Dataset train =
                Fake.rows(500, new double[0], new double[8]).withTimes(TIMES).withSources(SOURCES);
        Lab lab = World.of(train, ROWS.slice(0, 0), timed()).lab();
        assertThat(alertsPerDay(lab, 9)).isEqualTo(2 * 6 / 2.0);
        // Of a twice on the first day, once on the second, of c and d.
        assertThat(alertsPerDay(lab, 1)).isEqualTo(2);
        assertThat(alertsPerDay(lab, 3)).isEqualTo((3 + 2 + 3 + 2) / 2.0);
    }

    private static double alertsPerDay(Lab lab, int perDay) {
        Built built = Built.of(lab, new AlertQuota(perDay).guard(Pipeline.PLAIN), true, Run.seeded(3));
        return fact(
                List.of(new Flood(lab, built).clean(Arm.Name.DEFENDED_CLEAN, timed())),
                Arm.Name.DEFENDED_CLEAN,
                "alertsPerDay");
    }

    @Test
    void aFloodFromOneSourceIsCutAndOneFromManyLess() {
        List<Arm> arms = arms(timed(), 1, 4, 0.4);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(1 / 8.0);
        assertThat(fact(arms, Arm.Name.DEFENDED, "sources")).isEqualTo(1);
        // Two of five sources.
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(2 / 8.0);
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "sources")).isEqualTo(2);
    }

    @Test
    void alarmsAreSpreadEvenlyOverTheSourcesAndNoneIsInvented() {
        assertThat(damage(arms(timed(), 2, 4, 0.4), Arm.Name.ADAPTIVE).value()).isEqualTo(4 / 8.0);
        assertThat(damage(arms(timed(), 9, 3, 1), Arm.Name.ADAPTIVE).value()).isEqualTo(3 / 8.0);
        assertThat(damage(arms(timed(), 9, 0, 1), Arm.Name.ADAPTIVE).value()).isZero();
    }

    @Test
    void oneRowThatIsSentAgainAndAgainIsOneAlarm() {
        List<Arm> arms = arms(timed(), 9, flood(6, true), 0.4);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(1 / 8.0);
        // From each of two sources once.
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(2 / 8.0);
        List<Arm> different = arms(timed(), 9, flood(6, false), 0.4);
        assertThat(damage(different, Arm.Name.DEFENDED).value()).isEqualTo(6 / 8.0);
        assertThat(fact(different, Arm.Name.DEFENDED, "repeatedRow")).isEqualTo(1);
        assertThat(fact(different, Arm.Name.ADAPTIVE, "repeatedRow")).isEqualTo(2);
    }

    @Test
    void alarmsThatTheSameFeaturesExplainAreOneToAnAnalystWhoGroupsThem() {
        Lab lab = World.of(timed()).with(new Budget(0.2, 0.5, 10, 20, 0.4)).lab(Toy.line(-5, 1, 0, 1, 0));
        Built grouping = Built.of(lab, new AlertGrouping().guard(Pipeline.PLAIN), true, Run.seeded(3));
        // The second feature does not count: rows that differ in it look the same, from each source once.
        assertThat(new Flood(lab, grouping)
                        .reaching(Arm.Name.DEFENDED, flood(6, false), false)
                        .damage()
                        .value())
                .isEqualTo(1 / 8.0);
        assertThat(new Flood(lab, grouping)
                        .reaching(Arm.Name.ADAPTIVE, flood(6, false), true)
                        .damage()
                        .value())
                .isEqualTo(2 / 8.0);
        assertThat(grouping.known(Run.seeded(3)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Knowledge.Grouping.class,
                        known -> assertThat(known.groups(Rows.of(new double[] {8, 1, 5, 5}, new double[] {9, 2, 5, 5})))
                                .containsOnly("x, u"));
    }

    @Test
    void copiesDoNotUseUpTheQuotaOfADifferentAlarm() {
        Found found = flood(6, true);
        List<List<Improvement>> rows = new ArrayList<>(found.improvements());
        rows.set(5, reached(3, 0));
        Found other = new Found(found.victims(), rows, found.queries(), found.lowerBounds(), 0);
        Arm arm = arms(timed(), 2, other, 0).get(1);
        assertThat(arm.victims().get(0).reached())
                .containsExactly(true, false, false, false, false, true, false, false);
    }

    @Test
    void distinctAlarmsAreSetAgainstTheirCost() {
        double each = World.of(timed()).lab().schema().cost(new double[] {0, 0, 5, 5}, new double[] {2, 0, 5, 5});
        assertThat(fact(arms(timed(), 9, flood(4, false), 0), Arm.Name.DEFENDED, "alarmsPerCost"))
                .isCloseTo(4 / (4 * each), within(1e-12));
        assertThat(fact(arms(timed(), 1, flood(4, false), 0), Arm.Name.DEFENDED, "alarmsPerCost"))
                .isCloseTo(1 / (4 * each), within(1e-12));
        assertThat(fact(arms(timed(), 1, flood(0, false), 0), Arm.Name.DEFENDED, "alarmsPerCost"))
                .isZero();
    }

    @Test
    void theAttackerHoldsOneSourceAtLeast() {
        assertThat(fact(arms(timed(), 1, 4, 0), Arm.Name.ADAPTIVE, "sources")).isEqualTo(1);
    }
}

package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.verdict.AlertQuota;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.threat.Budget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five malicious rows of which the fourth is missed, and three harmless ones of which two alarm. */
final class FloodTest {
    private static final double DAY = 86_400;
    private static final Dataset ROWS = Fake.rows(0, new double[] {8, 8.5, 8, 1, 9}, new double[] {7, 7, 1});
    private static final String[] SOURCES = {"a", "a", "a", "b", "d", "c", "d", "e"};
    /** The false alarm of d is on the day of its true one, which comes first in the rows. */
    private static final double[] TIMES = {0, 10, 1.5 * DAY, 20, 30, 40, 50, 2 * DAY};

    private static List<Arm> arms(Dataset test, int perDay, int alarms, double sources) {
        Lab lab = World.of(test).with(new Budget(0.2, 0.5, 10, 20, sources)).lab();
        Flood flood = new Flood(lab, Built.of(lab, new AlertQuota(perDay).guard(Pipeline.PLAIN), true, Run.seeded(3)));
        return List.of(
                flood.clean(Arm.Name.DEFENDED_CLEAN, 8),
                flood.reaching(Arm.Name.DEFENDED, alarms, 8, false),
                flood.reaching(Arm.Name.ADAPTIVE, alarms, 8, true));
    }

    private static Dataset timed() {
        return ROWS.withTimes(TIMES).withSources(SOURCES);
    }

    @Test
    void genuineAlarmsCountAgainstTheQuota() {
        List<Arm> arms = arms(timed(), 1, 4, 0.4);
        // Infected are a on two days, b and d on one; the alarm about b never came.
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN).value()).isZero();
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
    void theAttackerHoldsOneSourceAtLeast() {
        assertThat(fact(arms(timed(), 1, 4, 0), Arm.Name.ADAPTIVE, "sources")).isEqualTo(1);
    }
}

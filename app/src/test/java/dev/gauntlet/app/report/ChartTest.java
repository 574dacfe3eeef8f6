package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Phase;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Budget;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChartTest {
    private static Arm arm(Arm.Name name, int... hits) {
        List<Interval> each =
                IntStream.of(hits).mapToObj(h -> Interval.share(h, 100)).toList();
        return hits.length == 1
                ? new Arm(name, each.get(0))
                : new Arm(name, Interval.share(50, 100), Optional.empty(), new TreeMap<>(), List.of(), each);
    }

    private static Chart chart(Arm... arms) {
        Finding finding = new Finding(
                "flip",
                Sample.card("flip", "labels", Phase.LABEL, AttackClass.CAUSATIVE),
                Optional.empty(),
                "",
                Finding.Outcome.INCONCLUSIVE,
                "",
                "share missed",
                false,
                Budget.standard(),
                List.of(arms),
                List.of(new Finding.Curve("strength", List.of(new Finding.Point(1, Interval.share(23, 100))))),
                List.of(),
                List.of(),
                "");
        return Chart.all(List.of(finding)).get(0);
    }

    @Test
    void aCurveOfOneRepetitionSaysSoAndStandsBesideTheRandomAttackerOfThatOne() {
        Chart chart = chart(arm(Arm.Name.NULL, 19, 17, 22), arm(Arm.Name.ATTACKED, 23, 17, 19));
        assertThat(chart.title())
                .isEqualTo("Damage by strength, in the first of 3 repetitions; the intervals are of the cases alone");
        assertThat(chart.random()).contains("0.19");
    }

    @Test
    void aCurveOfTheOnlyRepetitionNeedsNoSuchWords() {
        Chart chart = chart(arm(Arm.Name.NULL, 19), arm(Arm.Name.ATTACKED, 23));
        assertThat(chart.title()).isEqualTo("Damage by strength");
        assertThat(chart.random()).contains("0.19");
    }
}

package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Phase;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
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
        Curve curve = new Curve("strength", List.of(new Curve.Point(1, Interval.share(23, 100))));
        return Chart.all(List.of(finding(AttackClass.CAUSATIVE, Optional.empty(), List.of(curve), arms)))
                .get(0);
    }

    private static Finding finding(AttackClass of, Optional<String> defence, List<Curve> curves, Arm... arms) {
        return new Finding(
                "flip" + defence.map(one -> "+" + one).orElse(""),
                Sample.card("flip", "labels", Phase.LABEL, of),
                defence,
                "",
                Finding.Outcome.INCONCLUSIVE,
                "",
                "share missed",
                false,
                Budget.standard(),
                List.of(arms),
                curves,
                List.of(),
                List.of(),
                "");
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

    @Test
    void curvesOfOneSearchSayThatTheyAreLowerBounds() {
        Curve curve = new Curve(Curve.STRENGTH, List.of(new Curve.Point(1, Interval.share(23, 100))));
        Finding finding = finding(AttackClass.INTEGRITY, Optional.empty(), List.of(curve), arm(Arm.Name.ATTACKED, 23));
        Chart chart = Chart.all(List.of(finding)).get(0);
        assertThat(chart.title())
                .isEqualTo("Damage by strength, from one search with the whole budget: a lower bound for smaller ones");
        assertThat(chart.axis()).isEqualTo("strength: share of the distance and cost budget");
    }

    @Test
    void whatIsProvenIsDrawnOnceForTheAttackAndForEachDefenceThatProvesMore() {
        Curve distance = Curve.proven(Curve.DISTANCE, List.of(new Curve.Point(0, Interval.share(1, 100))));
        Curve rows = Curve.proven(Curve.ROWS, List.of(new Curve.Point(0, Interval.share(1, 100))));
        Finding first = finding(AttackClass.INTEGRITY, Optional.of("a"), List.of(distance));
        Finding second = finding(AttackClass.INTEGRITY, Optional.of("b"), List.of(distance, rows));
        assertThat(Chart.all(List.of(first, second)))
                .extracting(Chart::title)
                .containsExactly(
                        "Proven: no change within this distance does more damage",
                        "Proven with b: no change of so many training rows does more damage");
        assertThat(Chart.all(List.of(first)).get(0).axis())
                .isEqualTo("distance: largest change of a number, in scales");
    }
}

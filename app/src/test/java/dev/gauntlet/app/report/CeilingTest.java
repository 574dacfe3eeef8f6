package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CeilingTest {
    private static final Curve MEASURED = curve(Curve.DISTANCE, 40);
    private static final Finding EVADE = Sample.plain().findings().stream()
            .filter(finding -> finding.attack().id().equals("evade"))
            .findFirst()
            .orElseThrow();

    private static Curve curve(String axis, int... hits) {
        return new Curve(
                axis,
                java.util.stream.IntStream.range(0, hits.length)
                        .mapToObj(k -> new Curve.Point(k, Interval.share(hits[k], 100)))
                        .toList());
    }

    private static Curve proven(int... hits) {
        return Curve.proven(Curve.DISTANCE, curve(Curve.DISTANCE, hits).points());
    }

    private static Finding finding(int random, int attacked, Curve... curves) {
        return new Finding(
                EVADE.id(),
                EVADE.attack(),
                Optional.empty(),
                EVADE.data(),
                Finding.Outcome.HELD,
                "",
                EVADE.measure(),
                true,
                EVADE.budget(),
                List.of(
                        new Arm(Arm.Name.NULL, Interval.share(random, 100)),
                        new Arm(Arm.Name.ATTACKED, Interval.share(attacked, 100))),
                List.of(curves),
                List.of(),
                List.of(),
                "");
    }

    @Test
    void theLastPointOfTheLeastProvenCurveIsTheMostThatIsPossible() {
        List<Finding> family = List.of(
                finding(10, 40, MEASURED), finding(10, 60, MEASURED, proven(0, 50, 80)), finding(1, 2, proven(90)));
        assertThat(Ceiling.of(family.get(0), family)).contains(new Ceiling(0.8, true));
        assertThat(Ceiling.text(family.get(0), family))
                .contains(
                        "No attacker can reach more than 0.80 within the distance, whatever it costs and whether or not rules"
                                + " allow it (proven), of which this is 50 %");
        assertThat(Ceiling.text(family.get(1), family))
                .hasValueSatisfying(text -> assertThat(text).endsWith("75 %"));
    }

    @Test
    void withoutAProofTheBestOfAllAttackersIsNamedAsKnownOnly() {
        List<Finding> family = List.of(finding(50, 40, MEASURED), finding(10, 20, MEASURED));
        assertThat(Ceiling.text(family.get(0), family))
                .contains("The best known of all attackers here is 0.50, of which this is 80 %; nothing is proven");
    }

    @Test
    void otherAttacksAndThoseThatDidNotRunHaveNone() {
        assertThat(Ceiling.of(finding(1, 2), List.of(finding(1, 2)))).isEmpty();
        Sample.plain()
                .findings()
                .forEach(
                        finding -> assertThat(Ceiling.of(finding, Sample.plain().findings()))
                                .isEmpty());
        List<Finding> nothing = List.of(finding(0, 0, proven(0)));
        assertThat(Ceiling.text(nothing.get(0), nothing))
                .hasValueSatisfying(text -> assertThat(text).endsWith("(proven)"));
    }

    @Test
    void whatIsProvenOfRowsThatAreTrainedOnIsNoCeiling() {
        List<Finding> family = List.of(finding(
                10, 40, MEASURED, Curve.proven(Curve.ROWS, curve(Curve.ROWS, 5).points())));
        assertThat(Ceiling.of(family.get(0), family)).contains(new Ceiling(0.4, false));
    }
}

package dev.gauntlet.app.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.app.report.Sample;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.defence.Defence;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On {@link Sample}: an attack of poisoning broke the detector, one of evasion held, one of tampering failed. */
final class GatesTest {
    private static Gates.Result on(String gate) {
        return Gates.parse(List.of(gate)).on(Sample.plain());
    }

    @Test
    void theWorseEndOfTheIntervalIsCompared() {
        // 61 of 100: Wilson's interval is 0.512 to 0.700.
        assertThat(on("poisoning.attacked.damage>0.69").tripped())
                .containsExactly("poisoning.attacked.damage>0.69: flip+filter has 0.610 [0.512, 0.700]");
        assertThat(on("poisoning.attacked.damage>0.71").tripped()).isEmpty();
        assertThat(on("poisoning.attacked.damage<0.52").tripped()).hasSize(1);
        assertThat(on("poisoning.attacked.damage<0.51").tripped()).isEmpty();
    }

    @Test
    void aMeasureThatTheRunDidNotGiveIsMissingAndDoesNotHold() {
        Gates.Result result = on("evasion.attacked.success>0.2");
        assertThat(result.tripped()).isEmpty();
        assertThat(result.missing())
                .containsExactly(
                        "evasion.attacked.success>0.2: cannot be evaluated: no finding of this run has success in the"
                                + " arm \"attacked\"");
    }

    @Test
    void aFailedAttackTrips() {
        assertThat(on("tampering.attacked.damage>0.9").tripped())
                .containsExactly("tampering.attacked.damage>0.9: tamper failed: it fell over");
    }

    @Test
    void theDetectorsOwnFiguresAreCompared() {
        // 90 of 100: 0.826 to 0.945.
        assertThat(on("detector.recall<0.83").tripped())
                .containsExactly("detector.recall<0.83: the detector has 0.900 [0.826, 0.945]");
        assertThat(on("detector.recall<0.82").tripped()).isEmpty();
        assertThat(on("detector.rocAuc<0.9").missing())
                .containsExactly(
                        "detector.rocAuc<0.9: cannot be evaluated: the test rows cannot measure the detector's "
                                + "rocAuc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "detector.falsePositiveRate>1",
                "detector.recall<-1",
                "detector.recall>2",
                "detector.recall<0",
                "detector.mcc>1",
                "detector.alertsPerDay<0",
                "evasion.attacked.success>1",
                "evasion.attacked.cleanRecall<0",
                "evasion.attacked.damage>1",
                "evaluation.attacked.apparentRecall>1.5",
                "tampering.defended.bundleRefused>1",
                "poisoning.attacked.rowsChanged<0"
            })
    void aLimitThatNoValueIsBeyondIsRefused(String gate) {
        assertThatThrownBy(() -> Gates.parse(List.of(gate)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("can never trip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "detector.recall<1",
                "detector.falsePositiveRate>0",
                "detector.mcc<0",
                "detector.alertsPerDay>500"
            })
    void aLimitWithinTheRangeIsRead(String gate) {
        assertThat(Gates.parse(List.of(gate)).ofDetector().isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "evasion.success>0.2",
                "detector.clean.recall<0.8",
                "evasion.attacked.success=0.2",
                "evasion.attacked.success>many"
            })
    void anotherFormIsRefused(String gate) {
        assertThatThrownBy(() -> Gates.parse(List.of(gate)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must look like");
    }

    @ParameterizedTest
    @ValueSource(strings = {"detector.recall>-1", "detector.mcc<2", "evasion.attacked.meanQueries>-0.5"})
    void aLimitThatEveryValueIsBeyondIsRefused(String gate) {
        assertThatThrownBy(() -> Gates.parse(List.of(gate)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("always trips");
    }

    @Test
    void theRangeOfEveryMeasureIsKnown() {
        List<Attack> all = Catalogue.all(Attack.class);
        Campaign everything = new Campaign(all, Guard.each(Catalogue.all(Defence.class)), true, List.of(), 0);
        Set<String> measures = new TreeSet<>(Gates.FIGURES);
        measures.add(Gate.DAMAGE);
        for (Attack attack : all) {
            everything.figures(attack).byArm().values().forEach(measures::addAll);
        }
        assertThat(measures)
                .hasSizeGreaterThan(25)
                .allSatisfy(measure -> assertThat(Range.of(measure)).isPresent());
    }
}

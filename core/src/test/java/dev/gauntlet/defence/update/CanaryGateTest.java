package dev.gauntlet.defence.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.retrain.Gate;
import dev.gauntlet.threat.Knowledge;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CanaryGateTest {
    private static final Dataset CANARIES = Toy.clusters(150, 1);
    private static final Model CHAMPION = Toy.threshold(5);

    /** A detector that finds as many of the fifty malicious canaries. */
    private static Model finding(int count) {
        double[] x = CANARIES.rows().select(CANARIES.maliciousRows()).column(0);
        Arrays.sort(x);
        return Toy.threshold(x[50 - count]);
    }

    @Test
    void aGateRefusesADetectorThatFindsFewerCanaries() {
        Model all = finding(50);
        assertThat(new CanaryGate(0.05).accepts(all, all, finding(48), CANARIES))
                .isTrue();
        assertThat(new CanaryGate(0.05).accepts(all, all, finding(47), CANARIES))
                .isFalse();
        assertThat(new CanaryGate(0).accepts(all, all, finding(49), CANARIES)).isFalse();
    }

    @Test
    void aGateAcceptsTheSameAndABetterDetector() {
        assertThat(new CanaryGate(0).accepts(CHAMPION, CHAMPION, CHAMPION, CANARIES))
                .isTrue();
        assertThat(new CanaryGate(0).accepts(finding(30), finding(50), finding(31), CANARIES))
                .isTrue();
    }

    /** The first detector is what counts: small losses from one champion to the next cannot add up. */
    @Test
    void aPromotionComparesWithThePresentChampionAndACanaryGateWithTheFirst() {
        Model first = finding(50);
        Model present = finding(45);
        Model challenger = finding(45);
        assertThat(new CanaryGate(0.05).accepts(first, present, challenger, CANARIES))
                .isFalse();
        assertThat(new Gate(1, 1, 0, 0.5, 1).accepts(first, present, challenger, CANARIES))
                .isTrue();
    }

    @Test
    void aPromotionIsRefusedForALostCanaryAndForFalseAlarms() {
        Model present = finding(50);
        assertThat(new Gate(1, 1, 1, 0, 1).accepts(present, present, finding(49), CANARIES))
                .isTrue();
        assertThat(new Gate(1, 1, 0, 0, 1).accepts(present, present, finding(49), CANARIES))
                .isFalse();
        assertThat(new Gate(1, 1, 0, 0, 0.5).accepts(present, present, Toy.threshold(-1), CANARIES))
                .isFalse();
        assertThat(new Gate(1, 1, 50, 0.9, 1).accepts(present, present, finding(40), CANARIES))
                .isFalse();
        assertThat(new Gate().known()).containsExactly(new Knowledge.Limit(0, Knowledge.Limit.PER_RETRAINING));
    }

    @Test
    void upToAHundredRowsThatTheFirstDetectorDetectsAreItsCanaries() {
        Dataset many = Toy.clusters(900, 1);
        double[] x = many.rows().select(many.maliciousRows()).column(0);
        Arrays.sort(x);
        Model first = Toy.threshold(x[0]);
        Model loses = Toy.threshold(x[150]);
        assertThat(new Gate(1, 1, 100, 0, 1).accepts(first, first, loses, many)).isTrue();
        assertThat(new Gate(1, 1, 70, 0, 1).accepts(first, first, loses, many)).isTrue();
        assertThat(new Gate(1, 1, 30, 0, 1).accepts(first, first, loses, many)).isFalse();
        assertThat(new Gate(1, 1, 0, 0, 1).accepts(loses, first, loses, many)).isTrue();
    }

    @Test
    void theDefencePutsTheGateOfRetrainInFrontOfADetector() {
        assertThat(new PromotionGate().guard(Pipeline.PLAIN).gates())
                .containsExactly(new Gate(0.02, 0.01, 5, 0.5, 0.05));
        assertThat(new PromotionGate(0.1, 0.2, 3, 0.4, 0.5)
                        .guard(Pipeline.PLAIN)
                        .gates())
                .containsExactly(new Gate(0.1, 0.2, 3, 0.4, 0.5));
    }

    @Test
    void aGateLooksAtMaliciousCanariesOnly() {
        Model alarmist = Toy.threshold(-1);
        assertThat(new CanaryGate(0).accepts(CHAMPION, CHAMPION, alarmist, CANARIES))
                .isTrue();
    }

    @Test
    void theToleranceIsWhatAnAttackerStaysUnder() {
        assertThat(new CanaryGate(0.02).known())
                .containsExactly(new Knowledge.Limit(0.02, Knowledge.Limit.PER_RETRAINING));
    }
}

package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ReliabilityTest {
    @Test
    void brierIsTheMeanSquaredDistance() {
        Reliability r = Reliability.of(new double[] {0.9, 0.2, 0.6}, new boolean[] {true, false, false}, 3);
        assertThat(r.brier()).isCloseTo((0.01 + 0.04 + 0.36) / 3, within(1e-12));
    }

    @Test
    void binsSayWhatIsStatedAndWhatIsObserved() {
        double[] p = {0.1, 0.1, 0.1, 0.1, 0.8, 0.8, 0.8, 0.8};
        boolean[] truth = {false, false, false, true, true, true, true, false};
        Reliability r = Reliability.of(p, truth, 2);
        assertThat(r.bins()).hasSize(2);
        assertThat(r.bins().get(0).stated()).isCloseTo(0.1, within(1e-12));
        assertThat(r.bins().get(0).observed().value()).isEqualTo(0.25);
        assertThat(r.bins().get(1).observed()).isEqualTo(Interval.share(3, 4));
        assertThat(r.error()).isCloseTo(0.5 * 0.15 + 0.5 * 0.05, within(1e-12));
    }

    @Test
    void equalProbabilitiesStayInOneBin() {
        double[] p = {0.5, 0.5, 0.5, 0.5, 0.5, 0.9};
        Reliability r = Reliability.of(p, new boolean[6], 3);
        assertThat(r.bins()).extracting(bin -> bin.observed().n()).containsExactly(5, 1);
    }
}

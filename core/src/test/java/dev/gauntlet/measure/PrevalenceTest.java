package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PrevalenceTest {
    private static double[] normal(int n, double mean, Rng rng) {
        return DoubleStream.generate(() -> mean + rng.nextGaussian()).limit(n).toArray();
    }

    private static double[] both(double[] a, double[] b) {
        return DoubleStream.concat(DoubleStream.of(a), DoubleStream.of(b)).toArray();
    }

    /** Benign rows score N(0, 1), malicious ones N(2, 1); of 2000 live rows a share is malicious, and benign ones moved. */
    private static Prevalence found(double share, double moved, int seed) {
        Rng rng = Seed.of(seed).rng();
        int bad = (int) Math.round(2000 * share);
        return Prevalence.of(
                normal(1000, 0, rng), normal(200, 2, rng), both(normal(2000 - bad, moved, rng), normal(bad, 2, rng)));
    }

    @Test
    void theShareIsFoundWithoutLabels() {
        for (double share : new double[] {0, 0.1, 0.5, 1}) {
            Prevalence found = found(share, 0, 1);
            assertThat(found.share()).isCloseTo(share, within(0.05));
            assertThat(found.p()).isGreaterThan(0.01);
            assertThat(found.unexplained()).isLessThan(0.05);
            assertThat(found.low()).isLessThanOrEqualTo(found.share());
            assertThat(found.high()).isGreaterThanOrEqualTo(found.share());
        }
    }

    @Test
    void theIntervalHoldsTheShareAndTheTestRejectsAsOftenAsItSays() {
        int held = 0;
        int rejected = 0;
        for (int seed = 0; seed < 200; seed++) {
            Prevalence found = found(0.2, 0, seed);
            held += found.low() <= 0.2 && 0.2 <= found.high() ? 1 : 0;
            rejected += found.p() < 0.05 ? 1 : 0;
        }
        assertThat(held).isBetween(180, 199);
        assertThat(rejected).isBetween(2, 20);
    }

    @Test
    void whatIsNoMixtureIsRejected() {
        int rejected = 0;
        for (int seed = 0; seed < 50; seed++) {
            rejected += found(0.1, 1, seed).p() < 0.01 ? 1 : 0;
        }
        assertThat(rejected).isGreaterThan(45);
        assertThat(found(0.1, 1, 1).unexplained()).isGreaterThan(0.02);
    }

    @Test
    void twoValuesCannotBeTestedAndScoresThatDoNotTellLeaveAllPossible() {
        double[] good = IntStream.range(0, 100).mapToDouble(i -> i < 90 ? 0 : 1).toArray();
        double[] bad = IntStream.range(0, 100).mapToDouble(i -> i < 20 ? 0 : 1).toArray();
        double[] live = IntStream.range(0, 100).mapToDouble(i -> i < 55 ? 0 : 1).toArray();
        Prevalence found = Prevalence.of(good, bad, live);
        assertThat(found.share()).isCloseTo(0.5, within(0.001));
        assertThat(found.p()).isEqualTo(1);
        Prevalence blind = Prevalence.of(good, good, good);
        assertThat(blind.low()).isZero();
        assertThat(blind.high()).isEqualTo(1);
        assertThatThrownBy(() -> Prevalence.of(good, bad, new double[0])).hasMessageContaining("are needed");
    }
}

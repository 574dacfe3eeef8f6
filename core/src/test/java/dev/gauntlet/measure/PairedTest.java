package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PairedTest {
    private static boolean[] right(int from, int to) {
        boolean[] right = new boolean[20];
        Arrays.fill(right, from, to, true);
        return right;
    }

    @Test
    void onlyRowsOnWhichTheyDifferTell() {
        // the second is right on 5 rows more and wrong on none: p = 2 / 2^5
        Paired.Difference d = Paired.mcNemar(right(0, 10), right(0, 15));
        assertThat(d.difference()).isEqualTo(0.25);
        assertThat(d.p()).isCloseTo(0.0625, within(1e-12));
        assertThat(Paired.mcNemar(right(0, 10), right(0, 10)).p()).isEqualTo(1);
        assertThat(Paired.mcNemar(right(0, 5), right(5, 10)).difference()).isZero();
    }

    /** Newcombe 1998, table II: 36 both, 12 and 2 one of them, none neither. */
    @Test
    void pairedSharesHaveNewcombesInterval() {
        boolean[] first = new boolean[50];
        boolean[] second = new boolean[50];
        Arrays.fill(first, 0, 38, true);
        Arrays.fill(second, 0, 36, true);
        Arrays.fill(second, 38, 50, true);
        Interval gained = Paired.shares(first, second);
        assertThat(gained.value()).isCloseTo(0.2, within(1e-12));
        assertThat(gained.low()).isCloseTo(0.0569, within(5e-5));
        assertThat(gained.high()).isCloseTo(0.3404, within(5e-5));
        Interval lost = Paired.shares(second, first);
        assertThat(lost.high()).isCloseTo(-gained.low(), within(1e-12));
        assertThat(gained.n()).isEqualTo(50);
    }

    @Test
    void pairsThatNeverDifferStillHaveAWidth() {
        assertThat(Paired.shares(right(0, 20), right(0, 20)).high()).isCloseTo(0.1611, within(5e-5));
        Interval some = Paired.shares(right(0, 10), right(0, 10));
        assertThat(some.value()).isZero();
        assertThat(some.high()).isBetween(0.05, 0.25);
        assertThat(some.low()).isCloseTo(-some.high(), within(1e-12));
        assertThat(Paired.shares(new boolean[0], new boolean[0])).isEqualTo(new Interval(0, -1, 1, 0));
    }

    @Test
    void pairsThatAgreeAreToldApartMoreFinelyThanUnpairedOnes() {
        Interval agreeing = Paired.shares(right(0, 10), right(0, 12));
        Interval opposed = Paired.shares(right(0, 10), right(8, 20));
        Interval unpaired = Interval.share(12, 20).minus(Interval.share(10, 20));
        assertThat(agreeing.high() - agreeing.low()).isLessThan(unpaired.high() - unpaired.low());
        assertThat(opposed.high() - opposed.low()).isGreaterThan(unpaired.high() - unpaired.low());
    }

    @Test
    void deLongsVarianceIsThatOfPlacements() {
        // benign 1, 3; malicious 2, 4: placements of malice .5, 1; of benignity 1, .5; area .75; variance .125/2 +
        // .125/2
        boolean[] truth = {false, false, true, true};
        Placements one = Placements.of(new double[] {1, 3, 2, 4}, truth);
        assertThat(one.area()).isEqualTo(0.75);
        assertThat(one.covariance(one)).isCloseTo(0.125, within(1e-12));
    }

    @Test
    void areasAreThoseOfTheRankingTiesIncluded() {
        double[] scores = {0.1, 0.4, 0.4, 0.4, 0.9, 0.3};
        boolean[] truth = {false, false, true, true, true, false};
        assertThat(Placements.of(scores, truth).area())
                .isCloseTo(Ranking.of(scores, truth).rocAuc(), within(1e-12));
    }

    @Test
    void aBetterDetectorIsToldFromOneThatIsNot() {
        Rng rng = Toy.run().rng();
        boolean[] truth = new boolean[400];
        double[] poor = new double[400];
        double[] same = new double[400];
        double[] good = new double[400];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = i % 2 == 0;
            double signal = truth[i] ? 1 : 0;
            poor[i] = 0.3 * signal + rng.nextDouble();
            same[i] = 0.3 * signal + rng.nextDouble();
            good[i] = signal + rng.nextDouble();
        }
        assertThat(Paired.deLong(poor, good, truth).p()).isLessThan(1e-6);
        assertThat(Paired.deLong(poor, good, truth).difference()).isPositive();
        assertThat(Paired.deLong(poor, same, truth).p()).isGreaterThan(0.01);
        assertThat(Paired.deLong(poor, poor, truth)).isEqualTo(new Paired.Difference(0, 1));
    }

    @Test
    void oneRowOfAClassIsTooFew() {
        assertThatThrownBy(() -> Placements.of(new double[] {1, 2, 3}, new boolean[] {true, false, false}))
                .hasMessageContaining("at least two malicious");
    }
}

package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import org.junit.jupiter.api.Test;

final class RankingTest {
    private static final boolean T = true;
    private static final boolean F = false;

    private static Ranking ranking(double[] scores, boolean... malicious) {
        return Ranking.of(scores, malicious);
    }

    /** Four benign rows at 1, 2, 3, 4 and malicious ones at 2.5 and 5. */
    private static final Ranking SIX = ranking(new double[] {1, 2.5, 2, 4, 5, 3}, F, T, F, F, T, F);

    @Test
    void aucIsTheShareOfPairsInOrder() {
        // 5 beats all four, 2.5 beats two of four.
        assertThat(SIX.rocAuc()).isCloseTo(6.0 / 8, within(1e-15));
    }

    @Test
    void aucCountsTiesHalf() {
        // Malicious 2 and 2, benign 2, 1: each malicious row ties one and beats one.
        assertThat(ranking(new double[] {2, 2, 2, 1}, T, T, F, F).rocAuc()).isCloseTo(0.75, within(1e-15));
        assertThat(ranking(new double[] {3, 3, 3}, T, F, F).rocAuc()).isEqualTo(0.5);
    }

    @Test
    void aucIsHalfWithoutPairs() {
        assertThat(ranking(new double[] {1, 2}, T, T).rocAuc()).isEqualTo(0.5);
        assertThat(ranking(new double[] {1, 2}, F, F).rocAuc()).isEqualTo(0.5);
        assertThat(ranking(new double[0]).rocAuc()).isEqualTo(0.5);
    }

    @Test
    void aucAgreesWithCountingPairsOneByOne() {
        Rng rng = Seed.of(1).rng();
        double[] scores = new double[200];
        boolean[] malicious = new boolean[200];
        for (int i = 0; i < 200; i++) {
            malicious[i] = rng.chance(0.3);
            scores[i] = rng.nextInt(20) + (malicious[i] ? 4 : 0);
        }
        double won = 0;
        double pairs = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 200; j++) {
                if (malicious[i] && !malicious[j]) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(Ranking.of(scores, malicious).rocAuc()).isCloseTo(won / pairs, within(1e-12));
    }

    @Test
    void averagePrecisionIsTheMeanPrecisionAtEachHit() {
        // Hits at ranks 1 and 4: (1/1 + 2/4) / 2.
        assertThat(SIX.prAuc()).isCloseTo(0.75, within(1e-15));
        // All tied: precision 1/3 at the only step.
        assertThat(ranking(new double[] {3, 3, 3}, T, F, F).prAuc()).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(ranking(new double[] {3}, F).prAuc()).isZero();
    }

    @Test
    void theThresholdLetsTheAllowedShareOfBenignRowsAlarm() {
        assertThat(SIX.thresholdAt(0.25)).isEqualTo(4);
        assertThat(SIX.thresholdAt(0.5)).isEqualTo(2.5);
        assertThat(SIX.thresholdAt(0.49)).isEqualTo(4);
        assertThat(SIX.thresholdAt(1)).isEqualTo(1);
    }

    @Test
    void theThresholdLetsNoBenignRowAlarmAtRateZero() {
        assertThat(SIX.thresholdAt(0)).isEqualTo(5);
        assertThat(ranking(new double[] {5, 1}, F, T).thresholdAt(0)).isEqualTo(Math.nextUp(5.0));
    }

    @Test
    void theThresholdTakesATieWhollyOrNotAtAll() {
        Ranking tied = ranking(new double[] {9, 5, 5, 5, 1}, T, F, T, F, F);
        assertThat(tied.thresholdAt(0.4)).isEqualTo(9);
        assertThat(tied.thresholdAt(0.67)).isEqualTo(5);
    }

    @Test
    void theThresholdOfMaliciousRowsOnlyIsTheLowestScore() {
        assertThat(ranking(new double[] {3, 2}, T, T).thresholdAt(0)).isEqualTo(2);
    }

    @Test
    void theThresholdOfNoRowsIsJustAboveZero() {
        assertThat(ranking(new double[0]).thresholdAt(0.1)).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void zeroAndMinusZeroAreATie() {
        assertThat(ranking(new double[] {0.0, -0.0}, T, F).rocAuc()).isEqualTo(0.5);
        assertThat(ranking(new double[] {-0.0, 0.0}, T, F).rocAuc()).isEqualTo(0.5);
        assertThat(ranking(new double[] {0.0, -0.0}, T, F).prAuc()).isEqualTo(0.5);
        assertThat(ranking(new double[] {0.0, -0.0}, T, F).thresholdAt(0)).isEqualTo(Double.MIN_VALUE);
        assertThat(ranking(new double[] {0.0, -0.0}, T, F).recallAt(0).value()).isZero();
    }

    @Test
    void whatIsNoNumberIsNeverAThreshold() {
        Ranking some = ranking(new double[] {Double.NaN, 3, 1, Double.NaN}, T, T, F, F);
        assertThat(some.thresholdAt(1)).isEqualTo(1);
        assertThat(some.recallAt(1)).isEqualTo(Interval.share(1, 2));
        assertThat(ranking(new double[] {Double.NaN, 3}, F, F).thresholdAt(0)).isEqualTo(Math.nextUp(3.0));
        assertThatThrownBy(() -> ranking(new double[] {Double.NaN}, F).thresholdAt(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no row has a score that is a number");
    }

    @Test
    void noThresholdIsAboveAnInfiniteBenignScore() {
        double[] scores = {1, Double.POSITIVE_INFINITY, 2};
        assertThatThrownBy(() -> ranking(scores, T, F, T).thresholdAt(0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 2 is benign and has an infinite score");
        assertThat(ranking(scores, F, T, F).thresholdAt(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ranking(scores, T, F, T).recallAt(0).value()).isZero();
    }

    @Test
    void aRateOutsideZeroToOneIsRefused() {
        assertThatThrownBy(() -> SIX.thresholdAt(1.5)).hasMessage("rate must be in [0, 1] but is 1.5");
        assertThatThrownBy(() -> SIX.thresholdAt(Double.NaN)).hasMessage("rate must be in [0, 1] but is NaN");
    }

    @Test
    void scoresAndTruthsMustBeOfTheSameRows() {
        assertThatThrownBy(() -> Ranking.of(new double[2], new boolean[3])).hasMessage("truths must be 2 but is 3");
    }
}

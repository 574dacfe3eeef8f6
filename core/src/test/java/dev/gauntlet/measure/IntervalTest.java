package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntervalTest {
    /** Newcombe, Two-Sided Confidence Intervals for the Single Proportion, 1998, table I, method 3; and 8 of 10. */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2553, 0.3662",
        "15, 148, 0.0624, 0.1605",
        "0, 20, 0, 0.1611",
        "1, 29, 0.0061, 0.1718",
        "8, 10, 0.4902, 0.9433"
    })
    void sharesHaveWilsonsInterval(int hits, int n, double low, double high) {
        Interval share = Interval.share(hits, n);
        assertThat(share.value()).isEqualTo((double) hits / n);
        assertThat(share.low()).isCloseTo(low, within(5e-5));
        assertThat(share.high()).isCloseTo(high, within(5e-5));
        assertThat(share.n()).isEqualTo(n);
    }

    @Test
    void sharesOfNoneAndAllTouchTheirEnd() {
        assertThat(Interval.share(0, 7).low()).isZero();
        assertThat(Interval.share(7, 7).high()).isEqualTo(1);
        assertThat(Interval.share(7, 7).low())
                .isCloseTo(1 - Interval.share(0, 7).high(), within(1e-15));
    }

    @Test
    void aShareOfNothingIsUnknown() {
        assertThat(Interval.share(0, 0)).isEqualTo(new Interval(0, 0, 1, 0));
    }

    @Test
    void moreHitsThanCasesAreRefused() {
        assertThatThrownBy(() -> Interval.share(3, 2)).hasMessage("hits must be in [0, 2] but is 3");
        assertThatThrownBy(() -> Interval.share(-1, 2)).hasMessage("hits must be in [0, 2] but is -1");
    }

    @Test
    void aShareOfTruthsCountsThem() {
        assertThat(Interval.share(new boolean[] {true, false, true, false})).isEqualTo(Interval.share(2, 4));
    }

    /** Newcombe, Interval Estimation for the Difference Between Independent Proportions, 1998, table II, method 10. */
    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.0524, 0.3339",
        "9, 10, 3, 10, 0.1705, 0.8090",
        "6, 7, 2, 7, 0.0582, 0.8062",
        "5, 56, 0, 29, -0.0381, 0.1926",
        "0, 10, 0, 20, -0.1611, 0.2775",
        "10, 10, 0, 20, 0.6791, 1.0000"
    })
    void differencesOfSharesHaveNewcombesInterval(int a, int m, int b, int n, double low, double high) {
        Interval difference = Interval.share(a, m).minus(Interval.share(b, n));
        assertThat(difference.value()).isCloseTo((double) a / m - (double) b / n, within(1e-15));
        assertThat(difference.low()).isCloseTo(low, within(5e-5));
        assertThat(difference.high()).isCloseTo(high, within(5e-5));
        assertThat(difference.n()).isEqualTo(Math.min(m, n));
    }

    @Test
    void aDifferenceFromANumberWithoutErrorIsNoStatistic() {
        Interval difference = Interval.share(8, 10).minus(Interval.exact(0.5));
        assertThat(difference.low()).isCloseTo(Interval.share(8, 10).low() - 0.5, within(1e-12));
        assertThat(difference.high()).isCloseTo(Interval.share(8, 10).high() - 0.5, within(1e-12));
        assertThat(difference.n()).isZero();
        assertThat(Interval.exact(3)).isEqualTo(new Interval(3, 3, 3, 0));
    }

    @Test
    void aMeanHasHalfTheRootOfTheSummedSquares() {
        Interval mean = new Interval(0.5, 0.2, 0.9, 30).meanWith(new Interval(0.9, 0.5, 0.93, 20));
        assertThat(mean.value()).isCloseTo(0.7, within(1e-15));
        assertThat(mean.low()).isCloseTo(0.7 - 0.5 / 2, within(1e-12));
        assertThat(mean.high()).isCloseTo(0.7 + StrictMath.hypot(0.4, 0.03) / 2, within(1e-12));
        assertThat(mean.n()).isEqualTo(20);
    }
}

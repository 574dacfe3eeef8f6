package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NumbersTest {
    @Test
    void sharesHaveThreeDecimalsAndTiesGoUp() {
        assertThat(Numbers.fixed(0.0625, 3)).isEqualTo("0.063");
        assertThat(Numbers.fixed(-0.0001, 3)).isEqualTo("0.000");
        assertThat(Numbers.fixed(1234567, 0)).isEqualTo("1,234,567");
    }

    @Test
    void rawNumbersHaveNineSignificantDigits() {
        assertThat(Numbers.raw(1.0 / 3)).isEqualTo("0.333333333");
        assertThat(Numbers.raw(0)).isEqualTo("0");
        assertThat(Numbers.raw(Double.NaN)).isEqualTo("NaN");
    }

    @Test
    void whatIsNoNumberIsCalledUndefined() {
        assertThat(Numbers.fixed(Double.NaN, 3)).isEqualTo("undefined");
        assertThat(Numbers.plain(Double.POSITIVE_INFINITY)).isEqualTo("undefined");
    }

    @Test
    void factsShowAsManyDecimalsAsSaySomething() {
        assertThat(Numbers.plain(747)).isEqualTo("747");
        assertThat(Numbers.plain(0.33541)).isEqualTo("0.335");
        assertThat(Numbers.plain(66.4623)).isEqualTo("66.5");
    }

    @Test
    void placesStayOnTheLine() {
        assertThat(Numbers.place(0.5)).isEqualTo("50.0");
        assertThat(Numbers.place(1.5)).isEqualTo("100.0");
        assertThat(Numbers.place(Double.NaN)).isEqualTo("0.0");
    }
}

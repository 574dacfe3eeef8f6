package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two attacks that take 3.8 and 5 times as long as the detector, which took 10 s; the evaluation takes 40 s. */
final class ForecastTest {
    private static final Forecast TWO = new Forecast(10, List.of("backdoor-trigger", "cheapest-flood"));

    @Test
    void fromTheStartThereIsAFigure() {
        assertThat(TWO.left(0, List.of())).isCloseTo(88 + 40, within(1e-9));
        assertThat(TWO.text(0, List.of())).isEqualTo("roughly 2 min left");
    }

    @Test
    void theirOwnPaceCountsTheMoreOfThemAreDone() {
        // 3.8 of 8.8 parts took 100 s: at that pace 232 s in all, where 88 were foretold, which are over.
        double left = TWO.left(100, List.of("backdoor-trigger"));
        assertThat(left).isCloseTo(5 / 8.8 * 100 + 3.8 / 8.8 * (100 * 8.8 / 3.8) - 100 + 40, within(1e-9));
        assertThat(TWO.text(100, List.of("backdoor-trigger"))).startsWith("about ");
    }

    @Test
    void whatIsOpenNeverTakesNothing() {
        assertThat(TWO.left(1000, List.of())).isCloseTo(250 + 40, within(1e-9));
        assertThat(TWO.left(80, TWO.tried()))
                .as("the evaluation is still to come")
                .isCloseTo(40, within(1e-9));
    }

    @Test
    void whereNothingIsTriedOnlyTheEvaluationIsLeft() {
        assertThat(new Forecast(10, List.of()).left(0, List.of())).isCloseTo(40, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 10 s", "14, 10 s", "16, 20 s", "94, 90 s", "100, 1.5 min", "170, 3 min", "400, 6.5 min"})
    void noFigureIsMoreExactThanItIs(double seconds, String words) {
        assertThat(Forecast.words(seconds)).isEqualTo(words);
    }
}

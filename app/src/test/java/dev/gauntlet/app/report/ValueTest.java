package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.measure.Interval;
import org.junit.jupiter.api.Test;

final class ValueTest {
    @Test
    void theRangeOfAnAmountDoesNotReachBelowNone() {
        Value rows = Value.fact("rowsChanged", new Interval(498, -573.4, 1569.4, 0));
        assertThat(rows.text()).isEqualTo("498");
        assertThat(rows.range()).isEqualTo("0–1,569.4");
        assertThat(rows.low()).as("as in findings.json").isEqualTo("-573.4");
        assertThat(Value.fact("rowsChanged", new Interval(498, 400.5, 596, 0)).range())
                .isEqualTo("400.5–596");
        assertThat(Value.fact("mcc", Interval.exact(-0.25)).text()).startsWith("-0.25");
    }
}

package dev.gauntlet.defence.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import org.junit.jupiter.api.Test;

final class RoundedLimitedTest {
    @Test
    void scoresAreRoundedToTheDecimalsShown() {
        double[] scores = {0.04, 0.05, 0.149, 0.96};
        assertThat(new RoundedLimited(1, 9).guard().filter(scores, 0)).containsExactly(0, 0, 0.1, 1);
        assertThat(new RoundedLimited(2, 9).guard().filter(scores, 0)).containsExactly(0.04, 0.05, 0.15, 0.96);
        assertThat(new RoundedLimited(0, 9).guard().filter(scores, 0)).containsExactly(0, 0, 0, 1);
        assertThat(scores).containsExactly(0.04, 0.05, 0.149, 0.96);
    }

    @Test
    void nothingIsAnsweredBeyondTheLimit() {
        Oracle.Guard guard = new RoundedLimited(1, 3).guard();
        assertThat(guard.filter(new double[] {0.2, 0.2}, 0)).containsExactly(0.2, 0.2);
        assertThat(guard.filter(new double[] {0.2, 0.2, 0.2}, 2)).containsExactly(0.2, Double.NaN, Double.NaN);
        assertThat(guard.filter(new double[] {0.2}, 3)).containsExactly(Double.NaN);
    }

    @Test
    void theLimitIsWhatAnAttackerStaysUnder() {
        assertThat(new RoundedLimited(1, 300).known()).isEqualTo(new Knowledge.Limit(300, "asker"));
    }
}

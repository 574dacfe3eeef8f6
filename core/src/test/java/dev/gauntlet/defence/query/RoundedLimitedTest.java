package dev.gauntlet.defence.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.data.Rows;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Screen;
import org.junit.jupiter.api.Test;

final class RoundedLimitedTest {
    @Test
    void scoresAreRoundedToTheDecimalsShown() {
        double[] scores = {0.04, 0.05, 0.149, 0.96};
        assertThat(shown(new RoundedLimited(1, 9), scores)).containsExactly(0, 0, 0.1, 1);
        assertThat(shown(new RoundedLimited(2, 9), scores)).containsExactly(0.04, 0.05, 0.15, 0.96);
        assertThat(shown(new RoundedLimited(0, 9), scores)).containsExactly(0, 0, 0, 1);
        assertThat(scores).containsExactly(0.04, 0.05, 0.149, 0.96);
    }

    @Test
    void nothingIsAnsweredBeyondTheLimit() {
        Screen.Session session = new RoundedLimited(1, 3).open("client");
        assertThat(session.pass(rows(2), new double[] {0.2, 0.2})).containsExactly(0.2, 0.2);
        assertThat(session.pass(rows(3), new double[] {0.2, 0.2, 0.2})).containsExactly(0.2, Double.NaN, Double.NaN);
        assertThat(session.pass(rows(1), new double[] {0.2})).containsExactly(Double.NaN);
    }

    @Test
    void eachClientHasALimitOfItsOwn() {
        RoundedLimited screen = new RoundedLimited(1, 1);
        assertThat(screen.open("one").pass(rows(1), new double[] {0.2})).containsExactly(0.2);
        assertThat(screen.open("two").pass(rows(1), new double[] {0.2})).containsExactly(0.2);
    }

    private static Rows rows(int size) {
        return Rows.of(size, 1, new double[size]);
    }

    private static double[] shown(Screen screen, double[] scores) {
        return screen.open("client").pass(rows(scores.length), scores);
    }

    @Test
    void theLimitIsWhatAnAttackerStaysUnder() {
        assertThat(new RoundedLimited(1, 300).known())
                .containsExactly(new Knowledge.Limit(300, Knowledge.Limit.PER_CLIENT));
    }
}

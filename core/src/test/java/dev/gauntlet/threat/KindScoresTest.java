package dev.gauntlet.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.defence.query.RoundedLimited;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.GaussianClasses;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an attacker sees of the scores of a detector of kinds. */
final class KindScoresTest {
    /** Classes of equal size around 0, 1 and 2.5. */
    private static final Model MODEL = new Model(
            "gauss",
            new Schema(List.of(Feature.real("x", -10, 10))),
            Encoding.identity(1),
            new GaussianClasses(new double[3], new double[] {0, 1, 2.5}, new double[] {1, 1, 1}));

    private static final Rows ROW = Rows.of(1, 1, new double[] {1.2});

    private static double[] chances() {
        return MODEL.chances(MODEL.scores(ROW)).row(0);
    }

    private static double[] shown(Access access, Screen screen) {
        double[] logits = Oracle.of(MODEL, access, screen, 9, 1).ask(ROW).logits(0);
        return Arrays.stream(logits).map(StrictMath::exp).toArray();
    }

    @Test
    void chancesSumToOneAndFollowTheScores() {
        double[] chances = chances();
        assertThat(Arrays.stream(chances).sum()).isCloseTo(1, within(1e-12));
        Rows scores = MODEL.scores(ROW);
        assertThat(StrictMath.log(chances[1] / chances[2]))
                .isCloseTo(scores.get(0, 1) - scores.get(0, 2), within(1e-9));
    }

    @Test
    void moreAccessShowsMoreOfTheScores() {
        double[] chances = chances();
        assertThat(shown(Access.LABEL, Screen.OPEN)).isEmpty();
        double rest = (1 - chances[1]) / 2;
        assertThat(shown(Access.TOP_SCORE, Screen.OPEN))
                .containsExactly(new double[] {rest, chances[1], rest}, within(1e-12));
        assertThat(shown(Access.ROUNDED, Screen.OPEN))
                .containsExactly(
                        Arrays.stream(chances)
                                .map(p -> Math.rint(p * 100) / 100)
                                .toArray(),
                        within(1e-12));
        assertThat(shown(Access.PROBABILITY, Screen.OPEN)).containsExactly(chances, within(1e-12));
        assertThat(Oracle.of(MODEL, Access.MARGIN, Screen.OPEN, 9, 1).ask(ROW).logits(0))
                .containsExactly(MODEL.scores(ROW).row(0));
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void aScreenLeavesNoExactScoreOfAClass(Access access) {
        Screen screen = new RoundedLimited(1, 2);
        for (double share : shown(access, screen)) {
            assertThat(10 * share).isCloseTo(Math.rint(10 * share), within(1e-6));
        }
        Oracle oracle = Oracle.of(MODEL, access, screen, 9, 1);
        Oracle.Answers answers = oracle.ask(new int[3], ROW.append(ROW).append(ROW));
        assertThat(answers.answered(1)).isTrue();
        assertThat(answers.answered(2)).as("the limit counts rows, not numbers").isFalse();
    }

    /** Where softmax leaves exactly 1 and 0, rounding changes nothing, and must not show log-odds either. */
    @Test
    void aScreenHidesTheScoresOfCertainClassesToo() {
        Rows far = Rows.of(1, 1, new double[] {5000});
        assertThat(MODEL.chances(MODEL.scores(far)).row(0)).containsExactly(0, 0, 1);
        assertThat(Oracle.of(MODEL, Access.MARGIN, new RoundedLimited(1, 2), 9, 1)
                        .ask(far)
                        .logits(0))
                .containsExactly(StrictMath.log(1e-9), StrictMath.log(1e-9), 0);
        assertThat(Oracle.of(MODEL, Access.MARGIN, Screen.OPEN, 9, 1).ask(far).logits(0))
                .containsExactly(MODEL.scores(far).row(0));
    }

    @Test
    void aGoalIsNearerTheBetterTheBestClassThatReachesItIs() {
        double[] scores = {1, 4, 2.5};
        assertThat(new Goal.Kind(2, false).margin(1, scores)).isEqualTo(-1.5);
        assertThat(new Goal.OtherKind().margin(1, scores)).isEqualTo(-1.5);
        assertThat(new Goal.OtherKind().margin(2, scores)).isEqualTo(1.5);
        assertThat(new Goal.Kind(1, true).margin(0, new double[0])).isNaN();
    }
}

package dev.gauntlet.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.query.RoundedLimited;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.VotingKernel;
import dev.gauntlet.model.learn.LogisticRegression;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each level of access shows of a detector. */
final class OracleAccessTest {
    private static final Dataset ROWS = Toy.clusters(90, 3);
    private static final Rows QUESTIONS = ROWS.rows();
    /** Its threshold is in log-odds: a probability of 0.786. */
    private static final Model LINE =
            new LogisticRegression().train(ROWS, Toy.run()).withThreshold(1.3);

    private static final Model TREES = Toy.threshold(6);
    private static final Rows FAR = far();
    private static final Model FUNCTION = Model.of("first", ROWS.schema(), row -> row[0] > 5 ? 0.999_999_9 : 0.123_4);

    /** A row far on the side of alarms. */
    private static Rows far() {
        double[] slope = LINE.gradients()
                .orElseThrow()
                .maliceGradient(QUESTIONS.slice(0, 1))
                .row(0);
        return Rows.of(Arrays.stream(slope).map(by -> 1e6 * Math.signum(by)).toArray());
    }

    private static Oracle.Answers ask(Model model, Access access, Screen guard) {
        Oracle oracle = Oracle.of(model, access, guard, QUESTIONS.size(), 1);
        Oracle.Answers answers = oracle.ask(QUESTIONS);
        assertThat(oracle.left(0)).isZero();
        return answers;
    }

    @Test
    void everyLevelAlarmsWhereTheDetectorDoesRoundedOrNot() {
        for (Model model : new Model[] {LINE, TREES, FUNCTION}) {
            boolean[] alarms = model.alarms(QUESTIONS);
            assertThat(alarms).contains(true).contains(false);
            for (Access access : Access.values()) {
                Oracle.Answers open = ask(model, access, Screen.OPEN);
                Oracle.Answers rounded = ask(model, access, new RoundedLimited(0, 90));
                for (int i = 0; i < alarms.length; i++) {
                    assertThat(open.alarm(i)).isEqualTo(alarms[i]);
                    assertThat(rounded.alarm(i)).isEqualTo(alarms[i]);
                    assertThat(rounded.score(i)).isIn(0.0, 1.0);
                }
            }
        }
    }

    @Test
    void eachLevelShowsScoresAsSharpAsItSays() {
        double[] probability = LINE.probability(QUESTIONS);
        double[] malice = LINE.malice(QUESTIONS);
        boolean[] alarms = LINE.alarms(QUESTIONS);
        for (int i = 0; i < malice.length; i++) {
            assertThat(ask(LINE, Access.LABEL, Screen.OPEN).score(i)).isEqualTo(alarms[i] ? 1 : 0);
            double top = ask(LINE, Access.TOP_SCORE, Screen.OPEN).score(i);
            assertThat(top).isEqualTo(alarms[i] ? probability[i] : 1 - (1 - probability[i]));
            assertThat(ask(LINE, Access.ROUNDED, Screen.OPEN).score(i))
                    .isCloseTo(probability[i], within(0.005))
                    .satisfies(shown -> assertThat(shown * 100).isCloseTo(Math.rint(shown * 100), within(1e-9)));
            assertThat(ask(LINE, Access.PROBABILITY, Screen.OPEN).score(i)).isEqualTo(probability[i]);
        }
        assertThat(ask(LINE, Access.ROUNDED, Screen.OPEN).score(0)).isNotEqualTo(probability[0]);
    }

    @Test
    void logOddsAreTheDetectorsOwnOnlyWhereTheyAreGranted() {
        double[] malice = LINE.malice(QUESTIONS);
        for (int i = 0; i < malice.length; i++) {
            assertThat(ask(LINE, Access.MARGIN, Screen.OPEN).margin(i)).isEqualTo(malice[i]);
            double rounded = ask(LINE, Access.ROUNDED, Screen.OPEN).score(i);
            double bounded = Math.max(1e-9, Math.min(1 - 1e-9, rounded));
            assertThat(ask(LINE, Access.ROUNDED, Screen.OPEN).margin(i))
                    .isEqualTo(StrictMath.log(bounded / (1 - bounded)));
        }
        Oracle.Answers blurred = ask(LINE, Access.MARGIN, new RoundedLimited(0, 90));
        assertThat(Math.abs(blurred.margin(0))).isCloseTo(20.7, within(0.1));
        assertThat(ask(FUNCTION, Access.MARGIN, Screen.OPEN).margin(0))
                .isCloseTo(
                        StrictMath.log(FUNCTION.probability(QUESTIONS)[0] / (1 - FUNCTION.probability(QUESTIONS)[0])),
                        within(1e-9));
    }

    /** Where a probability is exactly 1 or 0, rounding changes nothing, and must not show log-odds either. */
    @Test
    void aScreenHidesTheLogOddsOfCertainVerdictsToo() {
        double[] malice = LINE.malice(FAR);
        assertThat(LINE.probability(FAR)[0]).isOne();
        assertThat(malice[0]).isGreaterThan(37);
        double shown = Oracle.of(LINE, Access.MARGIN, new RoundedLimited(1, 90), 1, 1)
                .ask(FAR)
                .margin(0);
        assertThat(shown).isCloseTo(StrictMath.log((1 - 1e-9) / 1e-9), within(1e-6));
        assertThat(Oracle.of(LINE, Access.MARGIN, Screen.OPEN, 1, 1).ask(FAR).margin(0))
                .isEqualTo(malice[0]);
    }

    @Test
    void gradientsCostAQuestionEachAndAreTheDetectorsOwn() {
        Oracle oracle = Oracle.of(LINE, Access.GRADIENTS, Screen.OPEN, 2, 1);
        Oracle.Answers answers = oracle.askGradients(new int[3], QUESTIONS.slice(0, 3));
        Rows expected = LINE.gradients().orElseThrow().maliceGradient(QUESTIONS.slice(0, 3));
        assertThat(answers.gradient(0)).isEqualTo(expected.row(0));
        assertThat(answers.gradient(1)).isEqualTo(expected.row(1)).isNotEqualTo(new double[4]);
        assertThatThrownBy(() -> answers.gradient(2)).hasMessage("query 2 was not answered");
        assertThat(oracle.asked()).isEqualTo(2);
        assertThatThrownBy(() -> ask(LINE, Access.GRADIENTS, Screen.OPEN).gradient(0))
                .hasMessage("no gradients were requested");
    }

    @Test
    void whatIsNotGrantedIsNotShown() {
        assertThatThrownBy(() -> Oracle.of(LINE, Access.MARGIN, 9).askGradients(new int[1], QUESTIONS.slice(0, 1)))
                .hasMessage("gradients are not granted; log-odds are");
        assertThatThrownBy(() -> Oracle.of(TREES, Access.PARAMETERS, 9).askGradients(new int[1], QUESTIONS.slice(0, 1)))
                .hasMessage("this detector has no gradients");
        assertThatThrownBy(() -> Oracle.of(LINE, Access.GRADIENTS, 9).opened())
                .hasMessage("trees are not granted; gradients are");
        assertThatThrownBy(() -> Oracle.of(LINE, Access.TREES, 9).opened()).hasMessage("this detector has no trees");
        assertThatThrownBy(() -> Oracle.of(FUNCTION, Access.PARAMETERS, 9).opened())
                .hasMessage("this detector has no parameters");
        Oracle blind = new Oracle(rows -> rows.column(0), 0.5, Access.PARAMETERS, Screen.OPEN, 9, 1);
        assertThat(blind.access()).isEqualTo(Access.MARGIN);
    }

    @Test
    void aDetectorIsOpenedAtItsTreesOrItsParameters() {
        assertThat(Oracle.of(TREES, Access.TREES, 9).opened()).isSameAs(TREES);
        assertThat(Oracle.of(LINE, Access.PARAMETERS, 9).opened()).isSameAs(LINE);
    }

    @Test
    void aDetectorOffersWhatItsFormHas() {
        assertThat(Access.of(LINE)).isEqualTo(EnumSet.complementOf(EnumSet.of(Access.TREES)));
        assertThat(Access.of(TREES)).isEqualTo(EnumSet.complementOf(EnumSet.of(Access.GRADIENTS)));
        Encoding same = Encoding.identity(4);
        VotingKernel vote =
                new VotingKernel(List.of(new VotingKernel.Member(same, TREES.kernel(), TREES.threshold())), 0, 0);
        assertThat(Access.of(new Model("vote", TREES.schema(), same, vote))).contains(Access.TREES);
        assertThat(Access.of(FUNCTION)).isEqualTo(EnumSet.range(Access.LABEL, Access.MARGIN));
    }
}

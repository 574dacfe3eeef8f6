package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.query.RoundedLimited;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.threat.Oracle;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeyholeTest {
    private static final Dataset ROWS = Toy.clusters(90, 3);
    private static final Rows QUESTIONS = ROWS.rows();
    /** Its threshold is in log-odds: a probability of 0.786. */
    private static final Model LINE =
            new LogisticRegression().train(ROWS, Toy.run()).withThreshold(1.3);

    private static Oracle.Answers ask(Model model, Oracle.Access access, boolean rounded) {
        Oracle oracle = Keyhole.of(
                model, access, rounded ? Optional.of(new RoundedLimited(0, 90)) : Optional.empty(), QUESTIONS.size());
        Oracle.Answers answers = oracle.ask(new int[QUESTIONS.size()], QUESTIONS);
        assertThat(oracle.left(0)).isZero();
        return answers;
    }

    @Test
    void bothKindsOfAccessAlarmWhereTheDetectorDoes() {
        for (Model model : new Model[] {LINE, Toy.threshold(6)}) {
            boolean[] alarms = model.alarms(QUESTIONS);
            assertThat(alarms).contains(true).contains(false);
            for (Oracle.Access access : Oracle.Access.values()) {
                Oracle.Answers answers = ask(model, access, false);
                for (int i = 0; i < alarms.length; i++) {
                    assertThat(answers.alarm(i)).isEqualTo(alarms[i]);
                }
            }
        }
    }

    @Test
    void scoresAreProbabilitiesAndLabelsAreNot() {
        double[] probability = LINE.probability(QUESTIONS);
        Oracle.Answers scores = ask(LINE, Oracle.Access.SCORE, false);
        for (int i = 0; i < probability.length; i++) {
            assertThat(scores.score(i)).isCloseTo(probability[i], within(1e-12));
        }
        boolean[] alarms = LINE.alarms(QUESTIONS);
        Oracle.Answers labels = ask(LINE, Oracle.Access.LABEL, false);
        for (int i = 0; i < alarms.length; i++) {
            assertThat(labels.score(i)).isEqualTo(alarms[i] ? 1 : 0);
        }
    }

    @Test
    void aGuardThatRoundsMovesScoresButNoDecisions() {
        boolean[] alarms = LINE.alarms(QUESTIONS);
        Oracle.Answers labels = ask(LINE, Oracle.Access.LABEL, true);
        Oracle.Answers scores = ask(LINE, Oracle.Access.SCORE, true);
        for (int i = 0; i < alarms.length; i++) {
            assertThat(labels.alarm(i)).isEqualTo(alarms[i]);
            assertThat(scores.score(i)).isIn(0.0, 1.0);
        }
    }
}

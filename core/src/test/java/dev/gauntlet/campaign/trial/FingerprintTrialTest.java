package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.IsolationForest;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

final class FingerprintTrialTest {
    private static final Lab LAB = lab(Toy.forest(), new LogisticRegression(), new IsolationForest());
    private static final Rows CLOSE = Rows.of(new double[] {5, 5, 5, 5}, new double[] {5.001, 5, 5, 5});

    /** Forests and lines, and one that learns without labels and so is left out. */
    private static Lab lab(Trainer... trainers) {
        Lab lab = World.toy(Toy.budget());
        return new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                lab.model(),
                lab.surrogate(),
                List.of(trainers),
                lab.raw(),
                lab.threat(),
                12);
    }

    private static Bench<?> trial(BiFunction<Oracle, Set<String>, String> act) {
        return Bench.of(LAB, new Fake.Prober(act), Toy.run());
    }

    /** A line moves with its input, a forest in steps. */
    private static String byStep(Oracle oracle) {
        Oracle.Answers answers = oracle.ask(new int[2], CLOSE);
        return !answers.answered(0) ? "none" : answers.score(0) == answers.score(1) ? "trees" : "linear";
    }

    @Test
    void anAttackThatAlwaysNamesOneFamilyRecognisesOnlyThatFamily() {
        var arms = trial((oracle, families) -> "trees").undefended();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(8);
        assertThat(fact(arms, Arm.Name.ATTACKED, "families")).isEqualTo(2);
    }

    @Test
    void anAttackThatUsesTheAnswersRecognisesFamilies() {
        assertThat(damage(trial((oracle, families) -> byStep(oracle)).undefended(), Arm.Name.ATTACKED)
                        .value())
                .isEqualTo(1);
    }

    @Test
    void chanceIsTheBestAnswerThatIgnoresTheDetector() {
        Lab lab = lab(Toy.forest(), new RandomForest(4, 3, 2, 0.5), new LogisticRegression());
        Bench<?> trial = Bench.of(lab, new Fake.Prober((oracle, families) -> "trees"), Toy.run());
        List<Arm> arms = trial.undefended();
        // Eight of twelve are forests.
        assertThat(damage(arms, Arm.Name.NULL)).isEqualTo(Interval.exact(8 / 12.0));
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(8 / 12.0);
        assertThat(damage(trial((oracle, families) -> "none").undefended(), Arm.Name.NULL)
                        .value())
                .isEqualTo(0.5);
    }

    @Test
    void theAttackerKnowsTheFamiliesAndHasTenBudgetsOfQueries() {
        var trial = trial((oracle, families) -> {
            assertThat(families).containsExactlyInAnyOrder("trees", "linear");
            assertThat(oracle.left(0)).isEqualTo(600);
            return "none";
        });
        assertThat(damage(trial.undefended(), Arm.Name.ATTACKED).value()).isZero();
        assertThat(trial.measure()).isEqualTo("share of detectors whose family is recognised");
    }

    @Test
    void aGuardStandsBeforeEveryDetector() {
        var arms = trial((oracle, families) -> byStep(oracle)).defended(new Fake.Mute(0));
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isZero();
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isZero();
    }

    @Test
    void onlyAGuardOfQueriesIsADefence() {
        assertThat(trial((oracle, families) -> "trees").defended(Fake.stranger()))
                .isEmpty();
    }
}

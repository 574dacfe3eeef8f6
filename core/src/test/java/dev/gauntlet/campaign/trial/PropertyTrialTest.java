package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PropertyTrialTest {
    private static final Lab LAB = World.toy(Toy.budget());
    private static final Rows QUESTIONS = LAB.auxiliary().rows();

    private static Bench<?> trial(Fake.Belief belief) {
        return Bench.of(LAB, new Fake.Guesser(belief), Toy.run());
    }

    /** Every other detector was trained on much malice, beginning with the second. */
    private static List<Boolean> truth(int size) {
        return IntStream.range(0, size).mapToObj(i -> i % 2 == 1).toList();
    }

    @Test
    void anAttackThatAlwaysSaysHighIsRightHalfOfTheTime() {
        var arms = trial((oracles, low, high, grant) ->
                        oracles.stream().map(o -> true).toList())
                .undefended();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(24);
    }

    @Test
    void aPerfectAttackGetsOneAndItsOppositeZero() {
        var right = trial((oracles, low, high, grant) -> truth(oracles.size()));
        var wrong = trial((oracles, low, high, grant) ->
                truth(oracles.size()).stream().map(b -> !b).toList());
        assertThat(damage(right.undefended(), Arm.Name.ATTACKED).value()).isEqualTo(1);
        assertThat(damage(wrong.undefended(), Arm.Name.ATTACKED).value()).isZero();
    }

    @Test
    void chanceIsOneHalf() {
        var arms = trial((oracles, low, high, grant) -> truth(24));
        assertThat(damage(arms.undefended(), Arm.Name.NULL)).isEqualTo(Interval.exact(0.5));
        assertThat(damage(arms.defended(new Fake.Mute(0)), Arm.Name.DEFENDED_RANDOM))
                .isEqualTo(Interval.exact(0.5));
    }

    private static double meanScore(Oracle oracle) {
        Oracle.Answers answers = oracle.ask(new int[QUESTIONS.size()], QUESTIONS);
        return IntStream.range(0, answers.size())
                .mapToDouble(answers::score)
                .average()
                .orElseThrow();
    }

    @Test
    void detectorsTrainedOnMoreMaliciousRowsScoreHigher() {
        List<Double> means = new ArrayList<>();
        trial((oracles, low, high, grant) -> {
                    oracles.forEach(oracle -> means.add(meanScore(oracle)));
                    return truth(oracles.size());
                })
                .undefended();
        double atLow = IntStream.range(0, 12).mapToDouble(i -> means.get(2 * i)).sum();
        double atHigh =
                IntStream.range(0, 12).mapToDouble(i -> means.get(2 * i + 1)).sum();
        assertThat(atHigh).isGreaterThan(atLow);
    }

    @Test
    void theAttackerKnowsTheSharesAndTheAlgorithmAndHasTenBudgetsOfQueries() {
        var trial = trial((oracles, low, high, grant) -> {
            assertThat(low).isEqualTo(0.2);
            assertThat(high).isEqualTo(0.5);
            assertThat(grant.surrogate()).isEqualTo(LAB.train().trainer());
            assertThat(oracles).allSatisfy(oracle -> assertThat(oracle.left(0)).isEqualTo(600));
            return truth(oracles.size());
        });
        assertThat(trial.undefended()).hasSize(2);
        assertThat(trial.measure()).contains("20 % or 50 %");
    }

    @Test
    void aGuardStandsBeforeEveryDetector() {
        var trial = trial((oracles, low, high, grant) -> {
            boolean heard = oracles.stream()
                    .allMatch(o -> o.ask(new int[1], QUESTIONS.slice(0, 1)).answered(0));
            return heard
                    ? truth(oracles.size())
                    : oracles.stream().map(o -> false).toList();
        });
        assertThat(damage(trial.undefended(), Arm.Name.ATTACKED).value()).isEqualTo(1);
        var arms = trial.defended(new Fake.Mute(0));
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN))
                .as("nobody guesses, so that nothing is counted")
                .isEqualTo(Interval.exact(0));
    }

    @Test
    void onlyAnAttackerWhoKnowsTheGuardCanApplyItToShadowModels() {
        var trial = trial((oracles, low, high, grant) -> {
            boolean mute = !grant.rehearsal(LAB.model(), Access.PROBABILITY, 1)
                    .ask(new int[1], QUESTIONS.slice(0, 1))
                    .answered(0);
            return mute
                    ? truth(oracles.size())
                    : oracles.stream().map(o -> false).toList();
        });
        var arms = trial.defended(new Fake.Mute(0));
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(1);
    }

    @Test
    void onlyAGuardOfQueriesIsADefence() {
        assertThat(trial((oracles, low, high, grant) -> truth(oracles.size())).defended(Fake.stranger()))
                .isEmpty();
    }
}

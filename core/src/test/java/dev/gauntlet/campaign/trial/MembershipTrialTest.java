package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MembershipTrialTest {
    private static final Lab LAB = World.toy(Toy.budget());
    private static final Set<Long> MEMBERS = ids(LAB.parts().train());

    private static Set<Long> ids(Dataset rows) {
        return IntStream.range(0, rows.size()).mapToObj(rows::id).collect(Collectors.toSet());
    }

    private static Bench<?> trial(BiFunction<Oracle, Dataset, double[]> act) {
        return Bench.of(LAB, new Fake.Spy(act), Toy.run());
    }

    private static List<Arm> undefended(BiFunction<Oracle, Dataset, double[]> act) {
        return trial(act).undefended();
    }

    /** One value for members and another for the others. */
    private static double[] values(Dataset candidates, double in, double out) {
        return IntStream.range(0, candidates.size())
                .mapToDouble(i -> MEMBERS.contains(candidates.id(i)) ? in : out)
                .toArray();
    }

    @Test
    void perfectSuspicionFindsEveryMember() {
        List<Arm> arms = undefended((oracle, candidates) -> values(candidates, 1, 0));
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(108);
        assertThat(fact(arms, Arm.Name.ATTACKED, "auc")).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.ATTACKED, "truePositivesAt1Percent")).isEqualTo(1);
    }

    @Test
    void constantSuspicionIsNoBetterThanGuessing() {
        List<Arm> arms = undefended((oracle, candidates) -> values(candidates, 3, 3));
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isBetween(0.4, 0.6);
        assertThat(damage(arms, Arm.Name.NULL).value()).isBetween(0.35, 0.65);
        assertThat(damage(arms, Arm.Name.NULL).n()).isEqualTo(108);
        assertThat(fact(arms, Arm.Name.ATTACKED, "auc")).isEqualTo(0.5);
        assertThat(fact(arms, Arm.Name.ATTACKED, "truePositivesAt1Percent")).isZero();
    }

    @Test
    void invertedSuspicionRanksNothing() {
        List<Arm> arms = undefended((oracle, candidates) -> values(candidates, 0, 1));
        assertThat(fact(arms, Arm.Name.ATTACKED, "auc")).isZero();
        assertThat(fact(arms, Arm.Name.ATTACKED, "truePositivesAt1Percent")).isZero();
    }

    @Test
    void candidatesAreEqualNumbersOfTrainingAndTestRowsAndMayAllBeQueried() {
        undefended((oracle, candidates) -> {
            Set<Long> test = ids(LAB.parts().test());
            Set<Long> asked = ids(candidates);
            assertThat(candidates.size()).isEqualTo(216);
            assertThat(asked).hasSize(216);
            assertThat(asked.stream().filter(test::contains)).hasSize(108);
            assertThat(asked.stream().filter(MEMBERS::contains)).hasSize(108);
            assertThat(oracle.left(0)).isEqualTo(216);
            return values(candidates, 1, 0);
        });
    }

    @Test
    void figuresAreThoseOfTheEvaluatedHalf() {
        List<Dataset> shown = new ArrayList<>();
        // Of the members those with an even id are suspected most, the others least.
        List<Arm> arms = undefended((oracle, candidates) -> {
            shown.add(candidates);
            double[] suspicion = values(candidates, 0, 1);
            for (int i = 0; i < suspicion.length; i++) {
                suspicion[i] = suspicion[i] == 0 && candidates.id(i) % 2 == 0 ? 2 : suspicion[i];
            }
            return suspicion;
        });
        Dataset judged = shown.get(0).slice(108, 216);
        double members = ids(judged).stream().filter(MEMBERS::contains).count();
        double even = ids(judged).stream()
                .filter(id -> MEMBERS.contains(id) && id % 2 == 0)
                .count();
        assertThat(even).isBetween(10.0, members - 10);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo((even + 108 - members) / 108);
        assertThat(fact(arms, Arm.Name.ATTACKED, "auc")).isEqualTo(even / members);
        assertThat(fact(arms, Arm.Name.ATTACKED, "truePositivesAt1Percent")).isEqualTo(even / members);
    }

    /** Knows the members, but shifts its scale where the first query gets no answer, or an alarm for sure. */
    private static double[] shifting(Oracle oracle, Dataset candidates) {
        Oracle.Answers first = oracle.ask(new int[1], candidates.rows().slice(0, 1));
        boolean odd = !first.answered(0) || first.score(0) == 1;
        return odd ? values(candidates, 11, 10) : values(candidates, 0.5, 0);
    }

    @Test
    void theThresholdIsFittedAgainForTheAdaptiveArmOnly() {
        List<Arm> arms = trial(MembershipTrialTest::shifting).defended(new Fake.Mute(0));
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isBetween(0.4, 0.6);
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN).value()).isZero();
    }

    @Test
    void aHardenedDetectorIsQueriedInsteadOfThePlainOne() {
        Model sure = Toy.threshold(-1);
        List<Arm> arms = trial(MembershipTrialTest::shifting).defended(new Fake.Hardening(sure));
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isBetween(0.4, 0.6);
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN).value()).isZero();
    }

    @Test
    void otherDefencesDoNotApply() {
        assertThat(trial(MembershipTrialTest::shifting).defended(Fake.stranger()))
                .isEmpty();
        assertThat(trial(MembershipTrialTest::shifting).measure()).contains("membership in the training set");
    }
}

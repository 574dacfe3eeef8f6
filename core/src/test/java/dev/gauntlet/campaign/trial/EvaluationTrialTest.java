package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.data.SealedTest;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The candidate alarms from 7 on and so misses four of six; once rows are planted it alarms from 5 on. */
final class EvaluationTrialTest {
    private static final World WORLD = World.of(
                    Fake.rows(100, new double[] {8, 8, 8, 8, 8}, new double[] {1, 1, 1, 1, 1}),
                    Fake.rows(200, new double[] {6, 9, 9, 9}, new double[] {1, 1, 1}),
                    Fake.rows(0, new double[] {6, 6, 6, 4, 8, 8}, new double[] {2, 2, 2, 2}))
            .learning(data -> Toy.threshold(data.size() > 10 ? 5 : 7));

    private static Bench<?> trial(Requirement need, BiFunction<Split.Parts, AttackerContext, Split.Parts> act) {
        return Bench.of(WORLD.lab(), new Fake.Flatterer(Set.of(need), act), Toy.run());
    }

    private static Split.Parts relabelled(Split.Parts parts, int rows) {
        Dataset test = parts.test();
        return parts.withTest(test.relabel(i -> i < rows ? 0 : test.label(i)));
    }

    private static Split.Parts planted(Split.Parts parts, int rows) {
        return parts.withTrain(parts.train().append(Fake.numbered(parts.test().slice(0, rows), 1000)));
    }

    private static Bench<?> relabelling() {
        return trial(Requirement.EVALUATION_DATA, (parts, grant) -> relabelled(parts, 2));
    }

    private static Bench<?> planting() {
        return trial(Requirement.TRAINING_ROWS, (parts, grant) -> planted(parts, 2));
    }

    @Test
    void missesThatAreRelabelledAreHidden() {
        Bench<?> trial = relabelling();
        List<Arm> arms = trial.undefended();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isZero();
        assertThat(damage(arms, Arm.Name.CLEAN).n()).isEqualTo(4);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(0.5);
        assertThat(trial.measure()).contains("evaluation hides");
    }

    @Test
    void recallAppearsBetterThanItIs() {
        List<Arm> arms = relabelling().undefended();
        assertThat(fact(arms, Arm.Name.CLEAN, "apparentRecall")).isEqualTo(2 / 6.0);
        assertThat(fact(arms, Arm.Name.ATTACKED, "apparentRecall")).isEqualTo(2 / 4.0);
        assertThat(fact(arms, Arm.Name.ATTACKED, "trueRecall")).isEqualTo(3 / 4.0);
        assertThat(fact(arms, Arm.Name.ATTACKED, "evaluationVoid")).isZero();
    }

    @Test
    void plantedRowsAreLearntFrom() {
        List<Arm> arms = planting().undefended();
        // It now finds the three at 6, and those on fresh rows too.
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(3 / 4.0);
        assertThat(fact(arms, Arm.Name.ATTACKED, "apparentRecall")).isEqualTo(5 / 6.0);
        assertThat(fact(arms, Arm.Name.ATTACKED, "trueRecall")).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.CLEAN, "trueRecall")).isEqualTo(3 / 4.0);
    }

    @Test
    void theRandomAttackerChangesAsManyRandomRows() {
        WORLD.shown().clear();
        List<Arm> planted = planting().undefended();
        assertThat(damage(planted, Arm.Name.NULL).value()).isEqualTo(3 / 4.0);
        assertThat(WORLD.shown()).extracting(Dataset::size).containsExactly(10, 12, 12);
        List<Arm> relabelled = relabelling().undefended();
        // Two of ten labels turned: of six malicious rows and two alarms some other number is left.
        assertThat(World.arm(relabelled, Arm.Name.NULL).confusion())
                .isNotEqualTo(World.arm(relabelled, Arm.Name.CLEAN).confusion());
        assertThat(damage(relabelled, Arm.Name.NULL).value()).isLessThanOrEqualTo(0.5);
    }

    @Test
    void anAttackThatChangesMoreThanTheBudgetHasFailed() {
        assertThatThrownBy(() -> trial(Requirement.EVALUATION_DATA, (parts, grant) -> relabelled(parts, 3))
                        .undefended())
                .hasMessage("flatterer changed more of the parts than it may");
        assertThatThrownBy(() -> trial(Requirement.TRAINING_ROWS, (parts, grant) -> planted(parts, 3))
                        .undefended())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> trial(
                                Requirement.EVALUATION_DATA,
                                (parts, grant) -> parts.withTest(parts.test().slice(0, 9)))
                        .undefended())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSealThatIsBrokenVoidsTheEvaluationUnlessItIsForestalled() {
        List<Arm> arms = relabelling().defended(new SealedTest());
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "evaluationVoid")).isZero();
        assertThat(fact(arms, Arm.Name.DEFENDED, "evaluationVoid")).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isZero();
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "evaluationVoid")).isZero();
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(0.5);
    }

    /** Counts the training rows; who knows it plants one row at most. */
    private static final Fake.Sealer COUNT = new Fake.Sealer(
            List.of(new Knowledge.Limit(1, "plant")), parts -> parts.train().size() > 11 ? "many" : "few");

    @Test
    void anInformedAttackerStaysBelowALimit() {
        var heedful = trial(
                Requirement.TRAINING_ROWS,
                (parts, grant) -> planted(parts, !grant.knowledge().isEmpty() ? 1 : 2));
        List<Arm> arms = heedful.defended(COUNT);
        assertThat(fact(arms, Arm.Name.DEFENDED, "evaluationVoid")).isEqualTo(1);
        assertThat(fact(arms, Arm.Name.ADAPTIVE, "evaluationVoid")).isZero();
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(3 / 4.0);
        assertThat(fact(planting().defended(COUNT), Arm.Name.ADAPTIVE, "evaluationVoid"))
                .isEqualTo(1);
    }

    @Test
    void theCandidateLearnsATenthOfTheTrainingRowsButTwoHundredAtLeast() {
        for (int[] sizes : new int[][] {{1500, 200}, {2500, 250}}) {
            double[] half = IntStream.range(0, sizes[0] / 2).mapToDouble(i -> 8).toArray();
            World big = World.of(Fake.rows(1000, half, new double[sizes[0] / 2]), WORLD.validation(), WORLD.test());
            var idle = new Fake.Flatterer(Set.of(Requirement.EVALUATION_DATA), (parts, grant) -> parts);
            assertThat(Bench.of(big.lab(), idle, Toy.run()).undefended()).hasSize(3);
            assertThat(big.shown()).extracting(Dataset::size).containsExactly(sizes[1]);
        }
    }

    @Test
    void otherDefencesDoNotApply() {
        assertThat(relabelling().defended(new Fake.Mute(0))).isEmpty();
    }
}

package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.extraction.SubstituteExtraction;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExtractionTrialTest {
    private static final Lab LAB = World.toy(Toy.budget());

    private static Bench<?> trial(BiFunction<Oracle, AttackerContext, Optional<Model>> act) {
        return Bench.of(LAB, new Fake.Copier(act), Toy.run());
    }

    private static double attacked(BiFunction<Oracle, AttackerContext, Optional<Model>> act) {
        return damage(trial(act).undefended(), Arm.Name.ATTACKED).value();
    }

    @Test
    void aPerfectCopyAgreesAlways() {
        assertThat(attacked((oracle, grant) -> Optional.of(LAB.model()))).isEqualTo(1);
    }

    @Test
    void noCopyAndOneThatAlwaysAlarmsAgreeHalfOfTheTime() {
        assertThat(attacked((oracle, grant) -> Optional.empty())).isEqualTo(0.5);
        assertThat(attacked((oracle, grant) -> Optional.of(LAB.model().withThreshold(-1))))
                .isEqualTo(0.5);
    }

    @Test
    void halfOfTheEvaluatedRowsRaiseAnAlarm() {
        int alarms = 0;
        for (boolean alarm : LAB.model().alarms(LAB.parts().test().rows())) {
            alarms += alarm ? 1 : 0;
        }
        var arms = trial((oracle, grant) -> Optional.empty()).undefended();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.ATTACKED).n()).isEqualTo(2 * alarms);
        assertThat(damage(arms, Arm.Name.NULL).n()).isEqualTo(2 * alarms);
    }

    private static int answered(Oracle oracle, int questions) {
        Oracle.Answers answers =
                oracle.ask(new int[questions], LAB.parts().test().rows().slice(0, questions));
        return (int) IntStream.range(0, questions).filter(answers::answered).count();
    }

    @Test
    void theAttackerHasTenBudgetsOfQueriesAndSeesDecisionsOnly() {
        var arms = trial((oracle, grant) -> {
                    assertThat(oracle.left(0)).isEqualTo(600);
                    Rows rows = LAB.parts().test().rows();
                    Oracle.Answers answers = oracle.ask(new int[rows.size()], rows);
                    boolean[] alarms = LAB.model().alarms(rows);
                    for (int i = 0; i < alarms.length; i++) {
                        assertThat(answers.alarm(i)).isEqualTo(alarms[i]);
                        assertThat(answers.score(i)).isEqualTo(alarms[i] ? 1 : 0);
                    }
                    return Optional.empty();
                })
                .undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "queries"))
                .isEqualTo(LAB.parts().test().size());
    }

    @Test
    void theRandomAttackerSendsAsManyQueriesAsTheAttackMay() {
        var arms = trial((oracle, grant) -> Optional.empty()).undefended();
        assertThat(fact(arms, Arm.Name.NULL, "queries")).isEqualTo(600);
        Budget rich = new Budget(0.2, 0.5, 300, 20, 0.5);
        var richer = Bench.of(World.toy(rich), new Fake.Copier((oracle, grant) -> Optional.empty()), Toy.run())
                .undefended();
        assertThat(fact(richer, Arm.Name.NULL, "queries")).isEqualTo(3000);
    }

    private static Lab unbounded(List<Dataset> learnt) {
        Schema wide = new Schema(List.of("x", "y", "u", "v").stream()
                .map(n -> Feature.real(n, -1e9, 1e9).withScale(1))
                .toList());
        Model by = Toy.threshold(5);
        Model model = new Model("by-hand", wide, by.encoding(), by.kernel(), by.threshold());
        Lab lab = World.of(Fake.rows(0, new double[] {8}, new double[] {2})).lab(model);
        return new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                model,
                new Fake.Learner(data -> model, learnt),
                lab.trainers(),
                lab.raw(),
                lab.threat(),
                12);
    }

    @Test
    void theRandomAttackersQueriesLieWithinTenScalesOfNothing() {
        List<Dataset> learnt = new ArrayList<>();
        var arms = Bench.of(unbounded(learnt), new Fake.Copier((oracle, grant) -> Optional.empty()), Toy.run())
                .undefended();
        double[] x = learnt.get(learnt.size() - 1).rows().column(0);
        assertThat(x).hasSize(600);
        assertThat(IntStream.range(0, 600).mapToDouble(i -> x[i]).min().orElseThrow())
                .isBetween(-10.0, -9.5);
        assertThat(IntStream.range(0, 600).mapToDouble(i -> x[i]).max().orElseThrow())
                .isBetween(9.5, 10.0);
        assertThat(damage(arms, Arm.Name.NULL).value()).isEqualTo(1);
    }

    @Test
    void aGuardLimitsTheQueriesThatAreAnsweredAndItsLimitIsKnownInTheEnd() {
        var trial = trial((oracle, grant) ->
                answered(oracle, 10) == 10 || !grant.knowledge().isEmpty()
                        ? Optional.of(LAB.model())
                        : Optional.empty());
        assertThat(damage(trial.undefended(), Arm.Name.ATTACKED).value()).isEqualTo(1);
        var arms = trial.defended(new Fake.Mute(9));
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(0.5);
        assertThat(damage(arms, Arm.Name.ADAPTIVE).value()).isEqualTo(1);
        assertThat(damage(trial.defended(new Fake.Mute(10)), Arm.Name.DEFENDED).value())
                .isEqualTo(1);
    }

    @Test
    void anAttackThatUsesScoresSeesThemWhereTheyAreGranted() {
        ThreatModel all = ThreatModel.standard();
        ThreatModel labels = new ThreatModel(all.grants(), Access.LABEL, all.budget());
        SubstituteExtraction attack = new SubstituteExtraction();
        assertThat(World.toy(Toy.budget()).shown(attack)).isEqualTo(Access.MARGIN);
        assertThat(all.shown(attack.needs())).isEqualTo(Access.LABEL);
        assertThat(labels.refuses(attack.needs(), Set.of())).isEmpty();
        Lab lab = new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.steps(),
                LAB.model(),
                LAB.surrogate(),
                LAB.trainers(),
                LAB.raw(),
                labels,
                LAB.victims());
        assertThat(lab.shown(attack)).isEqualTo(Access.LABEL);
    }

    @Test
    void onlyAGuardOfQueriesIsADefence() {
        assertThat(trial((oracle, grant) -> Optional.empty()).defended(Fake.stranger()))
                .isEmpty();
        assertThat(trial((oracle, grant) -> Optional.empty()).measure()).contains("the copy agrees");
    }
}

package dev.gauntlet.campaign.trial;

import static dev.gauntlet.campaign.trial.World.damage;
import static dev.gauntlet.campaign.trial.World.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.tampering.LeafTampering;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.artifact.SignedBundle;
import dev.gauntlet.defence.training.PartitionAggregation;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.threat.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TamperingTrialTest {
    private static final Lab LAB = World.toy(budget(1));

    private static Budget budget(double rows) {
        return new Budget(rows, 0.5, 60, 20, 0.5);
    }

    /** Sets the first few leaf values that are not zero to zero. */
    private static Bundle silenced(Bundle bundle, int most) {
        double[] values = bundle.parameter("value");
        int changed = 0;
        for (int i = 0; i < values.length && changed < most; i++) {
            changed += values[i] == 0 ? 0 : 1;
            values[i] = 0;
        }
        return bundle.withParameter("value", values);
    }

    private static Bench<?> trial(Lab lab, int most) {
        return Bench.of(lab, new Fake.Tamperer((bundle, own) -> silenced(bundle, most)), Toy.run());
    }

    private static int leaves() {
        return (int) IntStream.range(0, Bundle.of(LAB.model()).parameter("value").length)
                .filter(i -> Bundle.of(LAB.model()).parameter("value")[i] != 0)
                .count();
    }

    @Test
    void aSilencedDetectorMissesEverything() {
        Bench<?> trial = trial(LAB, Integer.MAX_VALUE);
        List<Arm> arms = trial.undefended();
        assertThat(arms).extracting(Arm::name).containsExactly(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED);
        assertThat(damage(arms, Arm.Name.ATTACKED).value()).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.CLEAN).value()).isLessThan(0.3);
        assertThat(fact(arms, Arm.Name.ATTACKED, "numbersChanged")).isEqualTo(leaves());
        assertThat(trial.measure()).contains("missed by the tampered detector");
    }

    @Test
    void numbersChangedAreCounted() {
        assertThat(fact(trial(LAB, 3).undefended(), Arm.Name.ATTACKED, "numbersChanged"))
                .isEqualTo(3);
    }

    @Test
    void theRandomAttackerWritesLeavesOverOtherLeaves() {
        // As many numbers as it silences: leaves that are shuffled are wrong.
        var arms = trial(LAB, Integer.MAX_VALUE).undefended();
        assertThat(fact(arms, Arm.Name.NULL, "balancedAccuracy"))
                .isLessThan(fact(arms, Arm.Name.CLEAN, "balancedAccuracy"))
                .isPositive();
        var idle = trial(LAB, 0).undefended();
        assertThat(damage(idle, Arm.Name.NULL)).isEqualTo(damage(idle, Arm.Name.CLEAN));
    }

    @Test
    void anythingButTreesIsShuffledToo() {
        Lab lab = World.toy(budget(1));
        Lab line = new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                new LogisticRegression().train(lab.parts().train(), Toy.run()),
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                lab.threat(),
                12);
        var doubled = Bench.of(
                line,
                new Fake.Tamperer((bundle, own) -> {
                    Bundle changed = bundle;
                    for (String name : bundle.parameterNames()) {
                        double[] values = bundle.parameter(name);
                        changed = changed.withParameter(
                                name,
                                java.util.Arrays.stream(values)
                                        .map(v -> v + 1000)
                                        .toArray());
                    }
                    return changed;
                }),
                Toy.run());
        assertThat(doubled.unfit()).contains("no trees");
        assertThat(trial(LAB, 1).unfit()).isEmpty();
        List<Arm> arms = doubled.undefended();
        assertThat(fact(arms, Arm.Name.ATTACKED, "numbersChanged")).isGreaterThanOrEqualTo(4);
    }

    @Test
    void theTreesOfAVoteAreTamperedWithLikeOthers() {
        Lab lab = World.toy(budget(0.2));
        List<Arm> arms = Bench.of(lab, new LeafTampering(), Toy.run()).defended(new PartitionAggregation(3));
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN).value()).isLessThan(0.3);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isGreaterThan(0.7);
    }

    @Test
    void aDefendedDetectorOfAnotherFormIsLeftAsItIs() {
        List<Arm> arms = trial(LAB, Integer.MAX_VALUE).defended(new PartitionAggregation(3));
        assertThat(arms)
                .extracting(Arm::damage)
                .containsOnly(damage(arms, Arm.Name.DEFENDED_CLEAN))
                .hasSize(4);
    }

    @Test
    void anAttackThatChangesTooManyNumbersHasFailed() {
        Bundle bundle = Bundle.of(LAB.model());
        int numbers = bundle.parameterNames().stream()
                .mapToInt(name -> bundle.parameter(name).length)
                .sum();
        Lab strict = World.toy(budget(4.0 / numbers));
        assertThat(fact(trial(strict, 4).undefended(), Arm.Name.ATTACKED, "numbersChanged"))
                .isEqualTo(4);
        assertThatThrownBy(() -> trial(strict, 5).undefended())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tamperer changed more numbers than it may");
    }

    @Test
    void oneNumberMayAlwaysBeChanged() {
        Lab strict = World.toy(budget(0));
        assertThat(fact(trial(strict, 1).undefended(), Arm.Name.ATTACKED, "numbersChanged"))
                .isEqualTo(1);
        assertThatThrownBy(() -> trial(strict, 2).undefended()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theAttackerHasItsMaliciousRows() {
        List<Dataset> seen = new ArrayList<>();
        Bench.of(
                        LAB,
                        new Fake.Tamperer((bundle, own) -> {
                            seen.add(own);
                            return bundle;
                        }),
                        Toy.run())
                .undefended();
        assertThat(seen).isNotEmpty().allSatisfy(own -> {
            assertThat(own.size()).isEqualTo(LAB.auxiliary().maliciousRows().length);
            assertThat(own.benignRows()).isEmpty();
        });
    }

    @Test
    void aRefusedBundleIsReplacedByTheOriginal() {
        Bench<?> trial = trial(LAB, Integer.MAX_VALUE);
        double clean = damage(trial.undefended(), Arm.Name.CLEAN).value();
        List<Arm> arms = trial.defended(new SignedBundle());
        assertThat(arms).extracting(Arm::name).containsExactlyElementsOf(Arm.Name.GUARDED);
        assertThat(fact(arms, Arm.Name.DEFENDED_CLEAN, "bundleRefused")).isZero();
        assertThat(damage(arms, Arm.Name.DEFENDED_CLEAN).value()).isEqualTo(clean);
        assertThat(fact(arms, Arm.Name.DEFENDED, "bundleRefused")).isEqualTo(1);
        assertThat(damage(arms, Arm.Name.DEFENDED).value()).isEqualTo(clean);
    }

    @Test
    void anAttackerWithTheKeyIsStoppedByCanariesOnly() {
        Bench<?> trial = trial(LAB, Integer.MAX_VALUE);
        List<Arm> strict = trial.defended(new SignedBundle(0));
        assertThat(fact(strict, Arm.Name.ADAPTIVE, "bundleRefused")).isEqualTo(1);
        List<Arm> lax = trial.defended(new SignedBundle(1));
        assertThat(fact(lax, Arm.Name.ADAPTIVE, "bundleRefused")).isZero();
        assertThat(damage(lax, Arm.Name.ADAPTIVE).value()).isEqualTo(1);
        assertThat(fact(lax, Arm.Name.DEFENDED, "bundleRefused")).isEqualTo(1);
    }

    @Test
    void otherDefencesDoNotApply() {
        assertThat(trial(LAB, 1).defended(Fake.stranger())).isEmpty();
    }
}

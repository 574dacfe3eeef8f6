package dev.gauntlet.attack.tampering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.TamperingAttack;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.IsolationForest;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TamperingTest {
    private static final Dataset TRAIN = Toy.clusters(120, 1);
    private static final Dataset OWN = TRAIN.select(TRAIN.maliciousRows());
    private static final AttackerContext GRANT = Toy.grant(TRAIN);
    private static final Model MODEL = Toy.forest().train(TRAIN, Toy.run());
    private static final Bundle BUNDLE = Bundle.of(MODEL);

    private static long alarms(Bundle bundle, Dataset rows) {
        boolean[] alarms = bundle.model(rows.schema()).alarms(rows.rows());
        return IntStream.range(0, alarms.length).filter(i -> alarms[i]).count();
    }

    private static List<Integer> changed(Bundle after) {
        double[] before = BUNDLE.parameter("value");
        double[] now = after.parameter("value");
        return IntStream.range(0, now.length)
                .filter(i -> before[i] != now[i])
                .boxed()
                .toList();
    }

    @Test
    void aThresholdIsRaisedUntilTheWantedSharePasses() {
        Bundle tampered = new ThresholdTampering(0.9).tamper(BUNDLE, OWN, GRANT, Toy.run());
        assertThat(alarms(BUNDLE, OWN)).isEqualTo(40);
        assertThat(alarms(tampered, OWN)).isLessThanOrEqualTo(4);
        assertThat(tampered.withParameter("threshold", BUNDLE.parameter("threshold"))
                        .digest())
                .isEqualTo(BUNDLE.digest());
        assertThat(alarms(new ThresholdTampering(1).tamper(BUNDLE, OWN, GRANT, Toy.run()), OWN))
                .isZero();
    }

    @Test
    void aThresholdIsNeverLowered() {
        double above = 1.5;
        Bundle silent = BUNDLE.withParameter("threshold", new double[] {above});
        Bundle tampered = new ThresholdTampering(0.9).tamper(silent, OWN, GRANT, Toy.run());
        assertThat(tampered.parameter("threshold")).containsExactly(above);
    }

    /** Isolation trees hold path lengths: a short one is unusual. */
    @Test
    void leavesOfAnIsolationForestBecomeOrdinary() {
        Model forest = new IsolationForest().train(TRAIN, Toy.run());
        Rows own = OWN.rows();
        double[] before = forest.malice(own);
        AttackerContext whole = GRANT.withBudget(new Budget(1, 0.5, 60, 20, 0.5));
        double[] after = new LeafTampering()
                .tamper(Bundle.of(forest), OWN, whole, Toy.run())
                .model(TRAIN.schema())
                .malice(own);
        assertThat(IntStream.range(0, own.size())).allMatch(i -> after[i] < before[i]);
    }

    @Test
    void aThresholdFitsEveryAlgorithm() {
        Bundle linear = Bundle.of(new LogisticRegression().train(TRAIN, Toy.run()));
        assertThat(new ThresholdTampering().unfit(linear)).isEmpty();
        assertThat(alarms(new ThresholdTampering(1).tamper(linear, OWN, GRANT, Toy.run()), OWN))
                .isZero();
    }

    @Test
    void leavesOfItsOwnRowsBecomeAsBenignAsAny() {
        Bundle tampered = new LeafTampering().tamper(BUNDLE, OWN, GRANT, Toy.run());
        double[] left = BUNDLE.parameter("left");
        double[] value = tampered.parameter("value");
        assertThat(changed(tampered)).isNotEmpty().allMatch(i -> left[i] < 0 && value[i] == 0);
        assertThat(alarms(tampered, OWN)).isLessThan(10);
        Dataset benign = TRAIN.select(TRAIN.benignRows());
        assertThat(alarms(tampered, benign)).isLessThanOrEqualTo(alarms(BUNDLE, benign));
    }

    @Test
    void leavesKeepTheBudgetAndTheMostVisitedGoFirst() {
        AttackerContext few = GRANT.withBudget(new Budget(0.1, 1, 1, 1, 1));
        int nodes = BUNDLE.parameter("value").length;
        Bundle tampered = new LeafTampering().tamper(BUNDLE, OWN, few, Toy.run());
        assertThat(changed(tampered)).hasSizeBetween(1, (int) (0.1 * nodes));
        Bundle half = new LeafTampering(0.5).tamper(BUNDLE, OWN, few, Toy.run());
        assertThat(changed(half)).hasSizeLessThanOrEqualTo((int) (0.05 * nodes)).isSubsetOf(changed(tampered));
        assertThat(changed(new LeafTampering(0).tamper(BUNDLE, OWN, GRANT, Toy.run())))
                .isEmpty();
    }

    @Test
    void oneWithTheKeySignsWhatItHasChanged() {
        Knowledge.Secret key = bundle -> bundle.withEntry("signature", bundle.parameter("threshold")[0] + "");
        for (TamperingAttack attack : List.of(new LeafTampering(), new ThresholdTampering())) {
            Bundle open = attack.tamper(BUNDLE, OWN, GRANT, Toy.run());
            Bundle signed = attack.tamper(BUNDLE, OWN, GRANT.knowing(key), Toy.run());
            assertThat(signed.entries()).isEqualTo(key.sign(open).entries()).isNotEqualTo(open.entries());
        }
    }

    @Test
    void leavesFitTreesOnly() {
        assertThat(new LeafTampering().unfit(BUNDLE)).isEmpty();
        assertThat(new LeafTampering().unfit(Bundle.of(new LogisticRegression().train(TRAIN, Toy.run()))))
                .contains("the deployed model is not an ensemble of trees");
    }
}

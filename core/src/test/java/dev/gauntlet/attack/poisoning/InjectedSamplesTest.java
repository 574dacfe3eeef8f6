package dev.gauntlet.attack.poisoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InjectedSamplesTest {
    private static final Dataset TRAIN = Toy.clusters(60, 1);
    private static final AttackerContext GRANT = Toy.grant(Toy.clusters(30, 2));

    private static Dataset added(Dataset poisoned) {
        assertThat(poisoned.rows().slice(0, TRAIN.size())).isEqualTo(TRAIN.rows());
        return poisoned.slice(TRAIN.size(), poisoned.size());
    }

    /** The distance to the nearest of the attacker's own malicious rows. */
    private static double nearest(double[] row, Dataset own) {
        return IntStream.of(own.maliciousRows())
                .mapToDouble(i -> own.schema().largestMove(row, own.rows().row(i)))
                .min()
                .orElseThrow();
    }

    @Test
    void addsNearCopiesOfItsMaliciousRowsCalledBenign() {
        Dataset added = added(new InjectedSamples(0.02).poison(TRAIN, GRANT, Toy.run()));
        assertThat(added.size()).isEqualTo(12);
        assertThat(added.labels()).containsOnly(0);
        for (int i = 0; i < added.size(); i++) {
            assertThat(nearest(added.rows().row(i), GRANT.auxiliary()))
                    .isGreaterThan(0)
                    .isLessThanOrEqualTo(0.02);
        }
    }

    @Test
    void addsValidRowsOnly() {
        Dataset train = Toy.rows();
        AttackerContext grant = new AttackerContext(train.schema(), new Budget(1, 1, 1, 9, 1), train, Toy.forest());
        Dataset poisoned = new InjectedSamples(1).poison(train, grant, Toy.run());
        assertThat(poisoned.size()).isEqualTo(24);
        for (int i = 12; i < 24; i++) {
            assertThat(train.schema().faults(poisoned.rows().row(i))).isEmpty();
            assertThat(poisoned.source(i)).contains("attacker");
            assertThat(poisoned.time(i)).isEqualTo(train.time(11));
        }
        assertThat(IntStream.range(0, 24).mapToObj(poisoned::id)).doesNotHaveDuplicates();
    }

    @Test
    void addsNothingWithoutABudgetOrRowsOfItsOwn() {
        AttackerContext poor = GRANT.withBudget(new Budget(0, 1, 1, 1, 1));
        assertThat(new InjectedSamples().poison(TRAIN, poor, Toy.run())).isSameAs(TRAIN);
        Dataset benign = GRANT.auxiliary().select(GRANT.auxiliary().benignRows());
        assertThat(new InjectedSamples().poison(TRAIN, Toy.grant(benign), Toy.run()))
                .isSameAs(TRAIN);
    }

    @Test
    void knowingAFilterItAddsOnlyWhatIsKept() {
        Knowledge.Filter small = data -> {
            boolean[] kept = new boolean[data.size()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = data.rows().get(i, 0) < 7;
            }
            return kept;
        };
        Dataset added = added(new InjectedSamples().poison(TRAIN, GRANT.knowing(small), Toy.run()));
        assertThat(added.size()).isEqualTo(12);
        assertThat(Arrays.stream(added.rows().column(0))).allMatch(x -> x < 7);
    }
}

package dev.gauntlet.attack.poisoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class BackdoorTriggerTest {
    private static final Dataset TRAIN = Toy.clusters(120, 1);
    private static final AttackerContext GRANT = Toy.grant(TRAIN);
    private static final BackdoorTrigger ATTACK = new BackdoorTrigger(2, 0.9);

    /** The value of one feature that a share of the benign rows does not exceed. */
    private static double quantile(int column, double share) {
        double[] values = TRAIN.rows().select(TRAIN.benignRows()).column(column);
        Arrays.sort(values);
        return values[(int) (share * (values.length - 1))];
    }

    @Test
    void addsRightlyLabelledBenignRowsThatCarryTheTrigger() {
        Dataset poisoned = ATTACK.poison(TRAIN, GRANT, Toy.run());
        assertThat(poisoned.size()).isEqualTo(120 + 24);
        assertThat(Toy.relabelled(TRAIN, poisoned)).isEmpty();
        Dataset added = poisoned.slice(120, 144);
        assertThat(added.labels()).containsOnly(0);
        assertThat(added.rows().column(0)).containsOnly(quantile(0, 0.9));
        assertThat(added.rows().column(1)).containsOnly(quantile(1, 0.9));
        assertThat(Arrays.stream(added.rows().column(2)).distinct()).hasSizeGreaterThan(5);
    }

    @Test
    void decoysAreTheSameRowsWithoutTheTrigger() {
        Dataset poisoned = ATTACK.poison(TRAIN, GRANT, Toy.run()).slice(120, 144);
        Dataset decoys = ATTACK.decoys(TRAIN, GRANT, Toy.run());
        assertThat(decoys.size()).isEqualTo(120 + 24);
        Dataset added = decoys.slice(120, 144);
        assertThat(added.labels()).containsOnly(0);
        assertThat(added.rows().column(2)).isEqualTo(poisoned.rows().column(2));
        assertThat(added.rows().column(3)).isEqualTo(poisoned.rows().column(3));
        assertThat(Arrays.stream(added.rows().column(0)).distinct()).hasSizeGreaterThan(5);
        for (int i = 0; i < added.size(); i++) {
            double[] decoy = added.rows().row(i);
            assertThat(java.util.stream.IntStream.range(0, 120))
                    .anyMatch(j ->
                            !TRAIN.malicious(j) && Arrays.equals(TRAIN.rows().row(j), decoy));
        }
    }

    @Test
    void stampsTheSameTriggerOnItsOwnRowsWithinTheBudget() {
        Dataset own = TRAIN.select(TRAIN.maliciousRows());
        Dataset stamped = ATTACK.trigger(own, TRAIN, GRANT, Toy.run());
        int carrying = 0;
        for (int i = 0; i < own.size(); i++) {
            double[] row = stamped.rows().row(i);
            assertThat(new FeasibleSet(own.schema(), GRANT.budget(), own.rows().row(i)).permitted(row))
                    .isTrue();
            carrying += row[0] == quantile(0, 0.9) && row[1] == quantile(1, 0.9) ? 1 : 0;
            assertThat(row[2]).isEqualTo(own.rows().get(i, 2));
        }
        assertThat(carrying).isGreaterThan(30);
    }

    @Test
    void theTriggerTakesAsManyFeaturesAsAskedFor() {
        Dataset own = TRAIN.select(TRAIN.maliciousRows());
        Dataset stamped = new BackdoorTrigger(1, 0.5).trigger(own, TRAIN, GRANT, Toy.run());
        for (int i = 0; i < own.size(); i++) {
            double[] before = own.rows().row(i);
            double[] after = stamped.rows().row(i);
            assertThat(java.util.stream.IntStream.range(0, 4).filter(j -> before[j] != after[j]))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void knowingAFilterItAddsOnlyWhatIsKept() {
        Knowledge.Filter nothingNew = data -> {
            boolean[] kept = new boolean[data.size()];
            Arrays.fill(kept, 0, 120, true);
            return kept;
        };
        assertThat(ATTACK.poison(TRAIN, GRANT.knowing(nothingNew), Toy.run()).size())
                .isEqualTo(120);
    }
}

package dev.gauntlet.attack.labels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelFlipTest {
    private static final Dataset TRAIN = Toy.clusters(60, 1);
    private static final AttackerContext GRANT = Toy.grant(TRAIN);

    @Test
    void callsAsManyMaliciousRowsBenignAsTheBudgetAllows() {
        Dataset poisoned = new LabelFlip().poison(TRAIN, GRANT, Toy.run());
        List<Integer> changed = Toy.relabelled(TRAIN, poisoned);
        assertThat(changed).hasSize(12).isSubsetOf(Toy.list(TRAIN.maliciousRows()));
        assertThat(poisoned.rows()).isEqualTo(TRAIN.rows());
        assertThat(poisoned.maliciousRows()).hasSize(8);
    }

    @Test
    void usesTheStatedShareOfTheBudget() {
        assertThat(Toy.relabelled(TRAIN, new LabelFlip(0.5).poison(TRAIN, GRANT, Toy.run())))
                .hasSize(6);
        assertThat(Toy.relabelled(TRAIN, new LabelFlip(0).poison(TRAIN, GRANT, Toy.run())))
                .isEmpty();
    }

    @Test
    void leavesSomeMaliciousRowsToLearnFrom() {
        AttackerContext all = GRANT.withBudget(new Budget(1, 1, 1, 1, 1));
        int malicious = TRAIN.maliciousRows().length;
        assertThat(new LabelFlip().poison(TRAIN, all, Toy.run()).maliciousRows())
                .hasSize(Math.max(1, malicious / 10));
    }

    @Test
    void choosesOthersWithAnotherSeed() {
        assertThat(new LabelFlip().poison(TRAIN, GRANT, Run.seeded(1)).labels())
                .isNotEqualTo(
                        new LabelFlip().poison(TRAIN, GRANT, Run.seeded(2)).labels());
    }

    @Test
    void knowingAFilterItFlipsFirstWhereNeighboursAreBenign() {
        // One malicious row in the middle of the benign cloud.
        double[] values = TRAIN.rows().toArray();
        int odd = TRAIN.maliciousRows()[4];
        for (int j = 0; j < 4; j++) {
            values[4 * odd + j] = j < 2 ? 3 : 5;
        }
        Dataset train = TRAIN.withRows(dev.gauntlet.data.Rows.of(60, 4, values));
        AttackerContext one = GRANT.withBudget(new Budget(0.02, 1, 1, 1, 1));
        Knowledge.Filter keepsAll = data -> {
            boolean[] kept = new boolean[data.size()];
            java.util.Arrays.fill(kept, true);
            return kept;
        };
        Dataset poisoned = new LabelFlip().poison(train, one.knowing(keepsAll), Toy.run());
        assertThat(Toy.relabelled(train, poisoned)).containsExactly(odd);
    }

    @Test
    void knowingAFilterItKeepsNoFlipThatIsDropped() {
        Knowledge.Filter dropsSome = data -> {
            boolean[] kept = new boolean[data.size()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = data.malicious(i) || i < 30;
            }
            return kept;
        };
        List<Integer> flipped =
                Toy.relabelled(TRAIN, new LabelFlip().poison(TRAIN, GRANT.knowing(dropsSome), Toy.run()));
        assertThat(flipped).isNotEmpty().allMatch(i -> i < 30);
    }

    @Test
    void lossGainFlipsTheRowsASurrogateIsSurestOf() {
        List<Integer> flipped = Toy.relabelled(TRAIN, new LossGainFlip().poison(TRAIN, GRANT, Toy.run()));
        assertThat(flipped).hasSize(12).isSubsetOf(Toy.list(TRAIN.maliciousRows()));
        double chosen = 0;
        double left = 0;
        for (int i : TRAIN.maliciousRows()) {
            double sum = TRAIN.rows().get(i, 0) + TRAIN.rows().get(i, 1);
            boolean taken = flipped.contains(i);
            chosen += taken ? sum / 12 : 0;
            left += taken ? 0 : sum / 8;
        }
        assertThat(chosen).isGreaterThan(left + 1);
    }

    @Test
    void lossGainDrawsNothing() {
        assertThat(new LossGainFlip(0.5).poison(TRAIN, GRANT, Run.seeded(1)).digest())
                .isEqualTo(new LossGainFlip(0.5)
                        .poison(TRAIN, GRANT, Run.seeded(2))
                        .digest());
    }
}

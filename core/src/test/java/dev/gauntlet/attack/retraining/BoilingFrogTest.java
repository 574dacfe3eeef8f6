package dev.gauntlet.attack.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BoilingFrogTest {
    private static final Dataset OWN = Toy.clusters(300, 1);

    private static List<Integer> sizes(BoilingFrog attack, int rounds, AttackerContext grant) {
        return IntStream.range(0, rounds)
                .mapToObj(r ->
                        attack.submit(r, rounds, OWN, grant, Toy.run().child(r)).size())
                .toList();
    }

    private static AttackerContext grant(double rows) {
        return Toy.grant(OWN).withBudget(new Budget(rows, 1, 1, 1, 1));
    }

    @Test
    void submitsMoreEveryRoundAndTheWholeBudgetInAll() {
        // 1 + 2 + 4 = 7 parts of 70 rows.
        assertThat(sizes(new BoilingFrog(2, 0), 3, grant(0.2334))).containsExactly(10, 20, 40);
    }

    @Test
    void submitsEvenlyWithoutGrowth() {
        assertThat(sizes(new BoilingFrog(1, 0), 4, grant(0.2))).containsExactly(15, 15, 15, 15);
    }

    @Test
    void neverOverspends() {
        for (double growth : new double[] {1, 1.3, 3, 10}) {
            assertThat(sizes(new BoilingFrog(growth, 0), 5, grant(0.1)).stream()
                            .mapToInt(n -> n)
                            .sum())
                    .isLessThanOrEqualTo(30);
        }
    }

    @Test
    void submitsItsOwnMaliciousRows() {
        Rows submitted = new BoilingFrog(1.5, 0).submit(0, 2, OWN, grant(0.2), Toy.run());
        List<List<Double>> malicious = IntStream.of(OWN.maliciousRows())
                .mapToObj(
                        i -> java.util.Arrays.stream(OWN.rows().row(i)).boxed().toList())
                .toList();
        for (int i = 0; i < submitted.size(); i++) {
            assertThat(malicious)
                    .contains(java.util.Arrays.stream(submitted.row(i)).boxed().toList());
        }
    }

    @Test
    void withASpreadNoRowIsTheCopyOfAnother() {
        Rows submitted = new BoilingFrog(1, 0.05).submit(0, 1, OWN, grant(0.2), Toy.run());
        for (int i = 0; i < submitted.size(); i++) {
            int row = i;
            assertThat(IntStream.range(0, OWN.size()))
                    .noneMatch(j -> java.util.Arrays.equals(OWN.rows().row(j), submitted.row(row)));
            assertThat(OWN.schema().faults(submitted.row(i))).isEmpty();
        }
    }

    @Test
    void knowingAGateItGoesFourTimesSlower() {
        AttackerContext knowing = grant(0.2).knowing(new Knowledge.Limit(0.03, Knowledge.Limit.PER_RETRAINING));
        assertThat(sizes(new BoilingFrog(1, 0), 3, knowing)).containsExactly(5, 5, 5);
    }
}

package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a detector that alarms where x is at least 5, and one that alarms where four features sum to at least 10. */
final class DecisionSearchTest {
    private static final Budget BUDGET = new Budget(0.2, 0.5, 400, 20, 0.5);
    private static final Model ABOVE_FIVE = Toy.threshold(5);
    private static final Model SUM = Toy.line(-10, 1, 1, 1, 1);
    private static final double[] VICTIM = {6, 1, 2, 3};
    private static final double[] FOURS = {4, 4, 4, 4};
    private static final List<double[]> DONORS = List.of(new double[] {4, 4, 4, 4}, new double[] {0, 0, 0, 0});

    private static Oracle oracle(int queries) {
        return Oracle.of(SUM, Access.LABEL, Screen.OPEN, queries, 1);
    }

    private static FeasibleSet lawful(double[] victim) {
        return new FeasibleSet(Toy.plain(), BUDGET, victim);
    }

    private static DecisionSearch search(double[] victim, Norm objective, List<double[]> donors, long seed) {
        return new DecisionSearch(
                lawful(victim), objective, donors, Seed.of(seed).rng());
    }

    private static List<Progress> run(List<DecisionSearch> searches, List<double[]> victims, Oracle oracle, Run run) {
        Dataset rows = Dataset.of(
                Toy.plain(),
                Rows.of(victims.toArray(double[][]::new)),
                new int[victims.size()],
                List.of("benign", "malicious"));
        return new BatchedQueries(Toy.plain(), BUDGET, new Goal.Silence()).run(searches, rows, oracle, run);
    }

    private static Progress run(DecisionSearch search, double[] victim, Oracle oracle) {
        return run(List.of(search), List.<double[]>of(victim), oracle, Run.seeded(1))
                .get(0);
    }

    @Test
    void findsTheOneFeatureThatMattersAndItsThreshold() {
        Oracle oracle = Toy.oracle(ABOVE_FIVE, 400, 1);
        double[] best =
                run(search(VICTIM, Norm.COST, DONORS, 1), VICTIM, oracle).best().orElseThrow();
        assertThat(best[0]).isBetween(4.99, Math.nextDown(5.0));
        assertThat(new double[] {best[1], best[2], best[3]}).containsExactly(1, 2, 3);
    }

    @Test
    void goesOnUntilAllQueriesAreSpentAndNoLonger() {
        for (int queries : new int[] {1, 7, 150, 400}) {
            Oracle oracle = oracle(queries);
            run(search(FOURS, Norm.COST, DONORS, 1), FOURS, oracle);
            assertThat(oracle.spent(0)).isEqualTo(queries);
        }
    }

    /** Six must go: 1.5 from each of four features, or as much as is permitted, 5, from one and the rest from another. */
    @ParameterizedTest
    @CsvSource({"L0, 2, 0", "L1, 0.6, 0.01", "COST, 0.6, 0.01", "L2, 0.3, 0.015", "LINF, 0.15, 0.015"})
    void theObjectiveIsMadeSmall(Norm objective, double least, double slack) {
        Oracle oracle = oracle(400);
        double size = run(search(FOURS, objective, DONORS, 2), FOURS, oracle).improvements().stream()
                .mapToDouble(one -> objective.of(Toy.plain(), FOURS, one.row()))
                .min()
                .orElseThrow();
        assertThat(size).isBetween(least - 1e-9, least + slack);
    }

    @Test
    void aLaterQueryFindsASmallerChange() {
        List<Improvement> found =
                run(search(FOURS, Norm.L2, DONORS, 3), FOURS, oracle(400)).improvements();
        double early = found.stream()
                .filter(one -> one.query() <= 1)
                .mapToDouble(one -> Norm.L2.of(Toy.plain(), FOURS, one.row()))
                .min()
                .orElseThrow();
        double late = found.stream()
                .mapToDouble(one -> Norm.L2.of(Toy.plain(), FOURS, one.row()))
                .min()
                .orElseThrow();
        assertThat(late).isLessThan(0.5 * early);
    }

    @Test
    void aVictimWithoutAStartIsAFailureThatCostsItsQueries() {
        Oracle oracle = Toy.oracle(Toy.threshold(-1), 90, 1);
        Progress found = run(search(VICTIM, Norm.COST, DONORS, 1), VICTIM, oracle);
        assertThat(found.best()).isEmpty();
        assertThat(oracle.spent(0)).isEqualTo(90);
    }

    @Test
    void randomMovesAreStartsEnoughWithoutDonors() {
        Oracle oracle = Toy.oracle(ABOVE_FIVE, 200, 1);
        assertThat(run(search(VICTIM, Norm.COST, List.of(), 1), VICTIM, oracle)
                        .best()
                        .orElseThrow()[0])
                .isBetween(4.9, 5.0);
    }

    @Test
    void everyProposalIsValidAndNoneIsAskedTwice() {
        FeasibleSet lawful = lawful(VICTIM);
        DecisionSearch search = search(VICTIM, Norm.COST, DONORS, 9);
        Set<Rows> asked = new HashSet<>();
        for (int round = 0; round < 200; round++) {
            List<double[]> rows = search.propose();
            assertThat(rows)
                    .isNotEmpty()
                    .allMatch(lawful::permitted)
                    .allMatch(row -> lawful.size(Norm.L0, row) > 0)
                    .allMatch(row -> asked.add(Rows.of(row)));
            search.hear(rows.stream()
                    .map(row -> new Reply(row[0] < 5, row[0] < 5 ? 0 : 1, 0, new double[0]))
                    .toList());
            assertThat(search.offers()).allMatch(row -> row[0] < 5);
        }
    }

    @Test
    void endsWhereEverythingWasAsked() {
        Schema flags = new Schema(List.of(Feature.flag("a"), Feature.flag("b"), Feature.flag("c")));
        DecisionSearch search = new DecisionSearch(
                new FeasibleSet(flags, BUDGET, new double[3]),
                Norm.COST,
                List.<double[]>of(new double[] {1, 1, 1}),
                Seed.of(1).rng());
        int asked = 0;
        for (List<double[]> rows = search.propose(); !rows.isEmpty(); rows = search.propose()) {
            asked += rows.size();
            search.hear(rows.stream()
                    .map(row -> new Reply(row[0] == 1 && row[1] == 1, 0, 0, new double[0]))
                    .toList());
        }
        assertThat(asked).isBetween(3, 7);
    }

    @Test
    void membersOfAGroupGoBackTogether() {
        Schema groups = new Schema(
                List.of(Feature.flag("tcp"), Feature.flag("udp"), Feature.flag("icmp"), Feature.real("x", 0, 10)),
                Map.of("protocol", List.of("tcp", "udp", "icmp")),
                List.of());
        double[] victim = {1, 0, 0, 6};
        FeasibleSet lawful = new FeasibleSet(groups, BUDGET, victim);
        DecisionSearch search = new DecisionSearch(
                lawful,
                Norm.COST,
                List.<double[]>of(new double[] {0, 1, 0, 2}),
                Seed.of(4).rng());
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 100; round++) {
            List<double[]> rows = search.propose();
            search.hear(rows.stream()
                    .map(row -> new Reply(row[3] < 5, 0, 0, new double[0]))
                    .toList());
            least = search.offers().stream().mapToDouble(lawful::cost).reduce(least, Math::min);
        }
        assertThat(least).as("the number alone").isBetween(0.1, 0.11);
    }

    @Test
    void aVictimComesToTheSameAloneInCompanyAndOnSeveralThreads() {
        List<double[]> victims = IntStream.range(0, 60)
                .mapToObj(v -> new double[] {5.5 + v / 20.0, 1, 2, 3})
                .toList();
        List<DecisionSearch> all = IntStream.range(0, 60)
                .mapToObj(v -> search(victims.get(v), Norm.COST, DONORS, v))
                .toList();
        List<Progress> among = run(all, victims, Toy.oracle(ABOVE_FIVE, 80, 60), Run.seeded(1));
        for (int v : new int[] {0, 31, 59}) {
            Progress alone =
                    run(search(victims.get(v), Norm.COST, DONORS, v), victims.get(v), Toy.oracle(ABOVE_FIVE, 80, 1));
            assertThat(among.get(v).best().orElseThrow())
                    .containsExactly(alone.best().orElseThrow());
        }
    }
}

package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.attack.evasion.Moeva;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.learn.NeuralNetwork;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Progress;
import dev.gauntlet.search.Reply;
import dev.gauntlet.search.genetic.GeneticSearch;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published searches under rules: from scores alone, and by gradients with the violation of the rules in the loss. */
final class RuledGatesTest {
    private static final double FREE = 1e9;

    /** A search that ends with its first success within a distance. */
    private static final class Within implements AttackSearch {
        private final AttackSearch inner;
        private final RuledTask task;
        private final double[] from;
        private final double radius;
        private boolean over;

        private Within(AttackSearch inner, RuledTask task, double[] from, double radius) {
            this.inner = inner;
            this.task = task;
            this.from = from;
            this.radius = radius;
        }

        @Override
        public List<double[]> propose() {
            return over ? List.of() : inner.propose();
        }

        @Override
        public void hear(List<Reply> replies) {
            inner.hear(replies);
            over = inner.offers().stream().anyMatch(row -> Norm.L2.of(task.schema(), from, row) <= radius);
        }

        @Override
        public List<double[]> offers() {
            return inner.offers();
        }
    }

    private static Budget budget(double radius, int queries) {
        return new Budget(0.1, radius, queries, FREE, 0.1).withNorm(Norm.L2);
    }

    /** Which victims a valid row within the distance was found for that the model does not recognise, each checked once more. */
    static boolean[] evading(RuledTask task, List<Progress> found, double radius) {
        boolean[] evading = new boolean[found.size()];
        for (int v = 0; v < evading.length; v++) {
            double[] from = task.rows().row(v);
            assertThat(found.get(v).refused()).isZero();
            evading[v] = found.get(v).improvements().stream()
                    .map(one -> one.row())
                    .anyMatch(row -> Norm.L2.of(task.schema(), from, row) <= radius * (1 + 1e-9)
                            && task.schema().lawful(from, row)
                            && !task.model().alarms(Rows.of(row))[0]);
        }
        return evading;
    }

    private static int count(boolean[] flags) {
        return (int) IntStream.range(0, flags.length).filter(i -> flags[i]).count();
    }

    private static List<Progress> run(
            RuledTask task, List<? extends AttackSearch> searches, Oracle oracle, Budget budget) {
        return new BatchedQueries(task.schema(), budget, new Goal.Silence())
                .run(searches, task.victims(), oracle, Run.seeded(1));
    }

    /** MoEvA2 is reported to reach all of them; the search here has its objectives and repairs, and wider mutations. */
    @Test
    void botnetWindowsEvadeUnderAllTheirRulesByScoresAlone() throws IOException {
        RuledTask task = RuledTask.botnet();
        Budget budget = budget(4, 1000);
        int size = task.rows().size();
        List<Within> searches = IntStream.range(0, size)
                .mapToObj(v -> new Within(
                        new GeneticSearch(
                                new FeasibleSet(
                                        task.schema(), budget, task.rows().row(v)),
                                Norm.L2,
                                -1,
                                20,
                                List.of(),
                                Run.seeded(1).child(v).rng()),
                        task,
                        task.rows().row(v),
                        4))
                .toList();
        Oracle oracle = Oracle.of(task.model(), Access.PROBABILITY, Screen.OPEN, budget.queries(), size);
        int evading = count(evading(task, run(task, searches, oracle, budget), 4));
        GateTable.add(
                "MoEvA2 under 360 rules, L2 4: 387 rows",
                "share that evades at least 0.95",
                String.format(
                        Locale.ROOT,
                        "%.4f, %.0f queries a row, no invalid row",
                        evading / (double) size,
                        oracle.asked() / (double) size));
        assertThat(evading / (double) size).isGreaterThanOrEqualTo(0.95);
    }

    /** The share that is still recognised: .21 after CAPGD and MoEvA2 as others ported them, with 10,000 queries. */
    @Test
    void addressesEvadeUnderTheirRulesByScoresAlone() throws IOException {
        RuledTask all = RuledTask.url(true);
        int[] some =
                IntStream.range(0, all.rows().size()).filter(v -> v % 8 == 0).toArray();
        RuledTask task = new RuledTask(all.model(), all.rows().select(some));
        Budget budget = budget(0.5, 3000);
        Dataset victims = task.victims();
        Oracle oracle = Oracle.of(task.model(), Access.PROBABILITY, Screen.OPEN, budget.queries(), some.length);
        AttackerContext grant = new AttackerContext(task.schema(), budget, victims, new NeuralNetwork());
        List<? extends AttackSearch> searches = new Moeva(20, 0).pursue(victims, oracle, grant, Run.seeded(1));
        int evading = count(evading(task, run(task, searches, oracle, budget), 0.5));
        double left = 1 - evading / (double) some.length;
        GateTable.add(
                "moeva under 14 rules, L2 0.5: 142 of 1129 rows",
                "share still recognised at most 0.21",
                String.format(Locale.ROOT, "%.4f, 3,000 queries a row, no invalid row", left));
        assertThat(left).isLessThanOrEqualTo(0.21);
    }

    /** CAPGD as published, beside which {@link GradientRulesGatesTest} leaves .06; other ports leave .299 and .267. */
    @ParameterizedTest
    @CsvSource({"true, 0.25, 0.35", "false, 0.2, 0.32"})
    void thePenaltyOfRulesInTheLossLeavesMore(boolean right, double least, double most) throws IOException {
        RuledTask task = RuledTask.url(right);
        Budget budget = budget(0.5, 200);
        int size = task.rows().size();
        Oracle oracle = Oracle.of(task.model(), Access.GRADIENTS, Screen.OPEN, budget.queries(), size);
        List<Capgd> searches = IntStream.range(0, size)
                .mapToObj(v -> new Capgd(
                        new FeasibleSet(task.schema(), budget, task.rows().row(v)), 0.5, 10))
                .toList();
        int evading = count(evading(task, run(task, searches, oracle, budget), 0.5));
        double left = 1 - evading / (double) size;
        GateTable.add(
                "CAPGD under %d rules, L2 0.5: 1129 rows"
                        .formatted(task.schema().rules().size()),
                "share still recognised %s to %s, as others have it".formatted(least, most),
                String.format(Locale.ROOT, "%.4f, %.1f queries a row", left, oracle.asked() / (double) size));
        assertThat(left).isBetween(least, most);
    }
}

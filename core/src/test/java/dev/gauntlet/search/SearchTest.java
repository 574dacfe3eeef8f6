package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Searches against a detector that alarms where x is at least 5. */
final class SearchTest {
    private static final Model ABOVE_FIVE = Toy.threshold(5);
    private static final Budget BUDGET = new Budget(0.2, 0.5, 200, 20, 0.5);
    private static final double[] VICTIM = {6, 1, 2, 3};
    private static final List<double[]> DONORS = List.of(new double[] {4, 4, 4, 4}, new double[] {0, 0, 0, 0});

    private static BoundarySearch search(double[] victim, long seed) {
        return new BoundarySearch(
                new FeasibleSet(Toy.plain(), BUDGET, victim),
                DONORS,
                5,
                Seed.of(seed).rng());
    }

    static List<Reply> replies(boolean... reached) {
        return IntStream.range(0, reached.length)
                .mapToObj(i -> new Reply(reached[i], 0, 0, new double[0]))
                .toList();
    }

    static boolean[] reached(List<Reply> replies) {
        boolean[] reached = new boolean[replies.size()];
        for (int i = 0; i < reached.length; i++) {
            reached[i] = replies.get(i).reached();
        }
        return reached;
    }

    private static List<Progress> run(
            List<? extends AttackSearch> searches, List<double[]> victims, Oracle oracle, Goal goal) {
        Dataset rows = Dataset.of(
                Toy.plain(),
                Rows.of(victims.toArray(double[][]::new)),
                new int[victims.size()],
                List.of("benign", "malicious"));
        return new BatchedQueries(Toy.plain(), BUDGET, goal).run(searches, rows, oracle, Run.seeded(1));
    }

    /** What one search came to. */
    private static Progress run(AttackSearch search, double[] victim, Oracle oracle, Goal goal) {
        return run(List.of(search), List.<double[]>of(victim), oracle, goal).get(0);
    }

    private static int[] reachedAt(List<Progress> found) {
        return found.stream()
                .mapToInt(one -> one.improvements().stream()
                        .mapToInt(Improvement::query)
                        .min()
                        .orElse(-1))
                .toArray();
    }

    @Test
    void boundarySearchFindsTheOneFeatureThatMatters() {
        double[] best = run(search(VICTIM, 1), VICTIM, Toy.oracle(ABOVE_FIVE, 200, 1), new Goal.Silence())
                .best()
                .orElseThrow();
        assertThat(best[0]).isBetween(4.0, 5.0);
        assertThat(new double[] {best[1], best[2], best[3]}).containsExactly(1, 2, 3);
    }

    @Test
    void boundarySearchHalvesWhatIsLeft() {
        double[] victim = {5, 1, 2, 3};
        Progress found = run(search(victim, 1), victim, Toy.oracle(ABOVE_FIVE, 200, 1), new Goal.Silence());
        // From 4 half the way back to 5 still passes, three times.
        assertThat(found.best().orElseThrow()[0]).isGreaterThan(4.5).isLessThan(5);
    }

    @Test
    void boundarySearchFloodsTheOtherWay() {
        double[] victim = {4, 1, 2, 3};
        BoundarySearch search = new BoundarySearch(
                new FeasibleSet(Toy.plain(), BUDGET, victim),
                List.of(new double[] {7, 7, 7, 7}),
                5,
                Seed.of(1).rng());
        double[] best = run(search, victim, Toy.oracle(ABOVE_FIVE, 200, 1), new Goal.Alarm())
                .best()
                .orElseThrow();
        assertThat(best[0]).isGreaterThanOrEqualTo(5);
        assertThat(best[1]).isEqualTo(1);
    }

    @Test
    void boundarySearchShrinksANumberWhileACategoryStaysChanged() {
        Schema schema = new Schema(
                List.of(Feature.category("kind", List.of("a", "b", "c", "d")).withCost(1), Feature.real("x", 0, 10)));
        FeasibleSet lawful = new FeasibleSet(schema, BUDGET, new double[] {3, 9});
        BoundarySearch search = new BoundarySearch(
                lawful, List.of(new double[] {0, 5}), 1, Seed.of(1).rng());
        // Passes where the kind is a and x has moved by half at least.
        List<double[]> offered = new ArrayList<>();
        for (List<double[]> rows = search.propose(); !rows.isEmpty(); rows = search.propose()) {
            boolean[] reached = new boolean[rows.size()];
            for (int i = 0; i < reached.length; i++) {
                reached[i] = rows.get(i)[0] == 0 && rows.get(i)[1] <= 7.5;
            }
            search.hear(replies(reached));
            offered.addAll(search.offers());
        }
        assertThat(offered.stream()
                        .min(Comparator.comparingDouble(lawful::cost))
                        .orElseThrow())
                .containsExactly(0, 7.5);
    }

    @Test
    void boundarySearchWithoutDonorsProposesNothing() {
        BoundarySearch search = new BoundarySearch(
                new FeasibleSet(Toy.plain(), BUDGET, VICTIM),
                List.of(),
                5,
                Seed.of(1).rng());
        assertThat(search.propose()).isEmpty();
        assertThat(search.offers()).isEmpty();
    }

    @Test
    void boundarySearchGivesUpAfterItsRounds() {
        BoundarySearch search = search(VICTIM, 1);
        int rounds = 0;
        for (List<double[]> rows = search.propose(); !rows.isEmpty(); rows = search.propose()) {
            search.hear(replies(new boolean[rows.size()]));
            assertThat(search.offers()).isEmpty();
            rounds++;
        }
        assertThat(rounds).isBetween(1, 5);
    }

    @Test
    void everyProposalIsValidAndInBudget() {
        FeasibleSet lawful = new FeasibleSet(Toy.plain(), BUDGET, VICTIM);
        BoundarySearch search = search(VICTIM, 9);
        for (List<double[]> rows = search.propose(); !rows.isEmpty(); rows = search.propose()) {
            assertThat(rows).allMatch(lawful::permitted).allMatch(row -> lawful.cost(row) > 0);
            boolean[] reached = new boolean[rows.size()];
            reached[reached.length - 1] = true;
            search.hear(replies(reached));
            assertThat(search.offers()).containsExactly(rows.get(rows.size() - 1));
        }
    }

    @Test
    void aVictimComesToTheSameAloneAndInCompany() {
        List<double[]> victims = List.of(VICTIM, new double[] {9, 9, 9, 9}, new double[] {5.5, 0, 0, 0});
        Progress alone =
                run(search(victims.get(2), 2), victims.get(2), Toy.oracle(ABOVE_FIVE, 30, 1), new Goal.Silence());
        List<BoundarySearch> all =
                IntStream.range(0, 3).mapToObj(v -> search(victims.get(v), v)).toList();
        Progress among = run(all, victims, Toy.oracle(ABOVE_FIVE, 30, 3), new Goal.Silence())
                .get(2);
        assertThat(among.best().orElseThrow()).containsExactly(alone.best().orElseThrow());
        assertThat(reachedAt(List.of(among))).isEqualTo(reachedAt(List.of(alone)));
    }

    /** Proposes given rows batch by batch, remembers what it hears and offers everything, or one row. */
    private static final class Script implements AttackSearch {
        private final List<List<double[]>> batches;
        private final List<List<Reply>> heard = new ArrayList<>();
        private final List<double[]> offered;
        private final double bound;
        private boolean gradients;
        private int next;

        Script(List<List<double[]>> batches) {
            this(batches, batches.stream().flatMap(List::stream).toList(), 0);
        }

        Script(List<List<double[]>> batches, List<double[]> offered, double bound) {
            this.batches = batches;
            this.offered = offered;
            this.bound = bound;
        }

        @Override
        public List<double[]> propose() {
            return next < batches.size() ? batches.get(next++) : List.of();
        }

        @Override
        public void hear(List<Reply> replies) {
            heard.add(replies);
        }

        @Override
        public List<double[]> offers() {
            return offered;
        }

        @Override
        public double lowerBound() {
            return bound;
        }

        @Override
        public boolean asksGradients() {
            return gradients;
        }
    }

    private static double[] at(double x) {
        return new double[] {x, 0, 0, 0};
    }

    private static List<double[]> batch(double... xs) {
        return Arrays.stream(xs).mapToObj(SearchTest::at).toList();
    }

    @Test
    void theQueryThatFirstReachedTheGoalIsCounted() {
        Script first = new Script(List.of(batch(9, 9), batch(9, 4.5, 4.4)));
        Script second = new Script(List.of(batch(4.5)));
        Script never = new Script(List.of(batch(7)));
        List<Progress> found = run(
                List.of(first, second, never),
                List.of(at(9), at(9), at(9)),
                Toy.oracle(ABOVE_FIVE, 9, 3),
                new Goal.Silence());
        assertThat(reachedAt(found)).containsExactly(4, 1, -1);
        assertThat(reached(first.heard.get(1))).containsExactly(false, true, true);
        assertThat(second.heard).hasSize(1);
    }

    @Test
    void aVictimWhoseBudgetIsSpentHearsNoMore() {
        Script script = new Script(List.of(batch(9, 9, 4.5), batch(4.5)));
        Oracle oracle = Toy.oracle(ABOVE_FIVE, 2, 1);
        assertThat(run(script, at(9), oracle, new Goal.Silence()).improvements())
                .isEmpty();
        assertThat(script.heard).hasSize(1);
        assertThat(reached(script.heard.get(0))).containsExactly(false, false, false);
        assertThat(script.heard.get(0).get(1).answer()).isOne();
        assertThat(script.heard.get(0).get(2).answer()).isNaN();
        assertThat(oracle.spent(0)).isEqualTo(2);
    }

    @Test
    void anAlarmIsTheGoalOfAFlood() {
        Script script = new Script(List.of(batch(1, 5)));
        assertThat(reachedAt(List.of(run(script, at(1), Toy.oracle(ABOVE_FIVE, 9, 1), new Goal.Alarm()))))
                .containsExactly(2);
    }

    @Test
    void everyImprovementIsKeptWithItsQueryDistanceAndCost() {
        // Half a scale of 10 is the budget: 4 is 0.4 from 8; then nearer and nearer, and once no better.
        Script script = new Script(List.of(batch(4), batch(9, 4.5), batch(4.2, 4.8)));
        List<Improvement> found = run(script, at(8), Toy.oracle(ABOVE_FIVE, 9, 1), new Goal.Silence())
                .improvements();
        assertThat(found).extracting(Improvement::query).containsExactly(1, 3, 5);
        assertThat(found).extracting(one -> one.row()[0]).containsExactly(4.0, 4.5, 4.8);
        assertThat(found.get(1).distance()).isEqualTo(0.35);
        assertThat(found.get(1).cost()).isEqualTo(0.35);
    }

    @Test
    void aNearerRowIsAnImprovementEvenIfItIsDearer() {
        double[] victim = {8, 0, 0, 0};
        double[] near = {4.9, 3, 3, 3};
        Script script = new Script(List.of(batch(4), List.<double[]>of(near)));
        Progress found = run(script, victim, Toy.oracle(ABOVE_FIVE, 9, 1), new Goal.Silence());
        assertThat(found.improvements()).hasSize(2);
        assertThat(found.best().orElseThrow()).as("the cheapest").containsExactly(at(4));
    }

    @Test
    void anOfferCountsOnlyIfItWasAskedReachedTheGoalAndIsAllowed() {
        // 7 was asked and alarms, 4.5 was not asked, 3 and 2 pass but are too far.
        Script script = new Script(List.of(batch(7, 3, 2)), batch(7, 4.5, 3, 2, 2), 0);
        Progress found = run(script, at(9), Toy.oracle(ABOVE_FIVE, 9, 1), new Goal.Silence());
        assertThat(found.improvements()).isEmpty();
        assertThat(found.refused()).isEqualTo(2);
    }

    @Test
    void aBoundIsKeptUnlessARowRefutesIt() {
        for (double bound : new double[] {0.3, 0.35, 0.36}) {
            Script script = new Script(List.of(batch(4.5)), batch(4.5), bound);
            Progress found = run(script, at(8), Toy.oracle(ABOVE_FIVE, 9, 1), new Goal.Silence());
            assertThat(found.lowerBound()).isEqualTo(bound > 0.35 ? 0 : bound);
            assertThat(found.isRefuted()).isEqualTo(bound > 0.35);
        }
    }

    @Test
    void aSearchHearsTheScoreAndTheGradientItAsksFor() {
        Model line = Toy.line(-1, 2, 0.5, 0, -1);
        double[] row = {3, 1, 0, 2};
        for (boolean gradients : new boolean[] {false, true}) {
            Script script = new Script(List.of(List.<double[]>of(row)));
            script.gradients = gradients;
            run(script, row, Oracle.of(line, Access.GRADIENTS, Screen.OPEN, 9, 1), new Goal.Silence());
            Reply reply = script.heard.get(0).get(0);
            assertThat(reply.score()).isEqualTo(2 * 3 + 0.5 - 2 - 1);
            assertThat(reply.answer()).isOne();
            assertThat(reply.gradient()).containsExactly(gradients ? new double[] {2, 0.5, 0, -1} : new double[0]);
        }
    }

    @Test
    void randomMovesAskNoMoreThanTheyMay() {
        FeasibleSet lawful = new FeasibleSet(Toy.plain(), BUDGET, VICTIM);
        AttackSearch moves = RandomMoves.of(lawful, 120, Seed.of(1).rng());
        int asked = 0;
        for (List<double[]> rows = moves.propose(); !rows.isEmpty(); rows = moves.propose()) {
            assertThat(rows).hasSizeLessThanOrEqualTo(50).allMatch(lawful::permitted);
            asked += rows.size();
            moves.hear(replies(new boolean[rows.size()]));
        }
        assertThat(asked).isBetween(100, 120);
        assertThat(moves.offers()).isEmpty();
    }

    @Test
    void randomMovesStopAtTheFirstSuccess() {
        AttackSearch moves = RandomMoves.of(
                new FeasibleSet(Toy.plain(), BUDGET, VICTIM), 120, Seed.of(1).rng());
        List<double[]> rows = moves.propose();
        boolean[] reached = new boolean[rows.size()];
        reached[3] = true;
        reached[4] = true;
        moves.hear(replies(reached));
        assertThat(moves.offers()).containsExactly(rows.get(3));
        assertThat(moves.propose()).isEmpty();
    }

    private static AttackSearch moves() {
        return RandomMoves.of(
                new FeasibleSet(Toy.plain(), BUDGET, VICTIM), 200, Seed.of(1).rng());
    }

    @Test
    void theRandomAttackerAsksAsOftenAsItMayWhereManyMovesAreNotAllowed() {
        Oracle oracle = Toy.oracle(Toy.threshold(0), 40, 1);
        run(moves(), VICTIM, oracle, new Goal.Silence());
        assertThat(oracle.spent(0)).isEqualTo(40);
    }

    private static final Dataset TRAIN = Toy.clusters(12, 1);

    @Test
    void flipsTakeTheFirstInOrderUpToTheBudget() {
        Dataset flipped = Flips.towards(new Goal.Silence(), TRAIN, new int[] {8, 2, 5, 11}, 2, Optional.empty());
        assertThat(Toy.relabelled(TRAIN, flipped)).containsExactly(2, 8);
        assertThat(flipped.maliciousRows()).containsExactly(5, 11);
    }

    @Test
    void flipsGiveUpWhatAKnownFilterDropsForTheNext() {
        Knowledge.Filter dropsEight = data -> {
            boolean[] kept = new boolean[data.size()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = i != 8 || data.malicious(i);
            }
            return kept;
        };
        Dataset flipped = Flips.towards(new Goal.Silence(), TRAIN, new int[] {8, 2, 5, 11}, 2, Optional.of(dropsEight));
        assertThat(Toy.relabelled(TRAIN, flipped)).containsExactly(2, 5);
    }

    @Test
    void flipsNeverKeepWhatTheFilterStillDropsInTheEnd() {
        Knowledge.Filter dropsAll = data -> new boolean[data.size()];
        assertThat(Flips.towards(new Goal.Silence(), TRAIN, new int[] {8, 2, 5, 11}, 2, Optional.of(dropsAll))
                        .labels())
                .isEqualTo(TRAIN.labels());
    }

    @Test
    void addedRowsAreThoseAKnownFilterKeeps() {
        Dataset candidates = TRAIN.slice(0, 6);
        assertThat(Flips.append(TRAIN, candidates, 2, Optional.empty())
                        .slice(12, 14)
                        .id(1))
                .isEqualTo(1);
        Knowledge.Filter keepsOdd = data -> {
            boolean[] kept = new boolean[data.size()];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = i % 2 == 1;
            }
            return kept;
        };
        Dataset kept = Flips.append(TRAIN, candidates, 2, Optional.of(keepsOdd));
        assertThat(kept.size()).isEqualTo(14);
        assertThat(List.of(kept.id(12), kept.id(13))).containsExactly(1L, 3L);
    }

    @Test
    void aSubstituteLearnsTheDetectorsDecisions() {
        Dataset own = Toy.clusters(200, 4);
        Oracle oracle = Toy.oracle(ABOVE_FIVE, 300, 1);
        Model copy = copy(oracle, own).orElseThrow();
        boolean[] theirs = ABOVE_FIVE.alarms(own.rows());
        boolean[] ours = copy.alarms(own.rows());
        assertThat(IntStream.range(0, 200).filter(i -> ours[i] == theirs[i])).hasSizeGreaterThan(195);
        assertThat(oracle.spent(0)).isEqualTo(200);
    }

    @Test
    void aSubstituteNeedsBothKindsOfAnswers() {
        Dataset own = Toy.clusters(30, 4);
        assertThat(copy(Toy.oracle(Toy.threshold(99), 99, 1), own)).isEmpty();
        assertThat(copy(Toy.oracle(ABOVE_FIVE, 0, 1), own)).isEmpty();
    }

    private static Optional<Model> copy(Oracle oracle, Dataset own) {
        return Substitute.of(oracle, i -> 0, own.rows(), own.schema())
                .yesOrNo(new Goal.Silence(), 1, Toy.forest(), Toy.run());
    }

    @Test
    void aSubstituteChargesThePayerOfEachQuestion() {
        Dataset own = Toy.clusters(30, 4);
        Oracle oracle = Toy.oracle(ABOVE_FIVE, 99, 3);
        Substitute.of(oracle, i -> i % 3, own.rows(), own.schema());
        assertThat(List.of(oracle.spent(0), oracle.spent(1), oracle.spent(2))).containsExactly(10, 10, 10);
    }

    @Test
    void mixedRowsAreRealOnesFirstAndThenHoldCellsOfOthers() {
        Rows rows = Toy.clusters(40, 4).rows();
        Rows mixed = Substitute.mixed(rows, 60, 0.5, Toy.run());
        assertThat(mixed.size()).isEqualTo(60);
        assertThat(mixed.slice(0, 20)).isEqualTo(rows.slice(0, 20));
        assertThat(mixed.slice(20, 40)).isNotEqualTo(rows.slice(20, 40));
        for (int j = 0; j < 4; j++) {
            List<Double> column = Arrays.stream(rows.column(j)).boxed().toList();
            assertThat(Arrays.stream(mixed.column(j)).boxed()).isSubsetOf(column);
        }
        assertThat(Substitute.mixed(rows, 40, 0, Toy.run())).isEqualTo(rows);
    }
}

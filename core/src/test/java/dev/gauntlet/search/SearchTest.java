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
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
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
                new Lawful(Toy.plain(), BUDGET, victim),
                DONORS,
                5,
                Seed.of(seed).rng());
    }

    @Test
    void boundarySearchFindsTheOneFeatureThatMatters() {
        BoundarySearch search = search(VICTIM, 1);
        Lockstep.run(List.of(search), Toy.oracle(ABOVE_FIVE, 200, 1), Lockstep.Wanted.SILENCE, Run.seeded(1));
        double[] best = search.best().orElseThrow();
        assertThat(best[0]).isBetween(4.0, 5.0);
        assertThat(new double[] {best[1], best[2], best[3]}).containsExactly(1, 2, 3);
    }

    @Test
    void boundarySearchHalvesWhatIsLeft() {
        double[] victim = {5, 1, 2, 3};
        BoundarySearch search = search(victim, 1);
        Lockstep.run(List.of(search), Toy.oracle(ABOVE_FIVE, 200, 1), Lockstep.Wanted.SILENCE, Run.seeded(1));
        // From 4 half the way back to 5 still passes, three times.
        assertThat(search.best().orElseThrow()[0]).isGreaterThan(4.5).isLessThan(5);
    }

    @Test
    void boundarySearchFloodsTheOtherWay() {
        BoundarySearch search = new BoundarySearch(
                new Lawful(Toy.plain(), BUDGET, new double[] {4, 1, 2, 3}),
                List.of(new double[] {7, 7, 7, 7}),
                5,
                Seed.of(1).rng());
        Lockstep.run(List.of(search), Toy.oracle(ABOVE_FIVE, 200, 1), Lockstep.Wanted.ALARM, Run.seeded(1));
        assertThat(search.best().orElseThrow()[0]).isGreaterThanOrEqualTo(5);
        assertThat(search.best().orElseThrow()[1]).isEqualTo(1);
    }

    @Test
    void boundarySearchShrinksANumberWhileACategoryStaysChanged() {
        Schema schema = new Schema(
                List.of(Feature.category("kind", List.of("a", "b", "c", "d")).withCost(1), Feature.real("x", 0, 10)));
        Lawful lawful = new Lawful(schema, BUDGET, new double[] {3, 9});
        BoundarySearch search = new BoundarySearch(
                lawful, List.of(new double[] {0, 5}), 1, Seed.of(1).rng());
        // Passes where the kind is a and x has moved by half at least.
        for (List<double[]> rows = search.propose(); !rows.isEmpty(); rows = search.propose()) {
            boolean[] reached = new boolean[rows.size()];
            for (int i = 0; i < reached.length; i++) {
                reached[i] = rows.get(i)[0] == 0 && rows.get(i)[1] <= 7.5;
            }
            search.hear(reached);
        }
        assertThat(search.best().orElseThrow()).containsExactly(0, 7.5);
    }

    @Test
    void boundarySearchWithoutDonorsProposesNothing() {
        BoundarySearch search = new BoundarySearch(
                new Lawful(Toy.plain(), BUDGET, VICTIM),
                List.of(),
                5,
                Seed.of(1).rng());
        assertThat(search.propose()).isEmpty();
        assertThat(search.best()).isEmpty();
    }

    @Test
    void boundarySearchGivesUpAfterItsRounds() {
        BoundarySearch search = search(VICTIM, 1);
        int rounds = 0;
        for (List<double[]> rows = search.propose(); !rows.isEmpty(); rows = search.propose()) {
            search.hear(new boolean[rows.size()]);
            rounds++;
        }
        assertThat(rounds).isBetween(1, 5);
        assertThat(search.best()).isEmpty();
    }

    @Test
    void everyProposalIsValidAndInBudget() {
        Lawful lawful = new Lawful(Toy.plain(), BUDGET, VICTIM);
        BoundarySearch search = search(VICTIM, 9);
        for (List<double[]> rows = search.propose(); !rows.isEmpty(); rows = search.propose()) {
            assertThat(rows).allMatch(lawful::permitted).allMatch(row -> lawful.cost(row) > 0);
            boolean[] reached = new boolean[rows.size()];
            reached[reached.length - 1] = true;
            search.hear(reached);
        }
        assertThat(lawful.permitted(search.best().orElseThrow())).isTrue();
    }

    @Test
    void lockstepGivesAVictimTheSameAloneAndInCompany() {
        List<double[]> victims = List.of(VICTIM, new double[] {9, 9, 9, 9}, new double[] {5.5, 0, 0, 0});
        BoundarySearch alone = search(victims.get(2), 2);
        int[] reachedAlone =
                Lockstep.run(List.of(alone), Toy.oracle(ABOVE_FIVE, 30, 1), Lockstep.Wanted.SILENCE, Run.seeded(1));
        List<BoundarySearch> all =
                IntStream.range(0, 3).mapToObj(v -> search(victims.get(v), v)).toList();
        int[] reached = Lockstep.run(all, Toy.oracle(ABOVE_FIVE, 30, 3), Lockstep.Wanted.SILENCE, Run.seeded(1));
        assertThat(all.get(2).best().orElseThrow()).containsExactly(alone.best().orElseThrow());
        assertThat(reached[2]).isEqualTo(reachedAlone[0]);
    }

    /** Proposes given rows batch by batch and remembers what it hears. */
    private static final class Script implements Pursuit {
        private final List<List<double[]>> batches;
        private final List<boolean[]> heard = new ArrayList<>();
        private int next;

        Script(List<List<double[]>> batches) {
            this.batches = batches;
        }

        @Override
        public List<double[]> propose() {
            return next < batches.size() ? batches.get(next++) : List.of();
        }

        @Override
        public void hear(boolean[] reached) {
            heard.add(reached);
        }

        @Override
        public Optional<double[]> best() {
            return Optional.empty();
        }
    }

    private static double[] at(double x) {
        return new double[] {x, 0, 0, 0};
    }

    @Test
    void lockstepCountsTheQuestionThatFirstReachedTheGoal() {
        Script first = new Script(List.of(List.of(at(9), at(9)), List.of(at(9), at(1), at(1))));
        Script second = new Script(List.of(List.of(at(1))));
        Script never = new Script(List.of(List.of(at(7))));
        int[] reachedAt = Lockstep.run(
                List.of(first, second, never), Toy.oracle(ABOVE_FIVE, 9, 3), Lockstep.Wanted.SILENCE, Run.seeded(1));
        assertThat(reachedAt).containsExactly(4, 1, -1);
        assertThat(first.heard.get(1)).containsExactly(false, true, true);
        assertThat(second.heard).hasSize(1);
    }

    @Test
    void lockstepStopsAVictimWhoseBudgetIsSpent() {
        Script script = new Script(List.of(List.of(at(9), at(9), at(1)), List.of(at(1))));
        Oracle oracle = Toy.oracle(ABOVE_FIVE, 2, 1);
        assertThat(Lockstep.run(List.of(script), oracle, Lockstep.Wanted.SILENCE, Run.seeded(1)))
                .containsExactly(-1);
        assertThat(script.heard).hasSize(1);
        assertThat(script.heard.get(0)).containsExactly(false, false, false);
        assertThat(oracle.spent(0)).isEqualTo(2);
    }

    @Test
    void lockstepTakesAnAlarmForTheGoalOfAFlood() {
        Script script = new Script(List.of(List.of(at(1), at(9))));
        assertThat(Lockstep.run(List.of(script), Toy.oracle(ABOVE_FIVE, 9, 1), Lockstep.Wanted.ALARM, Run.seeded(1)))
                .containsExactly(2);
    }

    @Test
    void randomMovesAskNoMoreThanTheyMay() {
        Lawful lawful = new Lawful(Toy.plain(), BUDGET, VICTIM);
        RandomMoves moves = new RandomMoves(lawful, 120, Seed.of(1).rng());
        int asked = 0;
        for (List<double[]> rows = moves.propose(); !rows.isEmpty(); rows = moves.propose()) {
            assertThat(rows).hasSizeLessThanOrEqualTo(50).allMatch(lawful::permitted);
            asked += rows.size();
            moves.hear(new boolean[rows.size()]);
        }
        assertThat(asked).isBetween(100, 120);
        assertThat(moves.best()).isEmpty();
    }

    @Test
    void randomMovesStopAtTheFirstSuccess() {
        RandomMoves moves = new RandomMoves(
                new Lawful(Toy.plain(), BUDGET, VICTIM), 120, Seed.of(1).rng());
        List<double[]> rows = moves.propose();
        boolean[] reached = new boolean[rows.size()];
        reached[3] = true;
        reached[4] = true;
        moves.hear(reached);
        assertThat(moves.best().orElseThrow()).containsExactly(rows.get(3));
        assertThat(moves.propose()).isEmpty();
    }

    private static RandomMoves moves() {
        return new RandomMoves(
                new Lawful(Toy.plain(), BUDGET, VICTIM), 200, Seed.of(1).rng());
    }

    @Test
    void theRandomAttackerAsksAsOftenAsItMayWhereManyMovesAreNotAllowed() {
        Oracle oracle = Toy.oracle(Toy.threshold(0), 40, 1);
        Lockstep.run(List.of(moves()), oracle, Lockstep.Wanted.SILENCE, Run.seeded(1));
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

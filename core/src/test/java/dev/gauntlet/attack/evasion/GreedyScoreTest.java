package dev.gauntlet.attack.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Progress;
import dev.gauntlet.search.RandomMoves;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On a detector that alarms where a weighted sum of four features is at least 16.5; no two of them are enough to pass. */
final class GreedyScoreTest {
    private static final Model DETECTOR = Toy.line(-16.5, 1, 1, 0.5, 1);
    private static final Budget BUDGET = new Budget(0.2, 0.4, 300, 20, 0.5);
    private static final Dataset OWN = rows(new double[] {1, 1, 1, 1}, new double[] {9, 9, 9, 9});

    private static Dataset rows(double[]... rows) {
        int[] labels = IntStream.range(0, rows.length).map(i -> i == 0 ? 0 : 1).toArray();
        return Dataset.of(Toy.plain(), Rows.of(rows), labels, List.of("benign", "malicious"));
    }

    private static Dataset victims(double value) {
        double[][] rows = new double[20][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {value, value + i / 100.0, value, value};
        }
        return Dataset.of(Toy.plain(), Rows.of(rows), new int[rows.length], List.of("benign", "malicious"));
    }

    private static AttackerContext grant(Goal goal) {
        return new AttackerContext(Toy.plain(), BUDGET, OWN, Toy.forest()).withGoal(goal);
    }

    private static Oracle oracle() {
        return Oracle.of(DETECTOR, Access.MARGIN, Screen.OPEN, BUDGET.queries(), 20);
    }

    private static List<Progress> run(
            List<? extends AttackSearch> searches, Dataset victims, Oracle oracle, Goal goal) {
        return new BatchedQueries(Toy.plain(), BUDGET, goal).run(searches, victims, oracle, Run.seeded(1));
    }

    private static long reached(List<Progress> found) {
        return found.stream().filter(one -> one.best().isPresent()).count();
    }

    @Test
    void reachesWhatRandomChangesReachWithFewerQueries() {
        Dataset victims = victims(8);
        Goal goal = new Goal.Silence();
        Oracle greedy = oracle();
        List<Progress> found =
                run(new GreedyScore().pursue(victims, greedy, grant(goal), Toy.run()), victims, greedy, goal);
        assertThat(reached(found)).isEqualTo(20);
        Oracle random = oracle();
        List<AttackSearch> moves = IntStream.range(0, 20)
                .mapToObj(v -> RandomMoves.of(
                        new FeasibleSet(Toy.plain(), BUDGET, victims.rows().row(v)),
                        BUDGET.queries(),
                        Seed.of(v).rng()))
                .toList();
        assertThat(reached(run(moves, victims, random, goal))).isLessThanOrEqualTo(20);
        // Four, three and two features are left in its rounds.
        int until = found.stream()
                .mapToInt(one -> one.improvements().get(0).query())
                .sum();
        assertThat(until).isLessThanOrEqualTo(20 * (4 + 3 + 2));
        assertThat(random.asked()).isGreaterThan(2L * until);
        assertThat(greedy.asked()).as("it goes on").isEqualTo(20L * BUDGET.queries());
    }

    @Test
    void changesTheFeaturesThatMoveTheScoreMostAndNoOther() {
        Dataset victims = victims(8);
        Goal goal = new Goal.Silence();
        Oracle oracle = oracle();
        for (Progress found :
                run(new GreedyScore().pursue(victims, oracle, grant(goal), Toy.run()), victims, oracle, goal)) {
            double[] row = found.improvements().get(0).row();
            assertThat(row[2]).as("the feature of half the weight").isEqualTo(8);
            assertThat(new double[] {row[0], row[3]}).containsExactly(4, 4);
        }
    }

    @Test
    void whatEvadesIsMadeAsCheapAsItCanBe() {
        Dataset victims = victims(8);
        Goal goal = new Goal.Silence();
        Oracle oracle = oracle();
        List<Progress> found =
                run(new GreedyScore().pursue(victims, oracle, grant(goal), Toy.run()), victims, oracle, goal);
        for (int v = 0; v < found.size(); v++) {
            // The sum is 28 and a hundredth more from one victim to the next; a scale is 10, and 16.5 still alarms.
            double least = (28 + v / 100.0 - 16.5) / 10;
            double[] row = found.get(v).best().orElseThrow();
            assertThat(Toy.plain().cost(victims.rows().row(v), row)).isBetween(least, least + 0.01);
            assertThat(found.get(v).improvements().get(0).cost()).isGreaterThan(least + 0.01);
        }
    }

    @Test
    void movesTheScoreUpForAnAlarm() {
        Dataset victims = victims(3);
        Goal goal = new Goal.Alarm();
        Oracle oracle = oracle();
        List<Progress> found =
                run(new GreedyScore().pursue(victims, oracle, grant(goal), Toy.run()), victims, oracle, goal);
        assertThat(reached(found)).isEqualTo(20);
    }

    @Test
    void labelsAloneDoNotLeadIt() {
        // They are the same for every change of one or two features, so that none is better than the first.
        Dataset victims = victims(8);
        Goal goal = new Goal.Silence();
        Oracle labels = Oracle.of(DETECTOR, Access.LABEL, Screen.OPEN, BUDGET.queries(), 20);
        assertThat(reached(
                        run(new GreedyScore().pursue(victims, labels, grant(goal), Toy.run()), victims, labels, goal)))
                .isZero();
        assertThat(labels.asked()).isLessThan(20L * BUDGET.queries());
    }

    @Test
    void theNextBenignRowGoesOnWhereTheLastOneDidNotHelpAnyMore() {
        // Each benign row is far in two features only; all of them are needed.
        Dataset own = Dataset.of(
                Toy.plain(),
                Rows.of(new double[] {1, 1, 8, 8}, new double[] {8, 8, 1, 1}),
                new int[2],
                List.of("benign", "malicious"));
        Dataset victims = victims(8);
        Goal goal = new Goal.Silence();
        Oracle oracle = oracle();
        AttackerContext grant = new AttackerContext(Toy.plain(), BUDGET, own, Toy.forest()).withGoal(goal);
        assertThat(reached(run(new GreedyScore().pursue(victims, oracle, grant, Toy.run()), victims, oracle, goal)))
                .isEqualTo(20);
    }
}

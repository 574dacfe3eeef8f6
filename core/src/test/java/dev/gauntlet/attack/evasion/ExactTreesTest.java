package dev.gauntlet.attack.evasion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.attack.flooding.ExactFlood;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.Progress;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On three stumps, each of which says 1 where a feature is at least something; an alarm takes a mean of a half, so two of them. */
final class ExactTreesTest {
    private static final Budget BUDGET = new Budget(0.2, 0.5, 10, 20, 0.5);

    private static Tree stump(int feature, double threshold) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int low = tree.node();
        int high = tree.node();
        tree.split(root, feature, threshold, true, low, high);
        tree.leaf(low, 0);
        tree.leaf(high, 1);
        return tree.build();
    }

    private static Model model(Schema schema) {
        TreeEnsemble kernel = TreeEnsemble.of(
                4,
                TreeEnsemble.Precision.DOUBLE,
                TreeEnsemble.Output.PROBABILITY_MEAN,
                0,
                List.of(stump(0, 5), stump(1, 5), stump(2, 5)));
        return new Model("by-hand", schema, Encoding.identity(4), kernel);
    }

    private static Progress run(Schema schema, Budget budget, double... victim) {
        return run(new ExactTrees(), new Goal.Silence(), schema, budget, victim);
    }

    private static Progress run(InputAttack attack, Goal goal, Schema schema, Budget budget, double... victim) {
        Model model = model(schema);
        int label = attack.wantsAlarm() ? 0 : 1;
        Dataset victims = Dataset.of(schema, Rows.of(victim), new int[] {label}, List.of("benign", "malicious"));
        Oracle oracle = Oracle.of(model, Access.TREES, Screen.OPEN, budget.queries(), 1, 1, false);
        AttackerContext grant = new AttackerContext(schema, budget, victims, Toy.forest()).withGoal(goal);
        return new BatchedQueries(schema, budget, goal)
                .run(attack.pursue(victims, oracle, grant, Toy.run()), victims, oracle, Run.seeded(1))
                .get(0);
    }

    private static Schema schema(List<String> rules, double costOfX) {
        return new Schema(
                List.of(
                        Feature.real("x", 0, 10).withCost(costOfX),
                        Feature.real("y", 0, 10),
                        Feature.real("u", 0, 10),
                        Feature.real("v", 0, 10)),
                Map.of(),
                rules);
    }

    /** The row has one of three votes for an alarm, and a second one is nearest in y, 0.2 scales away. */
    @Test
    void aFloodIsTheLeastChangeToAnAlarm() {
        Progress flood = run(new ExactFlood(), new Goal.Alarm(), schema(List.of(), 1), BUDGET, 6, 3, 1, 0);
        assertThat(flood.best().orElseThrow()).containsExactly(6, 5, 1, 0);
        assertThat(flood.lowerBound()).isCloseTo(0.2, within(1e-9));
        Budget small = new Budget(0.2, 0.1, 10, 20, 0.5);
        assertThat(run(new ExactFlood(), new Goal.Alarm(), schema(List.of(), 1), small, 6, 3, 1, 0)
                        .lowerBound())
                .isInfinite();
    }

    @Test
    void findsTheNearestRowAndTheCheapestAndProvesTheDistance() {
        // All three say 1: two must be moved below 5. The nearest are x and y, at 0.1 and 0.2 scales; x costs 9 a
        // scale.
        Progress found = run(schema(List.of(), 9), BUDGET, 6, 7, 8, 5);
        assertThat(found.lowerBound()).isCloseTo(0.2, within(1e-9));
        assertThat(found.improvements()).hasSize(2);
        assertThat(found.improvements().get(0).distance()).isCloseTo(0.2, within(1e-9));
        assertThat(found.improvements().get(1).cost()).isCloseTo(0.5, within(1e-9));
        assertThat(found.best().orElseThrow()).startsWith(6, 4.999999999999999, 4.999999999999999);
        assertThat(found.refused()).isZero();
    }

    @Test
    void repairsWhatBreaksARule() {
        // y and v are equal in every row, so that v goes along.
        Progress found = run(schema(List.of("y = v"), 1), BUDGET, 6, 7, 9, 7);
        double[] best = found.best().orElseThrow();
        assertThat(best[1]).isLessThan(5);
        assertThat(best[3]).isCloseTo(best[1], within(1e-5));
        assertThat(found.lowerBound()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void goesOnWhereARepairNoLongerEvades() {
        // Rows with an x below 5.5 break the rule, so that y and u must be moved though x is nearer.
        Progress found = run(schema(List.of("x >= 5.5"), 1), BUDGET, 6, 9, 6.5, 7);
        assertThat(found.best().orElseThrow()).startsWith(6).satisfies(row -> {
            assertThat(row[1]).isCloseTo(5, within(1e-9));
            assertThat(row[2]).isCloseTo(5, within(1e-9));
        });
        // Without the rule x and u would do, at 0.15 scales: that is what is proven.
        assertThat(found.lowerBound()).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void provesThatNothingWithinTheDistanceEvades() {
        Progress found = run(schema(List.of(), 1), new Budget(0.2, 0.19, 10, 20, 0.5), 6, 7, 8, 5);
        assertThat(found.improvements()).isEmpty();
        assertThat(found.lowerBound()).isInfinite();
    }

    @Test
    void movesAnEstimateByTheAmountThatIsWanted() {
        TreeEnsemble kernel = TreeEnsemble.of(
                4,
                TreeEnsemble.Precision.FLOAT,
                TreeEnsemble.Output.NUMBER_SUM,
                0.5,
                List.of(stump(0, 5), stump(1, 5), stump(2, 5)));
        Model model = new Model("by-hand", Toy.plain(), Encoding.identity(4), kernel);
        Dataset victims = Dataset.of(Toy.plain(), Rows.of(new double[] {6, 4, 2, 5}), new int[1], List.of("a", "b"))
                .withQuantities(new double[] {1.5});
        Goal goal = new Goal.Moved(2, true);
        Oracle oracle = Oracle.of(model, Access.TREES, Screen.OPEN, 10, 1, 1, true);
        AttackerContext grant = new AttackerContext(Toy.plain(), BUDGET, victims, Toy.forest()).withGoal(goal);
        Progress found = new BatchedQueries(Toy.plain(), BUDGET, goal)
                .run(new ExactTrees().pursue(victims, oracle, grant, Toy.run()), victims, oracle, Run.seeded(1))
                .get(0);
        assertThat(found.best().orElseThrow()).containsExactly(new double[] {6, 5, 5, 5}, within(1e-6));
        assertThat(found.lowerBound()).isCloseTo(0.3, within(1e-6));
    }

    @Test
    void isUnfitForOtherDetectors() {
        assertThat(new ExactTrees().unfit(Toy.line(-10, 1, 2, -0.5, 0.25))).isPresent();
        assertThat(new ExactTrees().unfit(Toy.threshold(5))).isEmpty();
    }

    /** Its values cannot be tried one by one, and a table gives them no order. */
    @Test
    void isUnfitForAWholeNumberWithoutBoundsThatIsLookedUp() {
        assertThat(new ExactTrees().unfit(lookedUp(Feature.whole("code", 0, Double.POSITIVE_INFINITY))))
                .isPresent();
        assertThat(new ExactTrees().unfit(lookedUp(Feature.whole("code", 0, 9))))
                .isEmpty();
    }

    private static Model lookedUp(Feature feature) {
        TreeEnsemble kernel = TreeEnsemble.of(
                1, TreeEnsemble.Precision.DOUBLE, TreeEnsemble.Output.PROBABILITY_MEAN, 0, List.of(stump(0, 5)));
        Encoding table = Encoding.identity(1).withTables(Map.of(0, new double[] {9, 1, 0}));
        return new Model("by-hand", new Schema(List.of(feature)), table, kernel);
    }
}

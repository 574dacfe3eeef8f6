package dev.gauntlet.attack.evasion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Improvement;
import dev.gauntlet.search.Progress;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class MinimalGradientTest {
    private static final Budget BUDGET = new Budget(0.2, 0.4, 500, 20, 0.5);

    private static Progress run(Model model, double[] victim) {
        Dataset victims = Dataset.of(model.schema(), Rows.of(victim), new int[] {1}, List.of("benign", "malicious"));
        Oracle oracle = Oracle.of(model, Access.GRADIENTS, Screen.OPEN, BUDGET.queries(), 1);
        AttackerContext grant = new AttackerContext(model.schema(), BUDGET, victims, Toy.forest());
        return new BatchedQueries(model.schema(), BUDGET, new Goal.Silence())
                .run(new MinimalGradient().pursue(victims, oracle, grant, Toy.run()), victims, oracle, Run.seeded(1))
                .get(0);
    }

    private static double least(Progress found, ToDoubleFunction<Improvement> of) {
        return found.improvements().stream().mapToDouble(of).min().orElseThrow();
    }

    private static Model linear(Schema schema, double[] weights, double bias, double threshold) {
        double[][] rows = new double[2][schema.width()];
        Arrays.fill(rows[1], 1);
        Dataset two = Dataset.of(schema, Rows.of(rows), new int[2], List.of("benign", "malicious"));
        return new Model("by-hand", schema, Encoding.forTrees(two), new LinearKernel(weights, bias))
                .withThreshold(threshold);
    }

    @Test
    void reachesTheNearestPointsOfALinearBoundaryInDistanceAndCostWhereverTheThresholdIs() {
        // Scales are 10: the log-odds fall by 37.5 for each distance, and by 20 for each cost along the steepest
        // feature.
        for (double threshold : new double[] {0, 1.5, -2}) {
            Model line = Toy.line(-10, 1, 2, -0.5, 0.25).withThreshold(threshold);
            double[] victim = {6, 5, 4, 5};
            double above = line.malice(Rows.of(victim))[0] - threshold;
            Progress found = run(line, victim);
            assertThat(least(found, Improvement::distance)).isCloseTo(above / 37.5, within(2e-3));
            assertThat(least(found, Improvement::cost)).isCloseTo(above / 20, within(2e-3));
            assertThat(found.improvements()).allMatch(one -> one.distance() > above / 37.5 - 1e-9);
        }
    }

    @Test
    void aDearFeatureIsLeftAloneWhereACheaperOneWillDo() {
        Schema schema = new Schema(List.of(
                Feature.real("dear", 0, 10).withCost(5), Feature.real("cheap", 0, 10), Feature.real("idle", 0, 10)));
        Model line = linear(schema, new double[] {3, 1, 0.01}, -20, 0);
        double[] victim = {6, 5, 5};
        double above = line.malice(Rows.of(victim))[0];
        Progress found = run(line, victim);
        assertThat(least(found, Improvement::cost)).isCloseTo(above / 10, within(2e-3));
    }

    @Test
    void theSlopeOfADerivedFeatureIsPassedOnToItsBases() {
        // Only "total" is seen by the model: 3 times the first minus the second, which the attacker moves.
        Schema schema = new Schema(
                List.of(Feature.real("a", 0, 10), Feature.real("b", 0, 10), Feature.real("total", -10, 30)),
                Map.of(),
                List.of("total = 3 * a - b"));
        Model line = linear(schema, new double[] {0, 0, 1}, -10, 0);
        double[] victim = {5, 3, 12};
        Progress found = run(line, victim);
        // 2 above the threshold: 40 less for each distance in both, 30 for each cost in the first.
        assertThat(least(found, one -> Math.max(Math.abs(one.row()[0] - 5), Math.abs(one.row()[1] - 3)) / 10))
                .isCloseTo(2 / 40.0, within(2e-3));
        assertThat(found.improvements()).allMatch(one -> schema.lawful(victim, one.row()));
        assertThat(found.refused()).isZero();
    }

    @Test
    void wholeNumbersGroupsAndRulesHoldInWhatItFinds() {
        Schema schema = new Schema(
                List.of(
                        Feature.whole("x", 0, 10),
                        Feature.real("y", 0, 10).withMove(Feature.Move.UP_ONLY),
                        Feature.flag("red"),
                        Feature.flag("green"),
                        Feature.flag("blue"),
                        Feature.real("z", 0, 10)),
                Map.of("colour", List.of("red", "green", "blue")),
                List.of("z <= x"));
        Model line = linear(schema, new double[] {1, -0.2, 4, 3, -3, -0.5}, -6, 0);
        double[] victim = {5, 5, 1, 0, 0, 1};
        Progress found = run(line, victim);
        assertThat(found.refused()).isZero();
        assertThat(found.improvements())
                .isNotEmpty()
                .allMatch(one -> new FeasibleSet(schema, BUDGET, victim).permitted(one.row()))
                .allMatch(one -> !line.alarms(Rows.of(one.row()))[0]);
        // Another colour alone is enough: one group counts as one feature.
        assertThat(found.improvements())
                .anyMatch(one -> Norm.L0.of(schema, victim, one.row()) == 1 && one.row()[4] == 1);
    }
}

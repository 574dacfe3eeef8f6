package dev.gauntlet.attack.evasion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.learn.NeuralNetwork;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProjectedGradientTest {
    private static final Budget BUDGET = new Budget(0.2, 0.4, 200, 20, 0.5);

    private static List<Progress> run(Model model, Dataset victims, Budget budget, Goal goal) {
        Oracle oracle = Oracle.of(
                model, Access.GRADIENTS, Screen.OPEN, budget.queries(), victims.size(), 1, goal.isOfQuantity());
        AttackerContext grant = new AttackerContext(model.schema(), budget, victims, Toy.forest()).withGoal(goal);
        return new BatchedQueries(model.schema(), budget, goal)
                .run(new ProjectedGradient().pursue(victims, oracle, grant, Toy.run()), victims, oracle, Run.seeded(1));
    }

    private static Dataset rows(Schema schema, double[]... rows) {
        return Dataset.of(schema, Rows.of(rows), new int[rows.length], List.of("benign", "malicious"));
    }

    private static double nearest(Progress found) {
        return found.improvements().stream()
                .mapToDouble(Improvement::distance)
                .min()
                .orElseThrow();
    }

    @Test
    void reachesTheNearestPointOfALinearBoundary() {
        // The nearest in the largest change is at |log-odds| / sum of |weight| times scale, and every scale is 10.
        Model line = Toy.line(-10, 1, 2, -0.5, 0.25);
        Dataset victims = rows(Toy.plain(), new double[] {6, 5, 4, 5}, new double[] {5, 6, 5, 4});
        List<Progress> found = run(line, victims, BUDGET, new Goal.Silence());
        double[] odds = line.malice(victims.rows());
        for (int v = 0; v < 2; v++) {
            assertThat(nearest(found.get(v)))
                    .isCloseTo(odds[v] / 37.5, within(1e-3))
                    .isGreaterThan(odds[v] / 37.5);
        }
    }

    @Test
    void findsNothingWhereTheBoundaryIsBeyondTheDistance() {
        Model line = Toy.line(-10, 1, 2, -0.5, 0.25);
        Dataset victims = rows(Toy.plain(), new double[] {6, 5, 4, 5});
        double distance = line.malice(victims.rows())[0] / 37.5;
        for (double share : new double[] {0.99, 1.01}) {
            Budget some = new Budget(0.2, share * distance, 200, 20, 0.5);
            assertThat(run(line, victims, some, new Goal.Silence())
                            .get(0)
                            .best()
                            .isPresent())
                    .isEqualTo(share > 1);
        }
    }

    @Test
    void raisesTheScoreForAnAlarmAndAQuantityTheWayItIsToMove() {
        Model line = Toy.line(-10, 1, 2, -0.5, 0.25);
        Dataset low = rows(Toy.plain(), new double[] {2, 3, 4, 5});
        double distance = -line.malice(low.rows())[0] / 37.5;
        assertThat(nearest(run(line, low, BUDGET, new Goal.Alarm()).get(0))).isCloseTo(distance, within(1e-3));

        Model quantity = new Model(
                "by-hand",
                Toy.plain(),
                Encoding.forTrees(Toy.clusters(6, 1)),
                LinearKernel.ofNumber(new double[] {1, 2, -0.5, 0.25}, 0));
        Dataset known = low.withQuantities(quantity.numbers(low.rows()));
        for (boolean up : new boolean[] {false, true}) {
            Progress moved = run(quantity, known, BUDGET, new Goal.Moved(3, up)).get(0);
            assertThat(nearest(moved)).isCloseTo(3 / 37.5, within(1e-3));
        }
    }

    @Test
    void changesOnlyWhatSchemaAndRulesAllow() {
        Schema schema = new Schema(
                List.of(
                        Feature.real("x", 0, 10).withMove(Feature.Move.UP_ONLY),
                        Feature.whole("y", 0, 10),
                        Feature.real("u", 0, 10).withMove(Feature.Move.FIXED),
                        Feature.flag("v"),
                        Feature.real("z", 0, 10)),
                Map.of(),
                List.of("z <= u"));
        Model line = new Model(
                        "by-hand",
                        schema,
                        Encoding.forTrees(rows(schema, new double[5], new double[] {1, 1, 1, 1, 1})),
                        new LinearKernel(new double[] {1, 1, 5, 2, -3}, -10))
                .withThreshold(0);
        double[] victim = {5, 5, 1, 1, 0.5};
        Progress found =
                run(line, rows(schema, victim), BUDGET, new Goal.Silence()).get(0);
        double[] row = found.best().orElseThrow();
        assertThat(new FeasibleSet(schema, BUDGET, victim).permitted(row)).isTrue();
        assertThat(found.refused()).isZero();
        assertThat(row[0]).as("lower is better but not allowed").isEqualTo(5);
        assertThat(row[1]).isEqualTo(Math.rint(row[1]));
        assertThat(row[4]).isLessThanOrEqualTo(1);
    }

    @Test
    void findsOnANetworkWhatTheBudgetAllowsNearerThanItsEdge() {
        Dataset train = Toy.clusters(200, 3);
        Model network = new NeuralNetwork(1, 8, 60, 32, 5e-3).train(train, Toy.run());
        boolean[] alarms = network.alarms(train.rows());
        Dataset victims = train.select(Arrays.copyOf(
                IntStream.of(train.maliciousRows()).filter(i -> alarms[i]).toArray(), 20));
        List<Progress> found = run(network, victims, BUDGET, new Goal.Silence());
        assertThat(found).filteredOn(one -> one.best().isPresent()).hasSizeGreaterThan(18);
        for (int v = 0; v < victims.size(); v++) {
            if (found.get(v).best().isPresent()) {
                // A hair nearer to the victim it alarms: the row is at the boundary.
                double[] from = victims.rows().row(v);
                double[] to = found.get(v).best().orElseThrow();
                double[] nearer = new double[4];
                for (int j = 0; j < 4; j++) {
                    nearer[j] = to[j] + 0.01 * (from[j] - to[j]);
                }
                assertThat(network.alarms(Rows.of(nearer))[0]).isTrue();
            }
        }
    }
}

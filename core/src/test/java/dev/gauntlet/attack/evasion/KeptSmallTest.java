package dev.gauntlet.attack.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.Progress;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of two features that weigh the same one costs ten times the other: the cheapest change moves one, the shortest both, and the
 * change of least maximum both by the same.
 */
final class KeptSmallTest {
    private static final Schema SCHEMA = new Schema(List.of(
            Feature.real("cheap", 0, 10).withCost(1),
            Feature.real("dear", 0, 10).withCost(10)));
    private static final Model DETECTOR = Model.of("sum", SCHEMA, row -> 1 / (1 + Math.exp(10 - row[0] - row[1])));

    private static Dataset rows(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        double[][] rows = new double[size][];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 2;
            double low = labels[i] == 1 ? 6 : 1;
            rows[i] = new double[] {low + rng.nextDouble(), low + rng.nextDouble()};
        }
        return Dataset.of(SCHEMA, Rows.of(rows), labels, List.of("benign", "bad"));
    }

    private static List<double[]> changes(InputAttack attack, Norm norm) {
        Dataset all = rows(40, 1);
        Dataset victims = all.select(all.maliciousRows());
        Budget budget = new Budget(0, 1, 600, 1e3, 0).withNorm(norm);
        AttackerContext grant = new AttackerContext(SCHEMA, budget, rows(100, 2), new RandomForest(10, 0, 1, 0));
        Oracle oracle = Toy.oracle(DETECTOR, budget.queries(), victims.size());
        List<Progress> found = new BatchedQueries(SCHEMA, budget, new Goal.Silence())
                .run(attack.pursue(victims, oracle, grant, Toy.run()), victims, oracle, Run.seeded(1));
        return IntStream.range(0, victims.size())
                .mapToObj(v -> {
                    double[] after = found.get(v).best().orElseThrow();
                    return new double[] {
                        victims.rows().get(v, 0) - after[0], victims.rows().get(v, 1) - after[1]
                    };
                })
                .toList();
    }

    private static double mean(List<double[]> changes, int column) {
        return changes.stream()
                .mapToDouble(change -> Math.abs(change[column]))
                .average()
                .orElseThrow();
    }

    static Stream<InputAttack> attacks() {
        return Stream.of(new LabelOnlyEvasion(), new GreedyScore(), new Square(), new Moeva());
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whatTheAttackerKeepsSmallIsMadeSmall(InputAttack attack) {
        List<double[]> cheapest = changes(attack, Norm.COST);
        assertThat(mean(cheapest, 1)).as("the dear feature").isLessThan(0.1);
        for (Norm norm : List.of(Norm.L2, Norm.LINF)) {
            List<double[]> shortest = changes(attack, norm);
            assertThat(mean(shortest, 1)).as(norm.name()).isGreaterThan(0.5);
            assertThat(mean(shortest, 0)).as(norm.name()).isLessThan(0.85 * mean(cheapest, 0));
        }
    }
}

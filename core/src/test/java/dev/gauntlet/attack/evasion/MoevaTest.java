package dev.gauntlet.attack.evasion;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Improvement;
import dev.gauntlet.search.Progress;
import dev.gauntlet.search.RandomMoves;
import dev.gauntlet.search.genetic.GeneticSearch;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole numbers, flags and a one-hot group under rules; what the detector sees most is a sum of ten numbers and its parts. */
final class MoevaTest {
    private static final int NUMBERS = 10;
    private static final Budget BUDGET = new Budget(0.2, 0.5, 400, 20, 0.5).withNorm(Norm.L2);
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        List<Feature> features = new ArrayList<>();
        StringBuilder sum = new StringBuilder("total = n0");
        for (int j = 0; j < NUMBERS; j++) {
            features.add(Feature.whole("n" + j, 0, 100));
            sum.append(j == 0 ? "" : " + n" + j);
        }
        features.add(Feature.whole("total", 0, 1000));
        features.add(Feature.whole("peak", 0, 100));
        features.add(Feature.flag("red"));
        features.add(Feature.flag("green"));
        features.add(Feature.flag("blue"));
        return new Schema(
                features,
                Map.of("colour", List.of("red", "green", "blue")),
                List.of(sum.toString(), "n0 <= peak", "n1 <= peak"));
    }

    private static Model detector() {
        double[] weights = new double[SCHEMA.width()];
        for (int j = 0; j < NUMBERS; j++) {
            weights[j] = 2;
        }
        weights[NUMBERS] = 1;
        weights[NUMBERS + 2] = 0.5;
        weights[NUMBERS + 3] = -0.5;
        double[][] rows = new double[2][SCHEMA.width()];
        Arrays.fill(rows[1], 0, NUMBERS, 100);
        rows[1][NUMBERS] = 1000;
        rows[1][NUMBERS + 1] = 100;
        Arrays.fill(rows[1], NUMBERS + 2, SCHEMA.width(), 1);
        Dataset two = Dataset.of(SCHEMA, Rows.of(rows), new int[2], List.of("benign", "malicious"));
        return new Model("by-hand", SCHEMA, Encoding.forTrees(two), new LinearKernel(weights, -1080));
    }

    private static Dataset victims() {
        double[][] rows = new double[10][SCHEMA.width()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < NUMBERS; j++) {
                rows[i][j] = 48 + (i + j) % 3;
                rows[i][NUMBERS] += rows[i][j];
            }
            rows[i][NUMBERS + 1] = 50;
            rows[i][NUMBERS + 2] = 1;
        }
        return Dataset.of(
                SCHEMA, Rows.of(rows), IntStream.generate(() -> 1).limit(10).toArray(), List.of("benign", "malicious"));
    }

    private static List<Progress> run(List<? extends AttackSearch> searches, Oracle oracle) {
        return new BatchedQueries(SCHEMA, BUDGET, new Goal.Silence()).run(searches, victims(), oracle, Run.seeded(1));
    }

    private static Oracle oracle() {
        return Oracle.of(detector(), Access.MARGIN, Screen.OPEN, BUDGET.queries(), 10);
    }

    private static List<? extends AttackSearch> attack() {
        AttackerContext grant = new AttackerContext(SCHEMA, BUDGET, victims(), Toy.forest());
        return new Moeva(20, 0).pursue(victims(), oracle(), grant, Run.seeded(1));
    }

    private static List<Double> sizes(List<Progress> found) {
        return found.stream()
                .map(one -> one.improvements().stream()
                        .mapToDouble(Improvement::size)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY))
                .toList();
    }

    @Test
    void breedsValidRowsThatEvadeBySmallerChangesThanRandomOnes() {
        List<Progress> found = run(attack(), oracle());
        for (int v = 0; v < 10; v++) {
            double[] from = victims().rows().row(v);
            assertThat(found.get(v).refused()).isZero();
            assertThat(found.get(v).improvements()).isNotEmpty().allSatisfy(one -> {
                assertThat(SCHEMA.breaches(from, one.row())).isEmpty();
                assertThat(detector().alarms(Rows.of(one.row()))[0]).isFalse();
            });
        }
        List<AttackSearch> moves = IntStream.range(0, 10)
                .mapToObj(v -> RandomMoves.of(
                        new FeasibleSet(SCHEMA, BUDGET, victims().rows().row(v)),
                        BUDGET.queries(),
                        Run.seeded(v).rng()))
                .toList();
        assertThat(Collections.max(sizes(found))).isLessThan(Collections.min(sizes(run(moves, oracle()))));
    }

    /** Without the search for smaller changes after it: from generation to generation it comes nearer to the boundary. */
    @Test
    void generationsScoreBetterAndKeepChangesSmall() {
        Dataset one = victims().select(new int[] {0});
        double[] from = one.rows().row(0);
        GeneticSearch search = new GeneticSearch(
                new FeasibleSet(SCHEMA, BUDGET, from),
                Norm.L2,
                -1,
                20,
                List.of(),
                Run.seeded(1).rng());
        Oracle oracle = Oracle.of(detector(), Access.MARGIN, Screen.OPEN, 2000, 1);
        double[] smallest = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        Budget more = BUDGET.withQueries(5);
        new BatchedQueries(SCHEMA, more, new Goal.Silence())
                .run(List.of(search), one, oracle, Run.seeded(1))
                .get(0)
                .improvements()
                .forEach(found -> {
                    int half = found.query() <= 400 ? 0 : 1;
                    smallest[half] = Math.min(smallest[half], found.size());
                });
        assertThat(smallest[0]).isFinite();
        assertThat(smallest[1]).isLessThan(smallest[0]);
    }

    @Test
    void theSameSeedGivesTheSameRows() {
        assertThat(run(attack(), oracle()).stream().map(one -> one.best().orElseThrow()))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyElementsOf(run(attack(), oracle()).stream()
                        .map(one -> one.best().orElseThrow())
                        .toList());
    }

    @Test
    void aRowThatCannotChangeIsLeftAlone() {
        Schema fixed = new Schema(List.of(Feature.real("x", 0, 1).withMove(Feature.Move.FIXED)));
        GeneticSearch search = new GeneticSearch(
                new FeasibleSet(fixed, BUDGET, new double[] {1}),
                Norm.L2,
                -1,
                20,
                List.of(),
                Run.seeded(1).rng());
        assertThat(search.propose()).isEmpty();
    }
}

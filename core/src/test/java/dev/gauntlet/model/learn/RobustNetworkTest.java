package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A feature that tells the classes apart by less than the distance, and one that does so less often but by more. */
final class RobustNetworkTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Feature.real("brittle", 0, 1), Feature.real("solid", 0, 1)));
    private static final double DISTANCE = 0.1;

    private static Dataset rows(int size, long seed) {
        Rng rng = Run.seeded(seed).rng();
        double[][] rows = new double[size][];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 2;
            boolean plain = rng.chance(0.9);
            double solid = (labels[i] == 1) == plain ? 0.8 : 0.2;
            rows[i] = new double[] {0.5 + (labels[i] == 1 ? 0.04 : -0.04), solid + 0.02 * rng.nextGaussian()};
        }
        return Dataset.of(SCHEMA, Rows.of(rows), labels, List.of("benign", "malicious"));
    }

    /** The share of rows that are still judged rightly where the brittle feature is moved to the other side. */
    private static double moved(Model model, Dataset data) {
        Rows moved = Rows.fill(
                data.size(),
                2,
                (i, j) -> j == 0
                        ? data.rows().get(i, 0) + (data.label(i) == 1 ? -DISTANCE : DISTANCE)
                        : data.rows().get(i, j));
        return right(model, moved, data);
    }

    private static double right(Model model, Rows rows, Dataset data) {
        boolean[] alarms = model.alarms(rows);
        return IntStream.range(0, alarms.length)
                        .filter(i -> alarms[i] == (data.label(i) == 1))
                        .count()
                / (double) alarms.length;
    }

    private static RobustNetwork robust() {
        return new RobustNetwork(1, 16, 40, 32, 0.01, DISTANCE, 5, 0.5);
    }

    @Test
    void reliesOnWhatAChangeWithinTheDistanceCannotReach() {
        Dataset train = rows(600, 1);
        Dataset test = rows(400, 2);
        Model plain = new NeuralNetwork(1, 16, 40, 32, 0.01).train(train, Run.seeded(1));
        Model robust = robust().train(train, Run.seeded(1));
        assertThat(right(plain, test.rows(), test)).isGreaterThan(0.99);
        assertThat(moved(plain, test)).isLessThan(0.2);
        assertThat(moved(robust, test)).isGreaterThan(0.8);
        assertThat(right(robust, test.rows(), test)).isGreaterThan(0.85);
    }

    @Test
    void theSameSeedGivesTheSameNetwork() {
        Dataset train = rows(100, 1);
        assertThat(robust().train(train, Run.seeded(3)).malice(train.rows()))
                .isEqualTo(robust().train(train, Run.seeded(3)).malice(train.rows()));
    }

    @Test
    void changesStayInTheBallAndAreOfTheirKind() {
        Schema schema = new Schema(
                List.of(
                        Feature.real("a", 0, 10),
                        Feature.whole("b", 0, 20).withMove(Feature.Move.UP_ONLY),
                        Feature.whole("coarse", 0, 2),
                        Feature.flag("flag"),
                        Feature.real("fixed", 0, 10).withMove(Feature.Move.FIXED),
                        Feature.real("sum", 0, 30),
                        Feature.real("missing", 0, 10)),
                Map.of(),
                List.of("sum = a + b"));
        double[] original = {5, 4, 1, 1, 5, 9, Double.NaN};
        double[][] two = new double[2][7];
        Arrays.fill(two[1], 10);
        Dataset train = Dataset.of(schema, Rows.of(two), new int[] {0, 1}, List.of("benign", "malicious"));
        Model model = new NeuralNetwork(0, 1, 50, 2, 0.1).train(train, Run.seeded(1));
        WorstChanges changes = new WorstChanges(schema, 0.3, 5);
        int n = 200;
        double[] signs =
                IntStream.range(0, n).mapToDouble(i -> i % 2 == 0 ? 1 : -1).toArray();
        double[] radii = new double[n];
        Arrays.fill(radii, 0.3);
        Rows rows = Rows.fill(n, 7, (i, j) -> original[j]);
        Rows moved = changes.of(
                model.gradients().orElseThrow(),
                rows,
                signs,
                radii,
                Run.seeded(1).rng());
        for (int i = 0; i < n; i++) {
            double[] row = moved.row(i);
            assertThat(Math.hypot((row[0] - 5) / 10, (row[1] - 4) / 20)).isLessThanOrEqualTo(0.3 + 1e-9);
            assertThat(row[1]).isEqualTo(Math.rint(row[1])).isGreaterThanOrEqualTo(4);
            assertThat(Arrays.copyOfRange(row, 2, 5)).containsExactly(1, 1, 5);
            assertThat(row[5]).isEqualTo(row[0] + row[1]);
            assertThat(row[6]).isNaN();
        }
        double[] before = model.malice(rows);
        double[] after = model.malice(moved);
        assertThat(IntStream.range(0, n)).allMatch(i -> signs[i] * (after[i] - before[i]) < 0);
    }
}

package dev.gauntlet.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

final class ForestTest {
    private static final Schema PLANE =
            new Schema(List.of(Feature.real("x", -9, 9), Feature.real("y", -9, 9), Feature.real("noise", -9, 9)));

    /** Malicious inside a ring: no single threshold finds it. */
    private static Dataset ring(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        double[] values = new double[size * 3];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            double x = rng.between(-2, 2);
            double y = rng.between(-2, 2);
            values[3 * i] = x;
            values[3 * i + 1] = y;
            values[3 * i + 2] = rng.nextGaussian();
            labels[i] = x * x + y * y < 1 ? 1 : 0;
        }
        return Dataset.of(PLANE, Rows.of(size, 3, values), labels, List.of("benign", "bad"));
    }

    private static double accuracy(Model model, Dataset data) {
        boolean[] alarms = model.alarms(data.rows());
        int right = 0;
        for (int i = 0; i < data.size(); i++) {
            right += alarms[i] == data.malicious(i) ? 1 : 0;
        }
        return right / (double) data.size();
    }

    @Test
    void everyTrainerHereIsInTheCatalogue() {
        assertThat(Catalogue.all(Trainer.class))
                .extracting(Trainer::id)
                .contains("decision-tree", "isolation-forest", "random-forest");
    }

    @Test
    void aTreeSplitsMidwayBetweenTheClasses() {
        Schema line = new Schema(List.of(Feature.real("x", 0, 10)));
        Dataset data = Dataset.of(
                line, Rows.of(new double[][] {{1}, {2}, {6}, {7}}), new int[] {0, 0, 1, 1}, List.of("benign", "bad"));
        Model model = new DecisionTree(0, 1).train(data, Run.seeded(1));
        assertThat(model.kernel().parameters().get("value")).containsExactly(4, 0, 1);
        assertThat(model.malice(Rows.of(new double[][] {{3.999}, {4}}))).containsExactly(0, 1);
    }

    @Test
    void aTreeStopsAtItsDepthAndLeafSize() {
        Dataset data = ring(500, 1);
        assertThat(((TreeEnsemble) new DecisionTree(1, 1)
                                .train(data, Run.seeded(1))
                                .kernel())
                        .nodes())
                .isEqualTo(3);
        assertThat(((TreeEnsemble) new DecisionTree(0, 251)
                                .train(data, Run.seeded(1))
                                .kernel())
                        .nodes())
                .isEqualTo(1);
        assertThat(accuracy(new DecisionTree(0, 1).train(data, Run.seeded(1)), data))
                .isEqualTo(1);
    }

    @Test
    void aForestLearnsWhatNoThresholdCan() {
        Model model = new RandomForest().train(ring(2000, 1), Run.seeded(1));
        assertThat(accuracy(model, ring(1000, 2))).isGreaterThan(0.96);
    }

    @Test
    void theThreadsMakeNoDifference() {
        Dataset data = ring(400, 3);
        for (Trainer trainer : List.of(new RandomForest(20, 0, 1, 0), new IsolationForest(20, 64, 0.1))) {
            Map<String, double[]> one = parameters(trainer, data, 1);
            Map<String, double[]> two = parameters(trainer, data, 2);
            one.forEach((name, values) -> assertThat(two.get(name)).containsExactly(values));
        }
    }

    private static Map<String, double[]> parameters(Trainer trainer, Dataset data, int threads) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return trainer.train(data, Run.on(pool, Seed.of(5))).kernel().parameters();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void missingValuesGoTheWayOfTheMajority() {
        Schema line = new Schema(List.of(Feature.real("x", 0, 10)));
        double nan = Double.NaN;
        Dataset data = Dataset.of(
                line,
                Rows.of(new double[][] {{1}, {2}, {2}, {8}, {9}, {nan}}),
                new int[] {0, 0, 0, 1, 1, 0},
                List.of("benign", "bad"));
        Model model = new DecisionTree(0, 1).train(data, Run.seeded(1));
        assertThat(model.malice(Rows.of(new double[][] {{nan}, {1}, {9}}))).containsExactly(0, 0, 1);
    }

    @Test
    void unlabelledRowsAreLeftOut() {
        Dataset data = ring(300, 4);
        Dataset half = data.relabel(i -> i < 150 ? data.label(i) : -1);
        int[] first = java.util.stream.IntStream.range(0, 150).toArray();
        Model left = new DecisionTree().train(half, Run.seeded(1));
        Model cut = new DecisionTree().train(data.select(first), Run.seeded(1));
        assertThat(left.malice(data.rows())).containsExactly(cut.malice(data.rows()));
    }

    @Test
    void oneClassIsRefusedWithTheCounts() {
        Dataset data = ring(50, 1).relabel(i -> 0);
        assertThatThrownBy(() -> new RandomForest().train(data, Run.seeded(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("50 benign and 0 malicious");
    }

    @Test
    void isolationFindsTheOutlierAndIgnoresLabels() {
        Dataset data = ring(500, 6);
        Model model = new IsolationForest().train(data, Run.seeded(1));
        double[] malice = model.malice(Rows.of(new double[][] {{0, 0, 0}, {8, -8, 8}}));
        assertThat(malice[1]).isGreaterThan(malice[0] + 0.1).isGreaterThan(model.threshold());
        assertThat(model.scale()).isEqualTo(Scale.DISTANCE);
        Model blind = new IsolationForest().train(data.relabel(i -> -1), Run.seeded(1));
        assertThat(blind.malice(data.rows())).containsExactly(model.malice(data.rows()));
    }

    @Test
    void isolationAlarmsOnTheStatedShareOfItsTrainingRows() {
        Dataset data = ring(400, 7);
        boolean[] alarms =
                new IsolationForest(100, 256, 0.05).train(data, Run.seeded(2)).alarms(data.rows());
        int raised = 0;
        for (boolean alarm : alarms) {
            raised += alarm ? 1 : 0;
        }
        assertThat(raised).isEqualTo(20);
    }

    @Test
    void theExpectedPathIsThatOfABinarySearchTree() {
        assertThat(IsolationForest.expectedPath(1)).isZero();
        assertThat(IsolationForest.expectedPath(2)).isEqualTo(1);
        assertThat(IsolationForest.expectedPath(256)).isBetween(10.24, 10.25);
    }
}

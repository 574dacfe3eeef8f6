package dev.gauntlet.adapters.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.explain.Explainer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;

/** Our exact contributions beside XGBoost's own. */
final class ContributionsTest {
    private static final int SIZE = 600;
    private static final int WIDTH = 7;
    private static final Schema SCHEMA = new Schema(IntStream.range(0, WIDTH)
            .mapToObj(j -> Feature.real("f" + j, -9, 9))
            .toList());

    private final Rng rng = Seed.of(2).rng();
    private final Rows rows =
            Rows.fill(SIZE, WIDTH, (i, j) -> rng.chance(0.05) ? Double.NaN : (float) rng.nextGaussian());

    /** What XGBoost says: for each class the features' contributions and last the bias. */
    private static final class Theirs {
        private final byte[] json;
        private final float[][] contributions;

        private Theirs(byte[] json, float[][] contributions) {
            this.json = json;
            this.contributions = contributions;
        }
    }

    private Theirs train(Map<String, Object> settings, int classes) throws Exception {
        DMatrix matrix = new DMatrix(rows.toFloats(), SIZE, WIDTH, Float.NaN);
        float[] labels = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                sum += Double.isNaN(rows.get(i, j)) ? 0.5 : rows.get(i, j) * rows.get(i, (j + 1) % 3);
            }
            labels[i] = Double.isNaN(sum) || sum < 0 ? 0 : Math.min(classes - 1, 1 + (int) sum);
        }
        matrix.setLabel(labels);
        Booster booster = XGBoost.train(matrix, settings, 20, Map.of(), null, null);
        return new Theirs(booster.toByteArray("json"), booster.predictContrib(matrix, 0));
    }

    private void compare(Predictor kernel, Theirs theirs, int output, int outputs) {
        Model model = new Model("xgboost", SCHEMA, Encoding.identity(WIDTH), kernel, 0);
        Explainer explainer = outputs > 1 ? Explainer.of(model, output) : Explainer.of(model);
        Rows ours = explainer.contributions(rows);
        double largest = 0;
        for (int i = 0; i < SIZE; i++) {
            int at = output * (WIDTH + 1);
            for (int j = 0; j < WIDTH; j++) {
                assertThat(ours.get(i, j)).isCloseTo(theirs.contributions[i][at + j], within(2e-5));
                largest = Math.max(largest, Math.abs(ours.get(i, j)));
            }
            assertThat(explainer.expectation()).isCloseTo(theirs.contributions[i][at + WIDTH], within(2e-5));
        }
        assertThat(largest).isGreaterThan(0.5);
    }

    @Test
    void aDetectorIsExplainedAsByXGBoost() throws Exception {
        Theirs theirs = train(Map.of("objective", "binary:logistic", "max_depth", 6, "seed", 1, "nthread", 1), 2);
        compare(XGBoostJson.read(theirs.json), theirs, 0, 1);
    }

    @Test
    void aQuantityIsExplainedAsByXGBoost() throws Exception {
        Theirs theirs = train(Map.of("objective", "reg:squarederror", "max_depth", 5, "seed", 1, "nthread", 1), 5);
        compare(XGBoostJson.readNumber(theirs.json), theirs, 0, 1);
    }

    @Test
    void eachClassIsExplainedAsByXGBoost() throws Exception {
        Map<String, Object> settings =
                Map.of("objective", "multi:softprob", "num_class", 3, "max_depth", 4, "seed", 1, "nthread", 1);
        Theirs theirs = train(settings, 3);
        for (int c : List.of(0, 1, 2)) {
            compare(XGBoostJson.readClasses(theirs.json), theirs, c, 3);
        }
    }
}

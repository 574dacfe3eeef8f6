package dev.gauntlet.adapters.xgboost;

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
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientBoostingTest {
    private static Rows random(long seed, int size, int width) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(size, width, (i, j) -> rng.chance(0.1) ? Double.NaN : rng.nextGaussian() * (j + 1));
    }

    private static Dataset toy(int size, int width) {
        Rows rows = random(3, size, width);
        int[] labels = IntStream.range(0, size)
                .map(i -> rows.get(i, 0) * rows.get(i, 1) > 0.2 || rows.get(i, 2) > 4 ? 1 : 0)
                .toArray();
        Schema schema = new Schema(IntStream.range(0, width)
                .mapToObj(j -> Feature.real("x" + j, -1000, 1000))
                .toList());
        return Dataset.of(schema, rows, labels, List.of("good", "bad"));
    }

    @Test
    void givesMarginsOfTheSameBitsAsXGBoost() throws Exception {
        Dataset train = toy(1500, 8);
        Rows test = random(77, 2000, 8);
        float[] labels = new float[train.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = train.label(i);
        }
        for (double base : new double[] {0.5, 0.31}) {
            DMatrix matrix = new DMatrix(train.rows().toFloats(), train.size(), 8, Float.NaN);
            matrix.setLabel(labels);
            Map<String, Object> settings = Map.of(
                    "objective", "binary:logistic", "max_depth", 6, "nthread", 1, "verbosity", 0, "base_score", base);
            Booster booster = XGBoost.train(matrix, settings, 50, Map.of(), null, null);
            DMatrix asked = new DMatrix(test.toFloats(), test.size(), 8, Float.NaN);
            float[][] margins = booster.predict(asked, true);
            double[] ours = XGBoostJson.read(booster.toByteArray("json")).malice(test);
            asked.dispose();
            booster.dispose();
            matrix.dispose();
            for (int i = 0; i < ours.length; i++) {
                assertThat(Float.floatToIntBits((float) ours[i]))
                        .as("row %d: %s and %s", i, ours[i], margins[i][0])
                        .isEqualTo(Float.floatToIntBits(margins[i][0]));
            }
        }
    }

    @Test
    void learnsAndGivesTheSameModelAgain() {
        Dataset data = toy(2000, 6);
        Trainer trainer = Catalogue.with(
                Catalogue.named(Trainer.class, "gradient-boosting"), Map.of("rounds", 30, "subsample", 0.7));
        Model first = trainer.train(data, Run.seeded(4));
        Model second = trainer.train(data, Run.seeded(4));
        assertThat(second.kernel().parameters().get("value"))
                .containsExactly(first.kernel().parameters().get("value"));
        assertThat(trainer.train(data, Run.seeded(5)).kernel().parameters().get("value"))
                .isNotEqualTo(first.kernel().parameters().get("value"));
        boolean[] alarms = first.alarms(data.rows());
        assertThat(IntStream.range(0, data.size()).filter(i -> alarms[i] == data.malicious(i)))
                .hasSizeGreaterThan(1900);
    }

    @Test
    void trainsAHundredRoundsOnTwentyThousandRowsInSeconds() {
        Dataset data = toy(20_000, 25);
        long start = System.nanoTime();
        Model model = new GradientBoosting().train(data, Run.seeded(1));
        assertThat(((TreeEnsemble) model.kernel()).trees()).isEqualTo(100);
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(15);
    }

    @Test
    void refusesOneClassOnly() {
        Dataset benign = toy(20, 3).relabel(i -> 0);
        assertThatThrownBy(() -> new GradientBoosting().train(benign, Run.seeded(1)))
                .hasMessageContaining("20 benign and 0 malicious");
    }

    private static String model(String base, String booster, String objective, String classes, String tree) {
        return """
                {"learner": {"learner_model_param": {"base_score": "%s", "num_class": "%s", "num_feature": "2"},
                 "objective": {"name": "%s"}, "gradient_booster": {"name": "%s", "model": {"trees": [%s]}}}}
                """.formatted(base, classes, objective, booster, tree);
    }

    private static final String STUMP = """
            {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [1, 0, 0],
             "split_conditions": [0.5, -1, 2], "default_left": [0, 0, 0], "categories_nodes": []}
            """;

    private static TreeEnsemble read(String json) {
        return XGBoostJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsBothSpellingsOfTheBaseScore() {
        Rows rows = Rows.of(new double[] {0, 0.25}, new double[] {0, 0.5}, new double[] {0, Double.NaN});
        for (String base : List.of("5E-1", "[5E-1]")) {
            assertThat(read(model(base, "gbtree", "binary:logistic", "0", STUMP))
                            .malice(rows))
                    .containsExactly(-1, 2, 2);
        }
    }

    static Stream<List<String>> refused() {
        String categorical = STUMP.replace("\"categories_nodes\": []", "\"categories_nodes\": [0]");
        String circle = STUMP.replace("\"left_children\": [1, -1", "\"left_children\": [0, -1");
        String outside = STUMP.replace("\"left_children\": [1", "\"left_children\": [9");
        return Stream.of(
                List.of(model("5E-1", "dart", "binary:logistic", "0", STUMP), "dart"),
                List.of(model("5E-1", "gblinear", "binary:logistic", "0", STUMP), "gblinear"),
                List.of(model("5E-1", "gbtree", "multi:softprob", "3", STUMP), "multi:softprob"),
                List.of(model("5E-1", "gbtree", "binary:logistic", "3", STUMP), "several classes (3)"),
                List.of(
                        model("5E-1", "gbtree", "binary:logistic", "0", categorical),
                        "\"categories_segments\" is missing"),
                List.of(model("5E-1", "gbtree", "binary:logistic", "0", circle), "not a tree"),
                List.of(model("5E-1", "gbtree", "binary:logistic", "0", outside), "node that does not exist"),
                List.of(model("5E-1", "gbtree", "binary:logistic", "0", ""), "trees must not be empty"),
                List.of(model("[1E-1,2E-1]", "gbtree", "binary:logistic", "0", STUMP), "base_score must be one number"),
                List.of("{\"learner\": ", "not JSON"),
                List.of("[]", "not an XGBoost JSON model"),
                List.of("{\"learner\": 3}", "\"objective\" is missing"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesOtherModelsByName(List<String> jsonAndReason) {
        assertThatThrownBy(() -> read(jsonAndReason.get(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(jsonAndReason.get(1));
    }
}

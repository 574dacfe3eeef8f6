package dev.gauntlet.adapters.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several classes and quantities by XGBoost, against XGBoost's own answers. */
final class KindsOfTreesTest {
    private static final int WIDTH = 6;

    private static Rows random(long seed, int size) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(size, WIDTH, (i, j) -> rng.chance(0.1) ? Double.NaN : rng.nextGaussian() * (j + 1));
    }

    private static int kind(Rows rows, int i) {
        return rows.get(i, 0) > 0.5 ? 1 : rows.get(i, 1) > 1 ? 2 : rows.get(i, 2) * rows.get(i, 3) > 4 ? 3 : 0;
    }

    private static Dataset data(long seed, int size) {
        Rows rows = random(seed, size);
        int[] labels = IntStream.range(0, size).map(i -> kind(rows, i)).toArray();
        Schema schema = new Schema(IntStream.range(0, WIDTH)
                .mapToObj(j -> Feature.real("x" + j, -1000, 1000))
                .toList());
        return Dataset.of(schema, rows, labels, List.of("benign", "scan", "theft", "bot"));
    }

    private static double[] quantities(Dataset data) {
        return IntStream.range(0, data.size())
                .mapToDouble(i -> 40 + 3 * data.label(i) + (data.rows().get(i, 4) > 0 ? 1 : 0))
                .toArray();
    }

    private record Answers(String json, Rows margins) {
        static Answers of(Dataset train, float[] targets, Rows asked, Map<String, Object> more) throws XGBoostError {
            Map<String, Object> settings = new HashMap<>(more);
            settings.putAll(Map.of("max_depth", 5, "nthread", 1, "verbosity", 0));
            DMatrix matrix = new DMatrix(train.rows().toFloats(), train.size(), WIDTH, Float.NaN);
            matrix.setLabel(targets);
            Booster booster = XGBoost.train(matrix, settings, 25, Map.of(), null, null);
            DMatrix questions = new DMatrix(asked.toFloats(), asked.size(), WIDTH, Float.NaN);
            Answers answers = new Answers(
                    new String(booster.toByteArray("json"), StandardCharsets.UTF_8),
                    exact(booster.predict(questions, true)));
            questions.dispose();
            booster.dispose();
            matrix.dispose();
            return answers;
        }
    }

    private static Rows exact(float[][] values) {
        return Rows.fill(values.length, values[0].length, (i, c) -> values[i][c]);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static float[] floats(int size, java.util.function.IntToDoubleFunction value) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = (float) value.applyAsDouble(i);
        }
        return floats;
    }

    @Test
    void severalClassesHaveMarginsOfTheSameBitsAsXGBoost() throws XGBoostError {
        Dataset train = data(3, 1500);
        Rows asked = random(77, 5000);
        for (int parallel : new int[] {1, 3}) {
            Map<String, Object> more =
                    Map.of("objective", "multi:softprob", "num_class", 4, "num_parallel_tree", parallel);
            Answers answers = Answers.of(train, floats(1500, train::label), asked, more);
            assertThat(XGBoostJson.readClasses(bytes(answers.json)).scores(asked))
                    .isEqualTo(answers.margins);
        }
    }

    @Test
    void quantitiesHaveTheSameBitsAsXGBoost() throws XGBoostError {
        Dataset train = data(3, 1500);
        double[] quantities = quantities(train);
        Rows asked = random(77, 5000);
        for (Map<String, Object> more : List.<Map<String, Object>>of(
                Map.of("objective", "reg:squarederror"), Map.of("objective", "reg:squarederror", "base_score", 7.5))) {
            Answers answers = Answers.of(train, floats(1500, i -> quantities[i]), asked, more);
            assertThat(XGBoostJson.readNumber(bytes(answers.json)).scores(asked))
                    .isEqualTo(answers.margins);
        }
    }

    static List<Categorises> trainers() {
        return List.of(new GradientBoosting(30, 5, 0.3, 1, 1, 1, 64), new HistogramForest(30, 10, 0.6, 0.6, 1e-5, 64));
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void distinguishesKindsAndSurvivesABundle(Categorises trainer) {
        Dataset data = data(5, 1200);
        Model model = trainer.categorise(data, Run.seeded(1));
        int[] found = model.categories(data.rows());
        assertThat(IntStream.range(0, found.length).filter(i -> found[i] == data.label(i)))
                .hasSizeGreaterThan(1080);
        Model again = Bundle.of(model).model(data.schema());
        assertThat(again.scores(data.rows())).isEqualTo(model.scores(data.rows()));
        assertThat(trainer.categorise(data, Run.seeded(1)).scores(data.rows())).isEqualTo(model.scores(data.rows()));
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void estimatesAQuantityAndSurvivesABundle(Predicts trainer) {
        Dataset data = data(5, 1200);
        double[] targets = quantities(data);
        targets[0] = Double.NaN;
        Model model = trainer.predict(data, targets, Run.seeded(1));
        double[] found = model.numbers(data.rows());
        double error = IntStream.range(1, found.length)
                .mapToDouble(i -> Math.abs(found[i] - targets[i]))
                .average()
                .orElseThrow();
        assertThat(error).isLessThan(0.6);
        assertThat(model.scale()).isEqualTo(Scale.NUMBER);
        assertThat(Bundle.of(model).model(data.schema()).numbers(data.rows())).containsExactly(found);
    }

    @Test
    void aForestIsGrownInOneRoundOfManyTrees() {
        Dataset data = data(5, 300);
        Model model = new HistogramForest(17, 4, 0.6, 0.6, 1e-5, 64).train(data, Run.seeded(1));
        assertThat(((TreeEnsemble) model.kernel()).trees()).isEqualTo(17);
        assertThat(new HistogramForest().train(data, Run.seeded(1)).malice(data.rows()))
                .isNotEqualTo(new HistogramForest().train(data, Run.seeded(2)).malice(data.rows()));
    }

    private static final String STUMP = """
            {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [1, 0, 0],
             "split_conditions": [0.5, -1, 2], "default_left": [0, 0, 0], "categories_nodes": []}""";

    private static final String NOTHING = """
            {"left_children": [-1], "right_children": [-1], "split_indices": [0], "split_conditions": [0], "default_left": [0],
             "categories_nodes": []}""";

    /** A stump for the first class and one for the last, the others having a tree that adds nothing; of a number, two stumps. */
    private static byte[] model(String base, String objective, int classes) {
        List<String> trees = classes < 2 ? List.of(STUMP, STUMP) : List.of(STUMP, NOTHING, STUMP);
        return """
                {"learner": {"learner_model_param": {"base_score": "%s", "num_class": "%d", "num_feature": "2"},
                 "objective": {"name": "%s"}, "gradient_booster": {"name": "gbtree",
                 "model": {"trees": %s, "tree_info": %s}}}}
                """.formatted(base, classes, objective, trees, classes < 2 ? "[0, 0]" : "[0, 1, 2]")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsEverySpellingOfTheBaseScore() {
        Rows rows = Rows.of(new double[] {0, 0.25});
        for (String base : List.of("5E-1", "[5E-1]", "[5E-1,5E-1,5E-1]")) {
            assertThat(XGBoostJson.readClasses(model(base, "multi:softprob", 3))
                            .scores(rows)
                            .row(0))
                    .containsExactly(-0.5, 0.5, -0.5);
        }
        assertThat(XGBoostJson.readClasses(model("[0,1,2]", "multi:softprob", 3))
                        .scores(rows)
                        .row(0))
                .containsExactly(-1, 1, 1);
        for (String base : List.of("4E1", "[4E1]")) {
            assertThat(XGBoostJson.readNumber(model(base, "reg:squarederror", 0))
                            .malice(rows))
                    .containsExactly(38);
        }
        assertThatThrownBy(() -> XGBoostJson.readClasses(model("[0,1]", "multi:softprob", 3)))
                .hasMessageContaining("one per class, but is 2");
        assertThatThrownBy(() -> XGBoostJson.readNumber(model("0", "multi:softprob", 3)))
                .hasMessageContaining("must be reg:squarederror but is multi:softprob");
    }
}

package dev.gauntlet.adapters.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class XGBoostDumpTest {
    @TempDir
    private Path folder = Path.of("");

    private static Rows random(long seed, int size) {
        Rng rng = Seed.of(seed).rng();
        return Rows.fill(
                size, 3, (i, j) -> rng.chance(0.1) ? Double.NaN : j == 2 ? rng.nextInt(9) : (float) rng.nextGaussian());
    }

    private static DMatrix matrix(Rows rows) throws XGBoostError {
        DMatrix matrix = new DMatrix(rows.toFloats(), rows.size(), 3, Float.NaN);
        matrix.setFeatureTypes(new String[] {"q", "q", "c"});
        return matrix;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aDumpHasTheMarginsOfItsModel() throws Exception {
        Rows rows = random(1, 600);
        DMatrix matrix = matrix(rows);
        float[] labels = new float[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = rows.get(i, 0) > 0.2 || rows.get(i, 2) == 3 || rows.get(i, 2) == 7 ? 1 : 0;
        }
        matrix.setLabel(labels);
        Map<String, Object> settings = Map.of(
                "objective",
                "binary:logistic",
                "base_score",
                0.5,
                "max_depth",
                4,
                "max_cat_to_onehot",
                1,
                "nthread",
                1);
        Booster booster = XGBoost.train(matrix, settings, 10, Map.of(), null, null);
        String dump = "[" + String.join(",", booster.getModelDump((String) null, false, "json")) + "]";
        Rows asked = random(2, 3000);
        float[][] expected = booster.predict(matrix(asked), true);
        double[] said = XGBoostDump.read(bytes(dump)).model().kernel().malice(asked);
        assertThat(dump).contains("\"split_condition\": [");
        for (int i = 0; i < said.length; i++) {
            assertThat(said[i]).isEqualTo(expected[i][0]);
        }
        Path names = Files.writeString(folder.resolve("names.txt"), "0 zeta q\n1 alpha q\n2 kind c\n");
        String named = "[" + String.join(",", booster.getModelDump(names.toString(), false, "json")) + "]";
        assertThat(XGBoostDump.read(bytes(named))
                        .model(List.of("zeta", "alpha", "kind"))
                        .kernel()
                        .malice(asked))
                .containsExactly(said);
    }

    private static final String STUMP = """
            [{"nodeid": 0, "split": "f1", "split_condition": 0.5, "yes": 1, "no": 2, "missing": 2, "children":
              [{"nodeid": 2, "leaf": 0.75}, {"nodeid": 1, "leaf": -1}]}]""";

    @Test
    void childrenAreFoundByTheirNumbers() {
        Rows rows = Rows.of(new double[] {0, 0.25, 9}, new double[] {0, 0.5, 9}, new double[] {0, Double.NaN, 9});
        XGBoostDump dump = XGBoostDump.read(bytes(STUMP));
        assertThat(dump.model().kernel().inputs()).isEqualTo(2);
        assertThat(dump.model(List.of("a", "b", "c")).kernel().malice(rows)).containsExactly(-1, 0.75, 0.75);
        // Names that look like numbers are names where the schema has them.
        assertThat(dump.model(List.of("f1", "b", "c")).kernel().malice(rows)).containsExactly(-1, -1, -1);
    }

    @Test
    void indicesCountFromZeroUnlessTheyCertainlyMatchTheFeatureNumbers() {
        Rows rows = Rows.of(new double[] {0, 9, 0}, new double[] {9, 0, 9});
        XGBoostDump second = XGBoostDump.read(bytes(STUMP));
        assertThat(second.model(List.of("f0", "f1", "f2")).kernel().malice(rows))
                .containsExactly(0.75, -1);
        assertThatThrownBy(() -> second.model(List.of("f1", "f2", "f3")))
                .hasMessageContaining("its splits use f1 to f1, and the features are f1 to f3: it is not clear")
                .hasMessageContaining("Save the model with save_model")
                .hasMessageContaining("name the features f0 to f2 in --schema");
        XGBoostDump last = XGBoostDump.read(bytes(STUMP.replace("f1", "f3")));
        assertThat(last.model(List.of("f1", "f2", "f3")).kernel().malice(rows)).containsExactly(-1, 0.75);
        XGBoostDump first = XGBoostDump.read(bytes(STUMP.replace("f1", "f0")));
        assertThat(first.model(List.of("f1", "f2", "f3")).kernel().malice(rows)).containsExactly(-1, 0.75);
    }

    @Test
    void namesWhatIsWrong() {
        refused(STUMP.replace("\"yes\": 1", "\"yes\": 7"), "names node 7, which is not one of its children");
        refused(STUMP.replace("\"no\": 2", "\"no\": 1"), "points to one node twice");
        refused(STUMP.replace("\"split_condition\": 0.5,", ""), "trees[0].split_condition is missing");
        refused(STUMP.replace(", {\"nodeid\": 1, \"leaf\": -1}", ""), "must be two nodes");
        refused(STUMP.replace("0.75", "\"x\""), "must be a number");
        refused("[]", "it has no trees");
        refused("[3]", "split is missing");
        refused(STUMP.substring(0, 80), "not JSON");
        assertThatThrownBy(() ->
                        XGBoostDump.read(bytes(STUMP.replace("f1", "rate"))).model(List.of("size")))
                .hasMessageContaining("uses \"rate\", which is not a feature");
        assertThatThrownBy(() -> XGBoostDump.read(bytes(STUMP)).model(List.of("size")))
                .hasMessageContaining("a split uses f1, the feature 2 counted from 1, but there is 1 feature");
    }

    private static void refused(String dump, String reason) {
        assertThatThrownBy(() -> XGBoostDump.read(bytes(dump)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aDumpWithNamesTakesTheFeaturesItNamesAndNoOthers() {
        XGBoostDump dump = XGBoostDump.read(bytes("""
                [{"nodeid": 0, "split": "rate", "split_condition": 0.5, "yes": 1, "no": 2, "missing": 1, "children": [
                  {"nodeid": 1, "leaf": -1}, {"nodeid": 2, "leaf": 2}]}]
                """));
        assertThat(dump.modelOfNamed(List.of("size", "rate", "label")).names()).containsExactly("rate");
        assertThatThrownBy(() -> dump.modelOfNamed(List.of("size", "label")))
                .hasMessageContaining("a split uses \"rate\", which is not a feature");
    }
}

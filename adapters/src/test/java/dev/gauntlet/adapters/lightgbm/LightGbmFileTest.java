package dev.gauntlet.adapters.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.adapters.PublicData;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LightGBM models, judged by the predictions that were stored with them and by hand. */
final class LightGbmFileTest {
    private static final String LEAVES = "model-conformance-leaves/";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Rows numbers(String file, int skip, int width) throws IOException {
        return Rows.of(PublicData.lines(LEAVES + file).stream()
                .map(line -> Arrays.stream(line.strip().split("[\t ]+"))
                        .skip(skip)
                        .limit(width)
                        .mapToDouble(part -> Double.parseDouble(part.replaceAll("^\\d+:", "")))
                        .toArray())
                .toArray(double[][]::new));
    }

    private static Model model(String file) throws IOException {
        byte[] content = PublicData.unpacked(LEAVES + file);
        ForeignModel read = file.endsWith(".json") ? LightGbmFile.readJson(content) : LightGbmFile.readText(content);
        return read.over(read.inferred());
    }

    @ParameterizedTest
    @CsvSource({
        "lg_dart_breast_cancer.model, breast_cancer_test.tsv, 0, lg_dart_breast_cancer_true_predictions.txt",
        "lg_dart_breast_cancer.json, breast_cancer_test.tsv, 0, lg_dart_breast_cancer_true_predictions.txt",
        "lg_rf_iris.model, iris_test.libsvm, 1, lg_rf_iris_true_predictions.txt",
        "lgmulticlass.model, multiclass_test.tsv, 1, lgmulticlass_true_raw_predictions.txt",
        "lg_kddcup99.model, kddcup99_test.tsv, 0, lg_kddcup99_true_predictions.txt"
    })
    void aPublishedModelGivesItsStoredPredictions(String file, String rowsFile, int skip, String stored)
            throws IOException {
        Model model = model(file);
        Rows rows = numbers(rowsFile, skip, model.schema().width());
        Rows expected = numbers(stored, 0, Integer.MAX_VALUE);
        assertThat(expected.size()).isEqualTo(rows.size());
        Rows said = model.outputs() > 2 ? model.scores(rows) : Rows.of(rows.size(), 1, model.probability(rows));
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < expected.width(); c++) {
                assertThat(said.get(i, c)).as(file + " row " + i).isCloseTo(expected.get(i, c), within(1e-12));
            }
        }
    }

    @Test
    void theLeavesOfEveryTreeAreThoseThatWereStored() throws IOException {
        Model model = model("lg_breast_cancer.txt");
        Rows rows = numbers("lg_breast_cancer_data.txt", 0, 30);
        Rows leaves = numbers("lg_breast_cancer_data_pred_leaves.txt", 0, Integer.MAX_VALUE);
        double[][] outputs = PublicData.lines(LEAVES + "lg_breast_cancer.txt").stream()
                .filter(line -> line.startsWith("leaf_value="))
                .map(line -> Arrays.stream(line.substring(11).split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
        double[] malice = model.malice(rows);
        for (int i = 0; i < rows.size(); i++) {
            double sum = 0;
            for (int t = 0; t < leaves.width(); t++) {
                sum += outputs[t][(int) leaves.get(i, t)];
            }
            assertThat(malice[i]).isEqualTo(sum);
        }
    }

    private static final String HEAD = """
            tree
            version=v3
            num_class=1
            num_tree_per_iteration=1
            label_index=0
            max_feature_idx=1
            objective=binary sigmoid:2
            feature_names=a b

            """;

    /** One split, left 1 and right -1. */
    private static String split(String threshold, int decision, String more) {
        return HEAD + """
                Tree=0
                num_leaves=2
                num_cat=%s
                split_feature=0
                threshold=%s
                decision_type=%d
                left_child=-1
                right_child=-2
                leaf_value=1 -1
                %s

                end of trees
                """.formatted(more.isEmpty() ? "0" : "1", threshold, decision, more);
    }

    private static boolean[] left(String text, double... values) {
        Predictor kernel = LightGbmFile.readText(bytes(text)).kernel();
        double[] malice = kernel.malice(Rows.fill(values.length, 2, (i, j) -> j == 0 ? values[i] : 0));
        boolean[] left = new boolean[values.length];
        for (int i = 0; i < left.length; i++) {
            assertThat(Math.abs(malice[i])).isEqualTo(2);
            left[i] = malice[i] > 0;
        }
        return left;
    }

    /** Of decision_type, 2 is the default to the left, 4 that zero is missing, 8 that NaN is. */
    @Test
    void missingValuesGoWhereTheirKindSays() {
        double nan = Double.NaN;
        assertThat(left(split("0.5", 0, ""), 0.5, 0.6, nan)).containsExactly(true, false, true);
        assertThat(left(split("-0.5", 2, ""), -0.5, 0, nan)).containsExactly(true, false, false);
        assertThat(left(split("0.5", 8, ""), 0, 0.6, nan)).containsExactly(true, false, false);
        assertThat(left(split("-0.5", 10, ""), 0, -0.6, nan)).containsExactly(false, true, true);
        // Zero is missing, and its default is the other way than its value would go.
        assertThat(left(split("0.5", 4, ""), -1, -1e-36, 0, 1e-36, 0.25, 0.75, nan))
                .containsExactly(true, false, false, false, true, false, false);
        assertThat(left(split("-0.5", 6, ""), -1, -0.25, -0.0, 1e-36, 0.25, nan))
                .containsExactly(true, false, true, true, false, true);
    }

    /** 21 is 10101 in binary: the categories 0, 2 and 4; then 32, the first of the second word. */
    @Test
    void categoriesOfTheSetGoLeft() {
        String text = split("0", 1, "cat_boundaries=0 2\ncat_threshold=21 1");
        assertThat(left(text, 0, 1, 2, 2.9, 3, 4, 5, 32, 33, -0.5, -1, 1e300, Double.NaN))
                .containsExactly(true, false, true, true, false, true, false, true, false, true, false, false, false);
        assertThat(left(text.replace("v3", "v2"), Double.NaN, 1)).containsExactly(true, false);
    }

    @Test
    void brokenFilesGetOneClearError() {
        String whole = split("0.5", 0, "");
        refused(whole.replace("left_child=-1", "left_child=-7"), "split 0 points to -7, which does not exist");
        refused(whole.replace("left_child=-1", "left_child=0"), "points back to the root");
        refused(whole.replace("split_feature=0", "split_feature=99"), "split 0 uses feature 99 of 2");
        refused(whole.replace("leaf_value=1 -1", "leaf_value=1"), "numbers in leaf_value must be 2 but is 1");
        refused(whole.replace("leaf_value=1 -1", "leaf_value=1 NaN"), "contains NaN");
        refused(whole.replace("leaf_value=1 -1", "leaf_value=1 x"), "leaf_value contains a value that is not a number");
        refused(whole.replace("num_leaves=2", "num_leaves=2000000000"), "num_leaves must be a count");
        refused(whole.replace("num_leaves=2\n", "num_leaves=2\nis_linear=1\n"), "tree 0 has linear leaves");
        refused(
                whole.replace("binary sigmoid:2", "multiclassova"),
                "must be binary, cross_entropy, multiclass or one of");
        refused(whole.replace("num_class=1", "num_class=3"), "3 classes without a softmax");
        refused(whole.substring(0, whole.indexOf("right_child")), "leaf_value is missing; it may be truncated");
        refused(HEAD, "it has no trees");
        assertThatThrownBy(() ->
                        LightGbmFile.readText(bytes(whole.replace("max_feature_idx=1", "max_feature_idx=200000000"))))
                .hasMessageContaining("inputs of trees must be in [1, 1000000]");
        refused("tree\n", "max_feature_idx is missing");
        refused(split("0", 1, "cat_boundaries=0 9\ncat_threshold=1"), "numbers in cat_threshold must be 9 but is 1");
        assertThatThrownBy(() -> LightGbmFile.readJson(bytes("{\"tree_info\": [{\"tree_structure\": {}}]}")))
                .hasMessageContaining("tree_info[0].tree_structure.decision_type is missing");
        String deep = "{\"left_child\":".repeat(5000);
        assertThatThrownBy(() -> LightGbmFile.readJson(bytes(deep))).hasMessageContaining("nested more than 500 deep");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> LightGbmFile.readText(bytes(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LightGBM model")
                .hasMessageContaining(message);
    }
}

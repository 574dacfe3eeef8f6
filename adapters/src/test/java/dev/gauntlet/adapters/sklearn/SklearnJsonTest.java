package dev.gauntlet.adapters.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.adapters.PublicData;
import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** scikit-learn's models in JSON, judged by predictions that were stored with them and by hand. */
final class SklearnJsonTest {
    private static Model read(byte[] content) {
        ForeignModel model = SklearnJson.read(content);
        return model.over(model.inferred());
    }

    private static Model read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "nsllog, dt", "nsllog, rf", "nsllog, lr", "nsllog, mlp",
        "spambase, dt", "spambase, rf", "spambase, lr", "spambase, mlp"
    })
    void aPublishedModelGivesItsStoredPredictions(String data, String name) throws IOException {
        Model model = read(PublicData.unpacked("reference/%s/%s.json".formatted(data, name)));
        PublicData.Numbers stored = PublicData.numbers("reference/%s/rows100.csv".formatted(data));
        double[] probability = model.probability(stored.first(model.schema().width()));
        double[] expected = stored.column("p_" + name);
        for (int i = 0; i < 100; i++) {
            assertThat(probability[i]).as("row " + i).isCloseTo(expected[i], within(1e-6));
        }
    }

    private static final String TREE = """
            {"kind": "tree", "n_features": 1, "classes": ["good", "bad"], "features": ["bytes"],
             "trees": [{"feature": [0, -2, -2], "threshold": [%s, -2, -2], "left": [1, -1, -1], "right": [2, -1, -1],
                        "value": [[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]]}]}
            """;

    /** For every threshold and value near it: the value, rounded to a float, is at most the threshold, or not. */
    @Test
    void valuesAreRoundedToFloatsAndThresholdsAreNot() {
        for (double threshold : new double[] {0.1, 0.1f, 0.5, -0.3, 1, 16777217, 1e-40, 0, -1e30}) {
            Model model = read(TREE.formatted(threshold));
            assertThat(model.schema().names()).containsExactly("bytes");
            float near = (float) threshold;
            double middle = (near + (double) Math.nextUp(near)) / 2;
            double other = (near + (double) Math.nextDown(near)) / 2;
            for (double at : new double[] {threshold, near, Math.nextUp(near), Math.nextDown(near), middle, other}) {
                for (double x : new double[] {at, Math.nextUp(at), Math.nextDown(at)}) {
                    double expected = (float) x <= threshold ? 0.1 : 0.8;
                    assertThat(model.malice(Rows.of(new double[][] {{x}}))[0])
                            .as(x + " at " + threshold)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void forestsOfSeveralClassesAndNetworksOfOtherBendsAreRead() {
        Model forest = read("""
                {"kind": "forest", "n_features": 1, "classes": ["a", "b", "c"], "trees": [
                 {"feature": [0, -2, -2], "threshold": [0.5, 0, 0], "left": [1, -1, -1], "right": [2, -1, -1],
                  "value": [[0, 0, 0], [0.5, 0.25, 0.25], [0, 0, 1]]},
                 {"feature": [-2], "threshold": [0], "left": [-1], "right": [-1], "value": [[0.25, 0.25, 0.5]]}]}
                """);
        assertThat(forest.scores(Rows.of(new double[][] {{0}, {1}}))).isEqualTo(Rows.of(new double[][] {
            {0.375, 0.25, 0.375}, {0.125, 0.125, 0.75}
        }));
        Model network = read("""
                {"kind": "mlp", "activation": "tanh", "layers": [
                 {"W": [[1, -1], [0.5, 2]], "b": [0.25, 0]}, {"W": [[1, 2]], "b": [-1]}]}
                """);
        double expected = Math.tanh(1 - 3 + 0.25) + 2 * Math.tanh(0.5 + 6) - 1;
        assertThat(network.malice(Rows.of(new double[][] {{1, 3}}))[0]).isCloseTo(expected, within(1e-15));
    }

    @Test
    void brokenFilesGetOneClearError() {
        String whole = TREE.formatted("0.5");
        refused(whole.replace("[1, -1, -1]", "[7, -1, -1]"), "trees[0]: node 0 points to node 7, which does not exist");
        refused(whole.replace("[1, -1, -1]", "[-5, -1, -1]"), "node 0 points to node -5");
        refused(whole.replace("[1, -1, -1]", "[1, 1, -1]"), "node 1 uses feature -2");
        refused(whole.replace("[0, -2, -2]", "[4, -2, -2]"), "uses feature 4");
        refused(whole.replace("[0.9, 0.1]", "[0.9]"), "numbers in trees[0].value[1] must be 2 but is 1");
        refused(whole.replace("\"tree\"", "\"svm\""), "kind must be tree, forest, logreg or mlp");
        refused(whole.replace("\"n_features\": 1,", ""), "n_features is missing");
        refused(whole.substring(0, 90), "not JSON, or truncated");
        refused("{\"kind\": \"logreg\", \"coef\": [1, \"x\"], \"intercept\": 0}", "coef[1] must be a number");
        refused(
                "{\"kind\": \"mlp\", \"activation\": \"relu\", \"layers\": [{\"W\": [[1]], \"b\": [1, 2]}]}",
                "rows of layers[0].W");
    }

    @Test
    void fieldsThatAreNotKnownAreRefusedByName() {
        String whole = TREE.formatted("0.5");
        refused(whole.replace("\"kind\"", "\"scaler\": {\"mean\": [1]}, \"kind\""), "scaler is not known");
        refused(whole.replace("\"feature\"", "\"rounding\": 3, \"feature\""), "trees[0].rounding is not known");
        refused("{\"kind\": \"logreg\", \"coef\": [1], \"intercept\": 0, \"mean\": [9]}", "mean is not known");
        String network = "{\"kind\": \"mlp\", \"activation\": \"relu\", %s\"layers\": [{%s\"W\": [[1]], \"b\": [1]}]}";
        assertThat(read(network.formatted("", "")).kernel().inputs()).isEqualTo(1);
        refused(network.formatted("\"out_activation\": \"softmax\", ", ""), "out_activation is not known");
        refused(network.formatted("", "\"dropout\": 0.5, "), "layers[0].dropout is not known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"feature_names", "feature_names_in_"})
    void inputsAreNamedByAnyOfTheFieldsThatHoldTheirNames(String field) {
        String whole = "{\"kind\": \"logreg\", \"coef\": [1, 0], \"intercept\": 0, \"%s\": [\"rate\", \"size\"]}";
        ForeignModel model = SklearnJson.read(whole.formatted(field).getBytes(StandardCharsets.UTF_8));
        Model turned = model.over(new Schema(List.of(Feature.real("size", 0, 9), Feature.real("rate", 0, 9))));
        assertThat(turned.malice(Rows.of(new double[][] {{2, 7}}))).containsExactly(7);
        refused(
                whole.formatted(field).replace("\"kind\"", "\"features\": [\"a\", \"b\"], \"kind\""),
                field + " must be left out, because features is stated");
    }

    @Test
    void leavesWithoutSharesThatSumTo1AreRefused() {
        String whole = TREE.formatted("0.5");
        refused(whole.replace("[0.9, 0.1]", "[900, 100]"), "trees[0].value[1] must be shares that sum to 1");
        refused(whole.replace("[0.9, 0.1]", "[-0.1, 1.1]"), "trees[0].value[1] must be shares that sum to 1");
        assertThat(read(whole.replace("[0.5, 0.5]", "[500, 500]")).malice(Rows.of(new double[][] {{0}})))
                .containsExactly(0.1);
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scikit-learn model")
                .hasMessageContaining(message);
    }
}

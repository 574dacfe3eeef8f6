package dev.gauntlet.adapters;

import static dev.gauntlet.adapters.ModelsPageTest.LEAVES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.NetworkJson;
import dev.gauntlet.adapters.lightgbm.LightGbmFile;
import dev.gauntlet.adapters.sklearn.SklearnJson;
import dev.gauntlet.adapters.xgboost.XGBoostDump;
import dev.gauntlet.adapters.xgboost.XGBoostFile;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of the table in {@code docs/models.md} for files whose predictions are stored in ways of their own, or not at all. */
final class MorePublishedModels {
    private static final JsonMapper JSON = new JsonMapper();

    private MorePublishedModels() {}

    static String rows() throws IOException {
        StringBuilder table = new StringBuilder();
        for (String name : List.of("gamma_AvgClaimAmount", "poisson_Frequency", "tweedie_PurePremium")) {
            table.append(logarithm("genlin_fmtp_" + name));
        }
        table.append(leaves());
        for (String name : List.of("model_simple.txt", "lg_1tree.json", "lg_1tree_1leaf.json")) {
            byte[] content = PublicData.unpacked(LEAVES + name);
            ForeignModel read =
                    name.endsWith(".json") ? LightGbmFile.readJson(content) : LightGbmFile.readText(content);
            assertThat(read.kernel().inputs()).isPositive();
            table.append(said(LEAVES + name, "LightGBM", "-", "read; no predictions are stored"));
        }
        for (String name : List.of("tree_1leaf.txt", "tree_2leaves.txt", "tree_3leaves.txt")) {
            byte[] content = PublicData.unpacked(LEAVES + name);
            assertThatThrownBy(() -> LightGbmFile.readText(content))
                    .hasMessageContaining("starts with the line \"tree\"");
            table.append(said(LEAVES + name, "LightGBM", "-", "refused: a tree without the head of a model"));
        }
        String robust = "tree-robustness-shared/";
        for (String name : List.of("breast_cancer_robust_0004", "breast_cancer_unrobust_0004")) {
            table.append(dump(robust + "chen2019/" + name, "breast_cancer"));
        }
        for (String name : List.of("diabetes_robust_0020", "diabetes_unrobust_0020")) {
            table.append(dump(robust + "chen2019/" + name, "diabetes"));
        }
        table.append(dump(robust + "lt-attack/breast_cancer_rf", "breast_cancer"));
        table.append(dump(robust + "lt-attack/diabetes_rf", "diabetes"));
        table.append(dump(robust + "tree-verification/breast_cancer_robust.0008", "breast_cancer"));
        for (String name : List.of("xg_dart_agaricus", "xgagaricus", "xgblin_agaricus", "xgdermatology")) {
            table.append(legacy(LEAVES + name));
        }
        table.append(phishing());
        table.append(network("ctu13-botnet756/nn.json", "ctu13-botnet756/x_candidates_common.csv", "1.0000", "botnet"));
        table.append(network(
                "tabularbench-url/baseline_nn.json",
                "tabularbench-url/baseline_test_candidates.csv",
                "0.8565",
                "phishing"));
        return table.toString();
    }

    private static String said(String file, String format, String rows, String what) {
        return "| `%s` | %s | %s | %s |\n".formatted(file, format, rows, what);
    }

    /** A model whose scores are logarithms of what is stored. */
    private static String logarithm(String name) throws IOException {
        ForeignModel model = LightGbmFile.readText(PublicData.unpacked(LEAVES + name + ".model"));
        Rows rows =
                ModelsPageTest.numbers(name + "_features.tsv", 0, model.kernel().inputs());
        double[] said =
                Arrays.stream(model.kernel().malice(rows)).map(StrictMath::exp).toArray();
        double[] stored =
                ModelsPageTest.numbers(name + "_true_predictions.txt", 0, 1).toArray();
        return ModelsPageTest.row(
                LEAVES + name + ".model", "LightGBM", rows.size(), ModelsPageTest.largest(said, stored));
    }

    /** The sums of the leaves that are stored for each row must be the margins to the last bit. */
    private static String leaves() throws IOException {
        ForeignModel model = LightGbmFile.readText(PublicData.unpacked(LEAVES + "lg_breast_cancer.txt"));
        List<double[]> values = PublicData.lines(LEAVES + "lg_breast_cancer.txt").stream()
                .filter(line -> line.startsWith("leaf_value="))
                .map(line -> Arrays.stream(
                                line.substring("leaf_value=".length()).split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        Rows reached = ModelsPageTest.numbers("lg_breast_cancer_data_pred_leaves.txt", 0, values.size());
        double[] expected = new double[reached.size()];
        for (int i = 0; i < expected.length; i++) {
            for (int t = 0; t < values.size(); t++) {
                expected[i] += values.get(t)[(int) reached.get(i, t)];
            }
        }
        double[] said = model.kernel()
                .malice(ModelsPageTest.numbers(
                        "lg_breast_cancer_data.txt", 0, model.kernel().inputs()));
        assertThat(said).containsExactly(expected);
        return said(LEAVES + "lg_breast_cancer.txt", "LightGBM", "" + said.length, "0, the leaves reached are stored");
    }

    /** A dump against a walk down its own nodes, and the binary file beside it, which is refused. */
    private static String dump(String file, String data) throws IOException {
        byte[] content = PublicData.unpacked(file + ".json");
        int width = data.equals("diabetes") ? 9 : 11;
        Rows rows = sparse("tree-robustness-shared/lt-attack/%s_scale0.test".formatted(data), width);
        ForeignModel model = XGBoostDump.read(content)
                .model(IntStream.range(0, width).mapToObj(j -> "f" + j).toList());
        JsonNode trees = JSON.readTree(content);
        double[] said = model.kernel().malice(rows);
        for (int i = 0; i < said.length; i++) {
            float sum = 0;
            for (JsonNode tree : trees.values()) {
                sum += leaf(tree, rows, i);
            }
            assertThat(said[i]).isEqualTo(sum);
        }
        return said(file + ".json", "XGBoost dump", "" + said.length, "0, against a walk down its nodes")
                + legacy(file);
    }

    private static float leaf(JsonNode node, Rows rows, int row) {
        if (node.has("leaf")) {
            return (float) node.get("leaf").doubleValue();
        }
        double x = rows.get(row, Integer.parseInt(node.get("split").asString("").replace("f", "")));
        boolean yes = (float) x < (float) node.get("split_condition").doubleValue();
        int next = node.get(Double.isNaN(x) ? "missing" : yes ? "yes" : "no").intValue();
        for (JsonNode child : node.get("children").values()) {
            if (child.get("nodeid").intValue() == next) {
                return leaf(child, rows, row);
            }
        }
        throw new AssertionError("no node " + next);
    }

    private static Rows sparse(String file, int width) throws IOException {
        return Rows.of(PublicData.lines(file).stream()
                .map(line -> {
                    double[] row = new double[width];
                    Arrays.fill(row, Double.NaN);
                    Arrays.stream(line.strip().split("\\s+"))
                            .skip(1)
                            .forEach(part -> row[Integer.parseInt(part.substring(0, part.indexOf(':')))] =
                                    Double.parseDouble(part.substring(part.indexOf(':') + 1)));
                    return row;
                })
                .toArray(double[][]::new));
    }

    private static String legacy(String file) throws IOException {
        assertThat(XGBoostFile.isLegacy(PublicData.unpacked(file + ".model"))).isTrue();
        return said(file + ".model", "XGBoost binary", "-", "refused: save it again as JSON");
    }

    private static String phishing() throws IOException {
        String file = "phishing-uci-rf/classifier.json";
        Model model = over(SklearnJson.read(PublicData.unpacked(file)));
        JsonNode test =
                JSON.readTree(new String(PublicData.unpacked("phishing-uci-rf/testdata.json"), StandardCharsets.UTF_8));
        JsonNode x = test.get("X_test");
        Rows rows = Rows.fill(
                x.size(),
                x.get(0).size(),
                (i, j) -> Double.parseDouble(x.get(i).get(j).asString("")));
        int[] found = model.categories(rows);
        long right = IntStream.range(0, found.length)
                .filter(i -> test.get("y_test").get(i).asString("").equals(found[i] == 0 ? "-1" : "1"))
                .count();
        return published(file, "scikit-learn", found.length, right, "0.9469", "right");
    }

    private static String network(String file, String rowsFile, String share, String kind) throws IOException {
        Model model = over(NetworkJson.read(PublicData.unpacked(file)));
        PublicData.Numbers table = PublicData.numbers(rowsFile);
        Rows rows = table.first(model.schema().width());
        assertThat(table.names().subList(0, rows.width()))
                .isEqualTo(model.schema().names());
        long called = Arrays.stream(model.categories(rows)).filter(c -> c == 1).count();
        return published(file, "network", rows.size(), called, share, "called " + kind);
    }

    private static Model over(ForeignModel model) {
        return model.over(model.inferred());
    }

    private static String published(String file, String format, int rows, long count, String share, String what) {
        assertThat(String.format(Locale.ROOT, "%.4f", count / (double) rows)).isEqualTo(share);
        return said(file, format, "" + rows, "%s %s, as published".formatted(share, what));
    }
}

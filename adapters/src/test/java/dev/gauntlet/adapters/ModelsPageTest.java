package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.lightgbm.LightGbmFile;
import dev.gauntlet.adapters.onnx.OnnxModel;
import dev.gauntlet.adapters.sklearn.SklearnJson;
import dev.gauntlet.adapters.xgboost.XGBoostDump;
import dev.gauntlet.adapters.xgboost.XGBoostFile;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/models.md} says how far published models are from their stored predictions; with {@code
 * -Dcatalogue.write=true} it is written.
 */
final class ModelsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "models.md");
    private static final String BEGIN = "<!-- written by ModelsPageTest -->\n";
    private static final String END = "<!-- end -->\n";
    static final String LEAVES = "model-conformance-leaves/";

    @Test
    void theTableIsWhatTheModelsGive() throws IOException {
        String table = BEGIN + table() + END;
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        String fresh =
                page.substring(0, page.indexOf(BEGIN)) + table + page.substring(page.indexOf(END) + END.length());
        if (Boolean.getBoolean("catalogue.write")) {
            Files.writeString(PAGE, fresh);
            page = fresh;
        }
        assertThat(page)
                .as("docs/models.md is stale; write it with -Dcatalogue.write=true")
                .isEqualTo(fresh);
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder("""
                | file | format | rows | largest difference |
                |---|---|---|---|
                """);
        for (String data : List.of("nsllog", "spambase")) {
            PublicData.Numbers stored = PublicData.numbers("reference/%s/test.csv".formatted(data));
            for (String name : List.of("dt", "rf", "lr", "mlp")) {
                String file = "reference/%s/%s".formatted(data, name);
                table.append(row(
                        file + ".onnx",
                        "ONNX",
                        OnnxModel.read(unpacked(file + ".onnx")).model(),
                        stored,
                        name));
                table.append(
                        row(file + ".json", "scikit-learn", SklearnJson.read(unpacked(file + ".json")), stored, name));
            }
            for (String name : List.of("xgb", "xgb_small")) {
                String file = "reference/%s/%s.json".formatted(data, name);
                ForeignModel model = XGBoostFile.read(unpacked(file));
                table.append(row(file, "XGBoost", model, stored, name));
                String dump = file.replace(".json", "_dump.json");
                ForeignModel dumped =
                        XGBoostDump.read(unpacked(dump)).model(model.inferred().names());
                table.append(row(dump, "XGBoost dump", dumped, stored, name));
            }
        }
        table.append(light("lg_dart_breast_cancer.model", "breast_cancer_test.tsv", 0, "lg_dart_breast_cancer"));
        table.append(light("lg_dart_breast_cancer.json", "breast_cancer_test.tsv", 0, "lg_dart_breast_cancer"));
        table.append(light("lg_rf_iris.model", "iris_test.libsvm", 1, "lg_rf_iris"));
        table.append(light("lgmulticlass.model", "multiclass_test.tsv", 1, "lgmulticlass"));
        table.append(light("lg_kddcup99.model", "kddcup99_test.tsv", 0, "lg_kddcup99"));
        return table + MorePublishedModels.rows();
    }

    private static byte[] unpacked(String file) throws IOException {
        return PublicData.unpacked(file);
    }

    private static String row(String file, String format, ForeignModel model, PublicData.Numbers stored, String name) {
        Model detector = model.over(model.inferred());
        double[] said = detector.probability(stored.first(detector.schema().width()));
        return row(file, format, said.length, largest(said, stored.column("p_" + name)));
    }

    private static String light(String file, String rowsFile, int skip, String name) throws IOException {
        byte[] content = unpacked(LEAVES + file);
        ForeignModel read = file.endsWith(".json") ? LightGbmFile.readJson(content) : LightGbmFile.readText(content);
        Model model = read.over(read.inferred());
        Rows rows = numbers(rowsFile, skip, model.schema().width());
        boolean classes = model.outputs() > 2;
        String stored = name + (name.equals("lgmulticlass") ? "_true_raw_predictions.txt" : "_true_predictions.txt");
        double[] said = classes ? model.scores(rows).toArray() : model.probability(rows);
        double[] expected = numbers(stored, 0, Integer.MAX_VALUE).toArray();
        return row(LEAVES + file, "LightGBM", rows.size(), largest(said, expected));
    }

    static Rows numbers(String file, int skip, int width) throws IOException {
        return Rows.of(PublicData.lines(LEAVES + file).stream()
                .map(line -> Arrays.stream(line.strip().split("[\t ]+"))
                        .skip(skip)
                        .limit(width)
                        .mapToDouble(part -> Double.parseDouble(part.replaceAll("^\\d+:", "")))
                        .toArray())
                .toArray(double[][]::new));
    }

    /** The largest difference, of a number beyond 1 as a share of it. */
    static double largest(double[] said, double[] expected) {
        assertThat(said).hasSize(expected.length);
        double largest = 0;
        for (int i = 0; i < said.length; i++) {
            largest = Math.max(largest, Math.abs(said[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
        }
        assertThat(largest).isLessThan(1e-6);
        return largest;
    }

    static String row(String file, String format, int rows, double largest) {
        String difference = largest == 0 ? "0" : String.format(Locale.ROOT, "%.1e", largest);
        return "| `%s` | %s | %d | %s |\n".formatted(file, format, rows, difference);
    }
}

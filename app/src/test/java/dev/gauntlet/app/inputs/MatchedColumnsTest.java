package dev.gauntlet.app.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.app.Gauntlet;
import dev.gauntlet.app.cli.Terminal;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that names {@code rate} and {@code size}, beside data in another order, wherever a model is given. */
final class MatchedColumnsTest {
    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void write() throws IOException {
        model = Files.writeString(folder.resolve("model.json"), ModelFiles.xgboost(1, "rate", "size"));
        data = ModelFiles.table(folder);
    }

    private static String said(Object... words) {
        Terminal.Result result = Terminal.run(words);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    @Test
    void theLibraryTakesRowsInTheOrderOfTheirSchema() {
        Schema schema = new Schema(
                List.of(Feature.real("size", 0, 9), Feature.real("other", 0, 9), Feature.real("rate", 0, 9)));
        Model detector = Gauntlet.importModel(model, schema);
        assertThat(detector.malice(Rows.of(new double[] {4, 8, 8}, new double[] {6, 1, Double.NaN})))
                .containsExactly(-2, 2);
        Schema lacking = new Schema(List.of(Feature.real("sizes", 0, 9), Feature.real("rate", 0, 9)));
        assertThatThrownBy(() -> Gauntlet.importModel(model, lacking))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "the model uses \"size\", which is not among the features (sizes, rate); did you mean");
    }

    @Test
    void theChampionOfAnEvaluationReadsItsOwnColumns() {
        Path parts = folder.resolve("parts");
        said("split", "--data", data, "--label", "verdict", "--benign", "good", "--out", parts);
        Path detector = folder.resolve("detector.zip");
        said("train", "--data", parts, "--algorithm", "decision-tree:depth=3", "--out", detector);
        String compared = said("evaluate", detector, "--data", parts, "--champion", model);
        // A split of size at 5 finds nearly all of the malicious rows, which are spread about 7; of rate, hardly more
        // than most.
        double before = Double.parseDouble(
                compared.replaceAll("(?s).*Compared with the champion.*?ROC AUC +([0-9.]+) " + "->.*", "$1"));
        assertThat(before).as(compared).isGreaterThan(0.8);
    }

    @Test
    void whatIsAssumedAboutThePartsOfASplitIsReported() throws IOException {
        Path parts = folder.resolve("parts");
        said("split", "--data", data, "--label", "verdict", "--benign", "good", "--out", parts);
        Files.writeString(model, ModelFiles.categories(false));
        assertThat(said("process", "--data", parts, "--model", model, "--out", folder.resolve("run"))
                        .replaceAll("\\s+", " "))
                .contains("model.json: texts of \"kind\" are coded in the order of the schema of the parts (tcp, "
                        + "udp); a missing"
                        + " text counts as unseen")
                .contains("model.json: the model does not use: size, count");
    }

    @Test
    void rulesAndGroupsKeepTheColumnsThatTheyTieToTheInputs() throws IOException {
        Path schema = Files.writeString(folder.resolve("schema.yaml"), """
                label: verdict
                benign: [good]
                features:
                  - {name: kind, kind: category, categories: [tcp, udp]}
                  - {name: count, kind: whole, low: 0, high: 50, scale: 1}
                  - {name: size, kind: real, low: -20, high: 20, scale: 1}
                  - {name: rate, kind: real, low: -20, high: 20, scale: 1}
                rules: ["size <= count + 100"]
                """);
        Path bundle = folder.resolve("model.zip");
        assertThat(said("import", model, "--schema", schema, "--out", bundle))
                .contains("the model does not use the column kind; left out")
                .contains("the model does not use the column count; kept, because rules or groups connect them to "
                        + "columns that it uses");
        BundleFile read = BundleFile.read(bundle);
        assertThat(read.model().schema().names()).containsExactly("rate", "size", "count");
        assertThat(read.model().schema().ruleTexts()).containsExactly("size <= count + 100");
        assertThat(read.model().malice(Rows.of(new double[] {9, 4, 9}, new double[] {1, 6, Double.NaN})))
                .containsExactly(-2, 2);
        said("infer", bundle, data, "--top", "0");
    }

    private String processed(String content) throws IOException {
        Files.writeString(model, content);
        Path narrow = Files.writeString(
                folder.resolve("narrow.csv"),
                Files.readString(data)
                        .lines()
                        .map(MatchedColumnsTest::narrow)
                        .collect(Collectors.joining("\n", "", "\n")));
        Terminal.Result result = Terminal.run(
                "process",
                "--data",
                narrow,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--model",
                model,
                "--out",
                folder.resolve("run"));
        return (result.out() + result.err()).replaceAll("\\s+", " ");
    }

    /** The first two fields and the last. */
    private static String narrow(String line) {
        String[] fields = line.split(",");
        return fields[0] + "," + fields[1] + "," + fields[fields.length - 1];
    }

    @Test
    void whatIsMatchedByPositionIsReported() throws IOException {
        String note = "the file states no feature names; columns are matched by position: size, rate";
        assertThat(processed(ModelFiles.xgboost(0))).contains("model.json: " + note);
        assertThat(Files.readString(folder.resolve("run/findings.json"))).contains(note);
        assertThat(processed(ModelFiles.lightgbm("Column_0 Column_1", "null"))).contains(note);
        assertThat(processed(ModelFiles.xgboost(0, "size", "rate"))).doesNotContain("by position");
    }

    @Test
    void aNameThatTwoInputsHaveIsRefused() throws IOException {
        assertThat(processed(ModelFiles.lightgbm("rate rate", "null")))
                .contains("model.json: the model names two inputs \"rate\"; give them different names in the file");
    }
}

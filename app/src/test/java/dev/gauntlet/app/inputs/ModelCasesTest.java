package dev.gauntlet.app.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.app.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Model files that users met trouble with, in a folder {@code cases} beside that of public data; skipped where it is absent.
 */
final class ModelCasesTest {
    @TempDir
    private Path folder = Path.of("");

    private static String said(Object... words) {
        Terminal.Result result = Terminal.run(words);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    private static String refused(Object... words) {
        Terminal.Result result = Terminal.run(words);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(2);
        return result.err();
    }

    /** The probabilities of a bundle for rows, in their order. */
    private static double[] probabilities(Path bundle, Path rows) {
        return said("infer", bundle, rows, "--top", "0")
                .lines()
                .mapToDouble(line ->
                        JsonMapper.shared().readTree(line).get("probability").doubleValue())
                .toArray();
    }

    private static double[] column(Path file, int column) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column]))
                .toArray();
    }

    private static void assertClose(double[] said, double[] expected) {
        assertThat(said).hasSameSizeAs(expected);
        for (int i = 0; i < said.length; i++) {
            assertThat(said[i]).as("row " + i).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void aModelWhoseNamesTheDataLackIsRefusedByTheFirst() {
        Path of = Cases.folder("model-names-differ");
        assertThat(refused(
                        "process",
                        "--data",
                        of.resolve("unnamed.csv"),
                        "--label",
                        "label",
                        "--model",
                        of.resolve("xgb.json"),
                        "--out",
                        folder.resolve("run")))
                .contains("xgb.json: the model uses \"flags\", which is not among the features");
    }

    @Test
    void columnsInAnotherOrderGetTheirVerdicts() throws IOException {
        Path of = Cases.folder("xgb-early-stopping");
        Path turned = folder.resolve("turned.csv");
        List<String> lines = Files.readAllLines(of.resolve("test.csv"));
        Files.write(
                turned,
                lines.stream()
                        .map(line -> {
                            String[] cells = line.split(",", -1);
                            return String.join(
                                    ",", cells[3], cells[6], cells[0], cells[5], cells[4], cells[2], cells[1]);
                        })
                        .toList());
        String process = said(
                "process",
                "--data",
                turned,
                "--label",
                "label",
                "--benign",
                "0",
                "--model",
                of.resolve("model.json"),
                "--out",
                folder.resolve("run"));
        assertThat(process).contains("model.json: training was stopped early: 4 of 44 rounds are used");
        String usual = said(
                "process",
                "--data",
                of.resolve("test.csv"),
                "--label",
                "label",
                "--benign",
                "0",
                "--model",
                of.resolve("model.json"),
                "--out",
                folder.resolve("usual"));
        assertThat(scores(process)).isEqualTo(scores(usual));
    }

    /** The line of the detector's figures. */
    private static String scores(String process) {
        return process.lines()
                .filter(line -> line.startsWith("xgboost "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofAModelThatWasStoppedEarlyTheRoundsCountThatItsOwnerPredictsWith() throws IOException {
        Path of = Cases.folder("xgb-early-stopping");
        Path best = folder.resolve("best.zip");
        assertThat(said("import", of.resolve("model.json"), "--out", best)).contains("4 of 44 rounds are used");
        assertClose(probabilities(best, of.resolve("test.csv")), column(of.resolve("expected.csv"), 0));
        Path all = folder.resolve("all.zip");
        said("import", of.resolve("model.json"), "--rounds", "all", "--out", all);
        assertClose(probabilities(all, of.resolve("test.csv")), column(of.resolve("expected.csv"), 1));
    }

    @Test
    void anEmptyTextIsMissingToTheModel() throws IOException {
        Path of = Cases.folder("xgb-missing-category");
        Path schema = folder.resolve("s.yaml");
        Files.writeString(schema, said("schema", of.resolve("rows.csv"), "--label", "label"));
        Path bundle = folder.resolve("m.zip");
        said("import", of.resolve("model.ubj"), "--schema", schema, "--data", of.resolve("rows.csv"), "--out", bundle);
        assertClose(probabilities(bundle, of.resolve("rows.csv")), column(of.resolve("expected.csv"), 0));
    }

    @Test
    void textsWithoutStatedCodesAreRefused() {
        Path of = Cases.folder("xgb-missing-category");
        assertThat(refused(
                        "process",
                        "--data",
                        of.resolve("rows.csv"),
                        "--label",
                        "label",
                        "--model",
                        of.resolve("model.ubj"),
                        "--out",
                        folder.resolve("run")))
                .contains("\"service\" contains texts, and the file does not state their codes")
                .contains("- {name: service, kind: category, categories: [dns, ftp, http, smtp, ssh, ssl]}");
    }

    @Test
    void theTokenNaNIsRead() {
        Path of = Cases.folder("xgb-nan-token-json");
        for (String name : List.of("tiny.json", "model.json")) {
            assertThat(said("import", of.resolve(name)))
                    .contains("the conversion agrees with XGBoost on 2000 rows exactly");
        }
    }

    @Test
    void theWidthOfAnOnnxFileIsThatOfTheSchema() {
        Path of = Cases.folder("onnx-no-width");
        assertThat(said("import", of.resolve("dt-nodim.onnx"), "--schema", of.resolve("s.yaml")))
                .contains("the conversion agrees with ONNX Runtime on 2000 rows");
    }
}

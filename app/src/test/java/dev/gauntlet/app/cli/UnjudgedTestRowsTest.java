package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Malicious test rows that never reach the detector are missed ones: 20 of 50 here have a count written {@code 1(1)}. */
final class UnjudgedTestRowsTest {
    @TempDir
    private static Path folder = Path.of("");

    private static Path train = Path.of("");
    private static Path schema = Path.of("");
    private static Path test = Path.of("");

    @BeforeAll
    static void makeData() throws IOException {
        train = Terminal.table(folder.resolve("train.csv"), 600);
        schema = folder.resolve("schema.yaml");
        Files.writeString(schema, Terminal.said("schema", train, "--label", "verdict", "--benign", "good"));
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            boolean bad = i < 50;
            rows.append(String.format(
                    Locale.ROOT,
                    "{\"size\": %d, \"rate\": %d, \"count\": %s, \"kind\": \"tcp\", \"verdict\": \"%s\"}\n",
                    bad ? 9 : 1,
                    bad ? 9 : 1,
                    i < 20 ? "\"1(1)\"" : "1",
                    bad ? "bad" : "good"));
        }
        test = Files.writeString(folder.resolve("test.jsonl"), rows);
    }

    private static JsonNode card(Path run) throws IOException {
        return new JsonMapper()
                .readTree(Files.readString(run.resolve("findings.json")))
                .get("evaluation")
                .get("scorecard");
    }

    @Test
    void countAsMissedWhereverADetectorIsMeasured() throws IOException {
        Path made = folder.resolve("made");
        String printed = Terminal.said(
                "process", "--data", train, "--test", test, "--schema", schema, "--max-bad", "20%", "--out", made);
        assertThat(printed.replaceAll("\\s+", " "))
                .contains("20 malicious and 0 benign test records could not be turned into rows")
                .contains("recall is measured on 50 malicious rows");
        assertThat(card(made).get("unjudged").get("malicious").asInt()).isEqualTo(20);
        assertThat(card(made).get("confusion").get("truePositives").asInt()).isEqualTo(30);
        assertThat(card(made).get("confusion").get("falseNegatives").asInt()).isEqualTo(20);
        assertThat(card(made).get("recallAt").get(0).get("recall").get("value").asDouble())
                .isEqualTo(0.6);

        Path attacked = folder.resolve("attacked");
        Object[] words = {"--data", train, "--test", test, "--schema", schema, "--max-bad", "0.2"};
        assertThat(Terminal.said(
                        "assess",
                        words[0],
                        words[1],
                        words[2],
                        words[3],
                        words[4],
                        words[5],
                        words[6],
                        words[7],
                        "--attacks",
                        "verdict-drop",
                        "--out",
                        attacked))
                .contains("clean detector: recall 0.60");
    }

    @Test
    void areRememberedByTheFolderOfASplit() throws IOException {
        Path parts = folder.resolve("parts");
        Terminal.said("split", "--data", train, "--test", test, "--schema", schema, "--max-bad", "20%", "--out", parts);
        Path bundle = folder.resolve("detector.zip");
        Terminal.said("train", "--data", parts, "--out", bundle);
        Path evaluation = folder.resolve("evaluation");
        Terminal.said("evaluate", bundle, "--data", parts, "--out", evaluation);
        assertThat(card(evaluation).get("unjudged").get("malicious").asInt()).isEqualTo(20);
        assertThat(card(evaluation).get("confusion").get("falseNegatives").asInt())
                .isEqualTo(20);
    }

    @Test
    void ofAFileThatIsCutTheTestShareOfThemCounts() throws IOException {
        Path one = folder.resolve("one.jsonl");
        Files.writeString(
                one, String.join("\n", Files.readAllLines(test)).replace("\"size\": 1,", "\"size\": 1.5,") + "\n");
        Path run = folder.resolve("cut");
        Terminal.said("process", "--data", one, "--schema", schema, "--max-bad", "20%", "--out", run);
        // A quarter of 20.
        assertThat(card(run).get("unjudged").get("malicious").asInt()).isEqualTo(5);
        assertThat(List.of(Files.readString(run.resolve("left-out.csv")).split("\n")))
                .hasSize(21);
    }
}

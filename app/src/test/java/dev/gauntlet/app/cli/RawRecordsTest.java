package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Indirect poisoning on logs of a sensor: the records that the attacker sends pass through feature extraction. */
final class RawRecordsTest {
    private static final String ATTACK = "chaff-connections";

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void simulate() {
        Terminal.said("simulate", folder.resolve("network"), "--connections", 4000);
        label("conn.*.log.gz", "zeek.parquet");
        label("eve.json", "eve.parquet");
    }

    private static void label(String logs, String out) {
        Path alerts = folder.resolve("network/eve.json");
        Path data = folder.resolve("network").resolve(logs);
        Terminal.said("label", data, "--alerts", alerts, "--otherwise", "benign", "--out", folder.resolve(out));
    }

    private static JsonNode assessed(String name, Object... data) throws IOException {
        Path out = folder.resolve(name);
        Object[] words = new Object[data.length + 5];
        words[0] = "assess";
        System.arraycopy(data, 0, words, 1, data.length);
        System.arraycopy(new Object[] {"--attacks", ATTACK, "--out", out}, 0, words, data.length + 1, 4);
        Terminal.said(words);
        return JsonMapper.shared().readTree(Files.readString(out.resolve("findings.json")));
    }

    private static JsonNode labelled(String name, String file) throws IOException {
        return assessed(name, "--data", folder.resolve(file), "--label", "label", "--benign", "benign");
    }

    private static double fact(JsonNode findings, String arm, String name) {
        for (JsonNode one : findings.path("findings").path(0).path("arms")) {
            if (one.path("name").asString().equals(arm)) {
                return one.path("facts").path(name).path("value").asDouble(-1);
            }
        }
        return -1;
    }

    private static void assertSent(JsonNode findings) {
        assertThat(findings.path("findings").path(0).path("outcome").asString()).isIn("HELD", "BROKEN", "INCONCLUSIVE");
        assertThat(fact(findings, "ATTACKED", "recordsSent")).isPositive();
        assertThat(fact(findings, "ATTACKED", "recordsLearnt")).isPositive();
        assertThat(findings.path("simulated").asBoolean(true)).isFalse();
    }

    @Test
    void labelledLogsOfZeekArePoisoned() throws IOException {
        assertSent(labelled("zeek", "zeek.parquet"));
    }

    @Test
    void labelledFlowsOfSuricataArePoisoned() throws IOException {
        assertSent(labelled("eve", "eve.parquet"));
    }

    @Test
    void rowsThatWereAssembledOrSplitBeforeAreSkippedForThatReason() throws IOException {
        Path rows = folder.resolve("rows.parquet");
        Path zeek = folder.resolve("zeek.parquet");
        Terminal.said("assemble", "--data", zeek, "--label", "label", "--benign", "benign", "--out", rows);
        Path parts = folder.resolve("parts");
        Terminal.said("split", "--data", zeek, "--label", "label", "--benign", "benign", "--out", parts);
        JsonNode assembled = assessed("assembled", "--data", rows, "--schema", folder.resolve("rows.yaml"));
        for (JsonNode findings : new JsonNode[] {assembled, assessed("split", "--data", parts)}) {
            assertThat(findings.path("findings").path(0).path("outcome").asString())
                    .isEqualTo("SKIPPED");
            assertThat(findings.path("findings").path(0).path("reason").asString())
                    .contains("raw records with a time and a source", "these rows are used as they are");
        }
    }
}

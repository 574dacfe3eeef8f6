package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Gauntlet.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private Path table() throws IOException {
        StringBuilder text = new StringBuilder("bytes,packets,ann\n");
        for (int i = 0; i < 120; i++) {
            boolean bad = i % 3 == 0;
            String label = i == 30 ? "benign" : bad ? "scan" : "benign";
            text.append(bad ? 40 + i % 7 : 400 + i)
                    .append(',')
                    .append(bad ? 1 : 9)
                    .append(',')
                    .append(label)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    @Test
    void labelsAreWrittenBesideTheRecordsAndTheWrongOneIsFound() throws IOException {
        Path written = folder.resolve("labelled.csv");
        int code = run(
                "label",
                table().toString(),
                "--column",
                "ann",
                "--rule",
                "scan: packets = 1 and bytes < 20",
                "--audit",
                "3",
                "--out",
                written.toString());
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(Files.readAllLines(written)).hasSize(121).first().isEqualTo("bytes,packets,ann,label");
        assertThat(Files.readAllLines(written).get(1)).isEqualTo("40.0,1.0,scan,scan");
        assertThat(out.toString()).contains("        39  scan", "ann: speaks of 120", "row 31: labelled benign");
        assertThat(folder.toFile().list()).doesNotContain("labelled.csv.part");
    }

    @Test
    void mistakesAreNamed() throws IOException {
        String table = table().toString();
        assertThat(run("label", table)).isEqualTo(Gauntlet.MISTAKE);
        assertThat(run("label", table, "--column", "ann", "--combine", "majorty"))
                .isEqualTo(Gauntlet.MISTAKE);
        assertThat(run("label", table, "--column", "ann", "--combine", "weighted", "--weight", "bob=2"))
                .isEqualTo(Gauntlet.MISTAKE);
        assertThat(run("label", table, "--column", "anne")).isEqualTo(Gauntlet.MISTAKE);
        assertThat(run(
                        "label",
                        table,
                        "--column",
                        "ann",
                        "--out",
                        folder.resolve("no/such/x.csv").toString()))
                .isEqualTo(Gauntlet.MISTAKE);
        assertThat(run("label", table, "--column", "ann", "--weight", "ann=2")).isEqualTo(Gauntlet.MISTAKE);
        assertThat(run("label", table, "--column", "ann", "--window", "-1")).isEqualTo(Gauntlet.MISTAKE);
        assertThat(err.toString())
                .contains("--weight counts only with")
                .contains("--window must be in")
                .contains("give --column, --rule, --alerts or --indicators")
                .contains("did you mean \"majority\"")
                .contains("there is no such labeller")
                .contains("there is no column \"anne\"")
                .contains("cannot be written")
                .doesNotContain("Exception");
    }
}

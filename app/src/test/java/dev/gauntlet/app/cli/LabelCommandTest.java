package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
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
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
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
        assertThat(out.toString()).contains("        39  scan", "ann: labelled 120 records", "row 31: labelled benign");
        assertThat(folder.toFile().list()).doesNotContain("labelled.csv.part");
    }

    @Test
    void mistakesAreNamed() throws IOException {
        String table = table().toString();
        assertThat(run("label", table)).isEqualTo(Main.MISTAKE);
        assertThat(run("label", table, "--column", "ann", "--combine", "majorty"))
                .isEqualTo(Main.MISTAKE);
        assertThat(run("label", table, "--column", "ann", "--combine", "weighted", "--weight", "bob=2"))
                .isEqualTo(Main.MISTAKE);
        assertThat(run("label", table, "--column", "anne")).isEqualTo(Main.MISTAKE);
        assertThat(run(
                        "label",
                        table,
                        "--column",
                        "ann",
                        "--out",
                        folder.resolve("no/such/x.csv").toString()))
                .isEqualTo(Main.MISTAKE);
        assertThat(run("label", table, "--column", "ann", "--weight", "ann=2")).isEqualTo(Main.MISTAKE);
        assertThat(run("label", table, "--column", "ann", "--window", "-1")).isEqualTo(Main.MISTAKE);
        assertThat(err.toString())
                .contains("weights are used only with combine weighted")
                .contains("--window must be in")
                .contains("add --column, --rule, --alerts or --indicators")
                .contains("did you mean \"majority\"")
                .contains("there is no such labeller")
                .contains("there is no column \"anne\"")
                .contains("cannot be written")
                .doesNotContain("Exception");
    }

    @Test
    void aRuleThatHoldsAnEqualsSignMayBeWeighted() throws IOException {
        String rule = "benign: packets = 1";
        String table = table().toString();
        String[] both = {"label", table, "--column", "ann", "--rule", rule, "--combine", "weighted", "--weight"};
        assertThat(run(with(both, rule + "=3"))).isZero();
        // ann calls 39 of the 40 rows of one packet scans and is outvoted
        assertThat(out.toString()).contains("       120  benign").doesNotContain("  scan");
        assertThat(run(with(both, rule + "=0.5"))).isZero();
        assertThat(out.toString()).contains("        39  scan");
        assertThat(run(with(both, rule))).isEqualTo(Main.MISTAKE);
        assertThat(run(with(both, "7"))).isEqualTo(Main.MISTAKE);
        assertThat(err.toString()).contains("--weight 7: must be NAME=NUMBER").doesNotContain("Exception");
    }

    private static String[] with(String[] words, String last) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 1);
        all[words.length] = last;
        return all;
    }

    @Test
    void connectionsInSeparatedTextKeepWhenAndWho() throws IOException {
        Path log = Files.writeString(
                folder.resolve("flows.csv"),
                "ts,id.orig_h,bytes\n1709510718.956676,10.0.0.4,5\n1709510720,10.0.0.5,7\n");
        Path written = folder.resolve("labelled.csv.gz");
        assertThat(run("label", log.toString(), "--rule", "big: bytes > 6", "--out", written.toString()))
                .isZero();
        Records read = new FileSource(written).read(Run.seeded(1));
        assertThat(read.time().map(Column::name)).contains("ts");
        assertThat(read.source().map(Column::name)).contains("id.orig_h");
        assertThat(read.column("ts").number(0)).isEqualTo(1709510718.956676);
        Path texts =
                Files.writeString(folder.resolve("texts.csv"), "ts,id.orig_h\nmonday,10.0.0.4\ntuesday,10.0.0.5\n");
        assertThat(new FileSource(texts).read(Run.seeded(1)).time()).isEmpty();
    }
}

package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MonitorCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private Path rows(String name, double moved) throws IOException {
        Random chance = new Random(name.hashCode());
        StringBuilder text = new StringBuilder("bytes,packets,label\n");
        for (int i = 0; i < 600; i++) {
            int bad = i % 3 == 0 ? 1 : 0;
            text.append(chance.nextGaussian() + 3 * bad)
                    .append(',')
                    .append(chance.nextGaussian() + moved)
                    .append(',')
                    .append(bad == 1 ? "scan" : "benign")
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void driftIsNamedAndTripsTheGateIfAsked() throws IOException {
        String train = rows("train.csv", 0).toString();
        String run = folder.resolve("run").toString();
        assertThat(run("process", "--data", train, "--label", "label", "--benign", "benign", "--out", run))
                .isZero();
        String bundle = folder.resolve("run/model/detector.zip").toString();
        String same = rows("same.csv", 0).toString();
        String other = rows("other.csv", 2).toString();
        out.getBuffer().setLength(0);
        assertThat(run("monitor", "--model", bundle, "--reference", train, "--live", same, "--fail"))
                .isZero();
        assertThat(out.toString())
                .contains("No drift.", "share of malicious rows: estimated " + "0.3", "in training 0.333");
        assertThat(run("monitor", "--model", bundle, "--reference", train, "--live", other))
                .isZero();
        assertThat(run("monitor", "--model", bundle, "--reference", train, "--live", other, "--fail"))
                .isEqualTo(Main.GATE);
        assertThat(out.toString().lines()).anyMatch(line -> line.startsWith("packets") && line.endsWith("moved"));
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "bytes,label\n1,scan\n2,benign\n");
        assertThat(run("monitor", "--model", bundle, "--reference", train, "--live", wrong.toString()))
                .isEqualTo(Main.MISTAKE);
        assertThat(run("monitor", "--model", bundle, "--reference", train, "--live", same, "--chance", "2"))
                .isEqualTo(Main.MISTAKE);
        assertThat(err.toString())
                .contains("has no column packets")
                .contains("--chance must be in [0, 1] but is 2")
                .doesNotContain("Exception");
    }

    @Test
    void noShareIsGivenWhereBenignRowsScoreOtherwise() throws IOException {
        String train = rows("train.csv", 0).toString();
        String bundle = folder.resolve("d.zip").toString();
        String known = rows("known.csv", 0).toString();
        assertThat(run(
                        "train",
                        "--data",
                        train,
                        "--label",
                        "label",
                        "--benign",
                        "benign",
                        "--algorithm",
                        "logistic-regression",
                        "--out",
                        bundle))
                .as(err.toString())
                .isZero();
        Random chance = new Random(7);
        StringBuilder text = new StringBuilder("bytes,packets\n");
        for (int i = 0; i < 600; i++) {
            // Three quarters of the benign rows come half of the way towards the malicious ones.
            text.append(chance.nextGaussian() + (i % 3 == 0 ? 3 : i % 4 == 0 ? 0 : 1.5))
                    .append(',')
                    .append(chance.nextGaussian())
                    .append('\n');
        }
        String moved = Files.writeString(folder.resolve("moved.csv"), text).toString();
        out.getBuffer().setLength(0);
        assertThat(run("monitor", "--model", bundle, "--reference", known, "--live", moved))
                .isZero();
        assertThat(out.toString())
                .contains("share of malicious rows: not estimated, in training 0.333", "are no mixture", "do not fit")
                .doesNotContain("estimated 0");
        assertThat(run("monitor", "--model", bundle, "--reference", known, "--live", train))
                .isZero();
        assertThat(out.toString())
                .containsPattern(
                        "share of malicious rows: estimated 0\\.3\\d\\d \\(95 %: 0\\.[23]\\d\\d to 0\\.[34]\\d\\d\\), in training 0\\.333");
    }
}

package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.report.Sample;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

final class ScoreTableTest {
    private static String printed(int width) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new ScoreTable(Sample.plain(), ConcernList.KEPT, out, Ansi.OFF, new Window(width)).print();
        out.flush();
        return text.toString();
    }

    @Test
    void theDetectorStandsAboveItsBaselines() {
        assertThat(printed(120).lines().map(line -> line.replaceAll(" +", " ")))
                .containsSubsequence(
                        "Toy[] 0.90 [0.83 0.94] 0.01 [0.00 0.04] 0.910 0.930 0.980",
                        " one-rule 0.40 [0.31 0.50] 0.05 [0.02 0.08] 0.453 0.610");
    }

    @Test
    void whatIsMissedMostComesFirst() {
        assertThat(printed(120).lines())
                .containsSubsequence(
                        "  kind theft: recall 0.83 [0.70 0.91] of 48, a kind not in training",
                        "  kind scan: recall 0.96 [0.87 0.99] of 52");
    }

    @Test
    void pitfallsAreMarkedAndNothingIsWiderThanTheWindow() {
        assertThat(printed(80).lines())
                .contains(
                        "warn sampling bias: a forest tells training from test rows",
                        " ok  label inaccuracy: labels look right")
                .allMatch(line -> line.length() <= 80);
    }
}

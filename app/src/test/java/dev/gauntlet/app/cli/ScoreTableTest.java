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
        new ScoreTable(Sample.plain(), out, Ansi.OFF, new Window(width)).print();
        out.flush();
        return text.toString();
    }

    @Test
    void theDetectorStandsAboveItsBaselines() {
        assertThat(printed(120).lines().map(line -> line.replaceAll(" +", " ")))
                .containsSubsequence(
                        "Toy[] .90 [.83 .94] .01 [.00 .04] 0.910 0.930 0.980",
                        " one-rule .40 [.31 .50] .05 [.02 .08] 0.453 0.610");
    }

    @Test
    void whatIsMissedMostStandsFirst() {
        assertThat(printed(120).lines())
                .containsSubsequence(
                        "  kind theft: recall .83 [.70 .91] of 48, a kind that training never had",
                        "  kind scan: recall .96 [.87 .99] of 52");
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

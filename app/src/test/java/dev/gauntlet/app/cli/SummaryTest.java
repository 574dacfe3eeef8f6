package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.report.Sample;
import dev.gauntlet.campaign.Assessment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

final class SummaryTest {
    private static List<String> lines(Assessment assessment, int width, Ansi ansi) {
        StringWriter text = new StringWriter();
        new Summary(assessment, new PrintWriter(text), ansi, new Window(width)).print();
        return text.toString().lines().toList();
    }

    private static List<String> lines(int width) {
        return lines(Sample.plain(), width, Ansi.OFF);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120, 140})
    void noLineIsWiderThanTheWindow(int width) {
        Assessment wordy = Sample.of("-that-has-a-rather-long-name");
        assertThat(lines(wordy, width, Ansi.OFF))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        assertThat(lines(width)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    }

    @Test
    void inAWideWindowAFindingIsOneLineUnderTheNamesOfItsArms() {
        assertThat(lines(140))
                .contains(
                        "TRAIN               clean            random           attacked         defended         adaptive")
                .contains("Broken  flip+filter .10 [.06 .17]    .12 [.07 .20]    .61 [.51 .70]    .23 [.16 .32]"
                        + "    .37 [.28 .47] (not adapted)");
    }

    @Test
    void inANarrowWindowTheArmsStandBelowInColumns() {
        assertThat(lines(80))
                .containsSequence(
                        "Broken  flip+filter (not adapted)",
                        "    clean    .10 [.06 .17]   random   .12 [.07 .20]   attacked .61 [.51 .70]",
                        "    defended .23 [.16 .32]   adaptive .37 [.28 .47]");
    }

    @Test
    void coloursTakeNoRoom() {
        assertThat(lines(Sample.plain(), 140, Ansi.ON).stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .toList())
                .isEqualTo(lines(140));
    }

    @Test
    void whatToMendSaysWhatTheDefenceGainsAndCosts() {
        assertThat(lines(140))
                .containsSequence(
                        "Mend first:",
                        "  flip: share missed .61 [.51 .70]",
                        "    Look at the labels.",
                        "    With it (filter): .23 [.16 .32], and .37 [.28 .47] against one who knows it, against whom it does not hold."
                                + " Without an attack it changes",
                        "    recall by -0.10.");
    }
}

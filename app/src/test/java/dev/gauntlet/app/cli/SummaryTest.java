package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.report.Effort;
import dev.gauntlet.app.report.Sample;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
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
                        "TRAIN                    clean             random            attacked          defended-random   defended-worst")
                .contains("Broken       flip+filter 0.10 [0.06 0.17]  0.12 [0.07 0.20]  0.61 [0.51 0.70]  -"
                        + "                 0.36 [0.27 0.46] (not adapted)");
    }

    /** A detector whose every row can be changed, dearly, must not read like one where that is cheap. */
    @Test
    void ofChangedRowsTheCostIsStatedBesideThatOfRandomChanges() {
        Finding evasion = Sample.plain().findings().stream()
                .filter(finding -> finding.attack().id().equals("evade"))
                .findFirst()
                .orElseThrow();
        List<Arm> arms = evasion.arms().stream()
                .map(arm -> arm.with("meanCost", arm.name() == Arm.Name.NULL ? 1.32 : 0.224))
                .toList();
        assertThat(Effort.of(evasion)).isEmpty();
        assertThat(Effort.of(evasion.withArms(arms))).isEqualTo("; a successful change costs 0.22, random 1.32");
        List<Arm> sized = arms.stream().map(arm -> arm.with("meanSize", 2)).toList();
        assertThat(Effort.of(evasion.withArms(sized)))
                .isEqualTo("; the cost size of a successful change is 2.00, random 2.00");
    }

    @Test
    void inANarrowWindowTheArmsStandBelowInColumns() {
        assertThat(lines(80))
                .containsSequence(
                        "Broken       flip+filter (not adapted)",
                        "    clean           0.10 [0.06 0.17]    random          0.12 [0.07 0.20]",
                        "    attacked        0.61 [0.51 0.70]    defended-worst  0.36 [0.27 0.46]");
    }

    @Test
    void coloursTakeNoRoom() {
        assertThat(lines(Sample.plain(), 140, Ansi.ON).stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .toList())
                .isEqualTo(lines(140));
    }

    @Test
    void whatToFixSaysWhatTheDefenceGainsAndCosts() {
        assertThat(lines(140))
                .containsSequence(
                        "Fix first, what breaks the detector:",
                        "  flip: share missed 0.61 [0.51 0.70]",
                        "    Look at the labels.",
                        "    With the defence (filter): 0.36 [0.27 0.46] against the worst attacker that was tried. Without an attack"
                                + " the defence changes recall by",
                        "    -0.10.");
    }
}

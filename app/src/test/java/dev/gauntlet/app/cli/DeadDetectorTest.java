package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector that does not work is the first thing a run says, and trips any gate. */
final class DeadDetectorTest {
    @TempDir
    private static Path folder = Path.of("");

    private static Path data = Path.of("");
    private static Path turned = Path.of("");

    @BeforeAll
    static void makeData() throws IOException {
        data = Terminal.table(folder.resolve("table.csv"), 600);
        // Test rows where the classes have changed places: what was learnt is wrong on all of them.
        String text = Files.readString(data);
        turned = Files.writeString(
                folder.resolve("turned.csv"),
                text.replace(",bad\n", ",GOOD\n").replace(",good\n", ",bad\n").replace(",GOOD\n", ",good\n"));
    }

    private static Terminal.Result run(String command, String out, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                command,
                "--data",
                data,
                "--test",
                turned,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--out",
                folder.resolve(out)));
        words.addAll(Arrays.asList(more));
        return Terminal.run(words.toArray());
    }

    @Test
    void processSaysItFirst() throws IOException {
        Terminal.Result result = run("process", "first");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse(""))
                .isEqualTo("The detector is not usable:");
        assertThat(result.out())
                .containsPattern("It alarms on \\S+ \\[.*] of the benign test rows; the requested rate is 0.01");
        String findings = Files.readString(folder.resolve("first/findings.json"));
        assertThat(findings.indexOf("\"defects\"")).isBetween(0, findings.indexOf("\"data\""));
        assertThat(findings).contains("\"false-alarms\"");
        String report = Files.readString(folder.resolve("first/report.html"));
        assertThat(report.indexOf("The detector is not usable")).isBetween(0, report.indexOf("Assessed:"));
    }

    @Test
    void assessSaysItBeforeItsFindingsAndPromisesNothing() throws IOException {
        Terminal.Result result = run("assess", "attacked", "--attacks", "verdict-drop");
        assertThat(result.out()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse(""))
                .isEqualTo("The detector is not usable:");
        assertThat(Files.readString(folder.resolve("attacked/report.html")))
                .contains("The detector is not usable, so this result means little: ");
    }

    @Test
    void anyGateTrips() {
        Terminal.Result result = run("process", "gated", "--fail-on", "detector.alertsPerDay>1", "--allow-missing");
        assertThat(result.code()).as(result.err()).isEqualTo(Main.GATE);
        assertThat(result.err()).contains("gate tripped: the detector is not usable: It alarms on");
        Terminal.Result attacked =
                run("assess", "gatedtoo", "--attacks", "verdict-drop", "--fail-on", "channel.clean.damage>0.9");
        assertThat(attacked.code()).as(attacked.err()).isEqualTo(Main.GATE);
        assertThat(attacked.err()).contains("gate tripped: the detector").doesNotContain("channel.clean.damage");
    }
}

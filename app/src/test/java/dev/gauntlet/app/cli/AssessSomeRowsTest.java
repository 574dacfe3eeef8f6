package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.assess.FindingsJson;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A given detector with only some of the rows that a whole assessment takes. */
final class AssessSomeRowsTest {
    private static final String TREE = """
            {"kind": "tree", "n_features": 2, "classes": ["good", "bad"], "features": ["size", "rate"],
             "trees": [{"feature": [0, -2, -2], "threshold": [5.0, -2, -2], "left": [1, -1, -1], "right": [2, -1, -1],
                        "value": [[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]]}]}
            """;
    private static final String ATTACKS =
            "label-flip,label-only-evasion,cheapest-flood,confidence-membership,verdict-drop,threshold-tampering";

    private static final Schema SCHEMA = new Schema(List.of(Feature.real("size", 0, 20), Feature.real("rate", 0, 20)));

    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");
    private Path run = Path.of("");

    @BeforeEach
    void write() throws IOException {
        model = Files.writeString(folder.resolve("tree.json"), TREE);
        run = folder.resolve("run");
    }

    /** A hundred rows of each side named. */
    private Path rows(String... sides) throws IOException {
        String text = IntStream.range(0, 100 * sides.length)
                .mapToObj(i -> "%s,%s,%s"
                        .formatted(
                                sides[i % sides.length].equals("bad") ? 6 + i % 7 : 1 + i % 4,
                                i % 10,
                                sides[i % sides.length]))
                .collect(Collectors.joining("\n", "size,rate,label\n", "\n"));
        return Files.writeString(folder.resolve("rows.csv"), text);
    }

    private Map<String, Finding> found(Terminal.Result result) throws IOException {
        assertThat(result.code()).as(result.err()).isZero();
        return FindingsJson.read(Files.readString(run.resolve("findings.json")), SCHEMA).findings().stream()
                .collect(Collectors.toMap(finding -> finding.attack().id(), finding -> finding, (a, b) -> a));
    }

    private Terminal.Result assess(Path test, String benign) {
        return Terminal.run(
                "assess",
                "--test",
                test,
                "--label",
                "label",
                "--benign",
                benign,
                "--model",
                model,
                "--attacks",
                ATTACKS,
                "--budget",
                "queries=50",
                "--out",
                run);
    }

    private static String outcome(Map<String, Finding> findings, String attack) {
        Finding finding = Objects.requireNonNull(findings.get(attack), attack);
        return finding.outcome() + " " + finding.reason();
    }

    @Test
    void withoutTrainingRowsWhatTrainsIsSkippedAndTheRestIsTried() throws IOException {
        Terminal.Result result = assess(rows("good", "bad"), "good");
        Map<String, Finding> findings = found(result);
        assertThat(result.out()).contains("name its", "training rows with --data");
        assertThat(outcome(findings, "label-flip"))
                .isEqualTo("SKIPPED it needs training rows, benign and malicious, and there are 0 and 0");
        assertThat(outcome(findings, "confidence-membership"))
                .startsWith("SKIPPED the rows that this detector was trained on are not known");
        for (String tried :
                new String[] {"label-only-evasion", "cheapest-flood", "verdict-drop", "threshold-tampering"}) {
            assertThat(outcome(findings, tried)).matches("(BROKEN|HELD|INCONCLUSIVE|OPEN) .*");
        }
        assertThat(result.out()).contains("recall 1.00 [0.95 1.00], false-positive rate 0.00 [0.00 0.05]");
    }

    @Test
    void withoutBenignRowsNothingIsReportedOfFalseAlarms() throws IOException {
        Terminal.Result result = assess(rows("bad"), "good");
        Map<String, Finding> findings = found(result);
        assertThat(result.out())
                .contains("there are no benign test rows", "too few validation rows to set a threshold");
        assertThat(result.out()).contains("recall 1.00 [0.95 1.00], false-positive rate -");
        assertThat(outcome(findings, "cheapest-flood"))
                .isEqualTo("SKIPPED it needs benign test rows, and there are none");
        assertThat(outcome(findings, "label-only-evasion")).contains("there are 0 and 10");
        assertThat(outcome(findings, "verdict-drop")).isEqualTo("OPEN ");
        assertThat(outcome(findings, "threshold-tampering")).matches("(OPEN|HELD|INCONCLUSIVE) .*");
    }

    @Test
    void withoutMaliciousRowsNothingIsReportedOfRecall() throws IOException {
        Terminal.Result result = assess(rows("good"), "good");
        Map<String, Finding> findings = found(result);
        assertThat(result.out()).contains("there are no malicious test rows", "recall -, false-positive rate 0.00");
        assertThat(result.out()).doesNotContain("too few validation rows");
        assertThat(findings.values()).allMatch(finding -> finding.outcome() == Finding.Outcome.SKIPPED);
        assertThat(outcome(findings, "verdict-drop"))
                .isEqualTo("SKIPPED it needs malicious test rows, and there are none");
    }

    @Test
    void aMistypedBenignNameIsNoLackOfBenignRows() throws IOException {
        Terminal.Result result = assess(rows("good", "bad"), "goood");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--benign goood", "did you mean \"good\"?");
    }

    @Test
    void testRowsAloneTrainNothing() throws IOException {
        Terminal.Result result = Terminal.run(
                "assess", "--test", rows("good", "bad"), "--label", "label", "--benign", "good", "--out", run);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--test names test rows", "--data", "--model");
    }
}

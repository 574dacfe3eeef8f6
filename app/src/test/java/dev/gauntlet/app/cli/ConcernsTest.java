package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong with data and detector heads every command that judges, worst first, with what to change. */
final class ConcernsTest {
    private static final String HEADING = "What to fix in the data and the detector:";
    private static final String LEAK = "1. column \"id\" alone gives the label: ROC AUC 1.000";
    private static final String FIX = "fix: move it from features to ignored: [id] in the schema";

    @TempDir
    private static Path folder = Path.of("");

    private static Path dirty = Path.of("");

    /** Malicious rows have the greater ids; a date each, a spelling, an odd cell, a row without a label, duplicates. */
    @BeforeAll
    static void makeData() throws IOException {
        Rng rng = Seed.of(3).rng();
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            boolean bad = i % 4 == 0;
            rows.add(String.format(
                    Locale.ROOT,
                    "%d,%s,%.3f,%s,2024-01-%02d,%s",
                    bad ? 10_000 + i : i,
                    i == 7 ? "oops" : Integer.toString(rng.nextInt(90)),
                    (bad ? 1.2 : 0) + rng.nextGaussian(),
                    rng.chance(0.5) ? "tcp" : "udp",
                    1 + i % 28,
                    i == 9 ? "" : bad ? "bad" : i % 3 == 0 ? "Good" : "good"));
        }
        rows.addAll(List.copyOf(rows.subList(100, 200)));
        dirty = Files.writeString(
                folder.resolve("dirty.csv"), "id,size,rate,kind,when,verdict\n" + String.join("\n", rows) + "\n");
    }

    private static String flat(String printed) {
        return printed.replaceAll("\\s+", " ");
    }

    private static JsonNode findings(Path run) throws IOException {
        return new JsonMapper().readTree(Files.readString(run.resolve("findings.json")));
    }

    private static List<String> topics(Path run) throws IOException {
        List<String> topics = new ArrayList<>();
        findings(run)
                .get("concerns")
                .forEach(concern -> topics.add(concern.get("topic").asString()));
        return topics;
    }

    @Test
    void assessNamesTheLeakFirstAsProcessDoes() throws IOException {
        Path made = folder.resolve("made");
        Path attacked = folder.resolve("attacked");
        Object[] data = {"--data", dirty, "--label", "verdict", "--benign", "good"};
        String process =
                flat(Terminal.said("process", data[0], data[1], data[2], data[3], data[4], data[5], "--out", made));
        String assess = flat(Terminal.said(
                "assess",
                data[0],
                data[1],
                data[2],
                data[3],
                data[4],
                data[5],
                "--attacks",
                "label-flip",
                "--out",
                attacked));
        for (String printed : List.of(process, assess)) {
            assertThat(printed).contains(HEADING + " " + LEAK + " " + FIX);
            assertThat(printed.split("column \"id\"|\"id\"", -1))
                    .as("the column is named once on page one")
                    .hasSizeLessThanOrEqualTo(printed.equals(process) ? 3 : 2);
        }
        assertThat(assess.indexOf(LEAK)).isLessThan(assess.indexOf("clean detector:"));
        assertThat(topics(attacked)).isEqualTo(topics(made)).startsWith("LEAK", "LABELS");
        assertThat(Files.readString(attacked.resolve("report.html")))
                .containsOnlyOnce("<h2 id=\"concerns\">What to fix in the data and the detector</h2>")
                .contains("ignored: [id] in the schema");
    }

    @Test
    void everythingWrongIsRankedAndTheRestIsNoConcern() throws IOException {
        Path made = folder.resolve("ranked");
        String printed = flat(
                Terminal.said("process", "--data", dirty, "--label", "verdict", "--benign", "good", "--out", made));
        assertThat(topics(made)).containsExactly("LEAK", "LABELS", "LABELS", "COPIES", "CELLS", "TIME", "SCHEMA");
        assertThat(printed)
                .contains("fix: --labels exact keeps them apart")
                .contains("fix: label them, or remove them from the file")
                .contains("fix: to split by time, state it: --time \"when\", or time: when in the schema")
                .contains("an attacker can change each of the 4 features fix: gauntlet schema dirty.csv"
                        + " --label verdict --write flows.yaml, then --schema flows.yaml");
    }

    @Test
    void duplicatesAreReportedWithTheRecallOnRowsThatTrainingDoesNotHave() throws IOException {
        StringBuilder train = new StringBuilder("size,rate,verdict\n");
        StringBuilder test = new StringBuilder("size,rate,verdict\n");
        for (int i = 0; i < 200; i++) {
            train.append("%d.5,%d,%s\n".formatted(i % 2 == 0 ? 9 : 1, i, i % 2 == 0 ? "bad" : "good"));
        }
        for (int i = 0; i < 40; i++) {
            test.append("9.5,%d,bad\n".formatted(2 * i));
            test.append("1.25,%d,%s\n".formatted(2 * i + 1, i < 20 ? "bad" : "good"));
        }
        Path known = Files.writeString(folder.resolve("known.csv"), train);
        Path held = Files.writeString(folder.resolve("held.csv"), test);
        String printed = flat(Terminal.said(
                "process",
                "--data",
                known,
                "--test",
                held,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--out",
                folder.resolve("copies")));
        assertThat(printed)
                .containsPattern("\\d+ of 80 test rows are exact duplicates of training rows")
                .contains("recall on the other test rows: 0.");
        java.util.regex.Matcher recall = java.util.regex.Pattern.compile(
                        "recall on the other test rows: ([0-9.]+) .*?on all test rows: ([0-9.]+)")
                .matcher(printed);
        assertThat(recall.find()).isTrue();
        assertThat(Double.parseDouble(recall.group(1)) + 0.1).isLessThan(Double.parseDouble(recall.group(2)));
    }

    @Test
    void whatCouldNotBeCheckedIsNotInOrder() throws IOException {
        Path data = Terminal.table(folder.resolve("all.csv"), 400);
        Path held = Terminal.table(folder.resolve("later.csv"), 200);
        Path made = folder.resolve("unchecked");
        String printed = flat(Terminal.said(
                "process", "--data", data, "--test", held, "--label", "verdict", "--benign", "good", "--out", made));
        assertThat(printed)
                .contains("? lab-only evaluation: not checked: the test part was given")
                .doesNotContain("ok lab-only evaluation");
        assertThat(topics(made)).endsWith("UNCHECKED");
        assertThat(Files.readString(made.resolve("report.html"))).contains("Not checked: lab-only evaluation");
    }

    @Test
    void aSchemaIsHeadedByWhatIsWrongAndAGivenOneSettlesWhatAnAttackerCanChange() throws IOException {
        Terminal.Result schema = Terminal.run("schema", dirty, "--label", "verdict", "--benign", "good");
        assertThat(flat(schema.err())).contains("What to fix in the data: 1. column \"id\" alone gives the label", FIX);
        Terminal.Result unlabelled = Terminal.run("schema", dirty);
        assertThat(flat(unlabelled.err())).contains("not checked: labels", "fix: state --label COLUMN");

        Path written = Files.writeString(
                folder.resolve("dirty.yaml"),
                schema.out()
                        .replaceFirst("ignored: \\[", "ignored: [id, ")
                        .replaceFirst("(?s)  - name: id\n.*?(?=  - name:)", ""));
        Path made = folder.resolve("given");
        Terminal.said("process", "--data", dirty, "--schema", written, "--out", made);
        assertThat(topics(made)).as("the fix was made").doesNotContain("SCHEMA", "LEAK");
    }
}

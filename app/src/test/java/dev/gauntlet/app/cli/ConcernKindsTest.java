package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.data.Note;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The kinds of what can be wrong with data and detector, each by data that have it. */
final class ConcernKindsTest {
    @TempDir
    private Path folder = Path.of("");

    private static String flat(String printed) {
        return printed.replaceAll("\\s+", " ");
    }

    /** The texts of the concerns of a topic in a run's findings. */
    private static List<String> texts(Path run, String topic) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonNode concern : new JsonMapper()
                .readTree(Files.readString(run.resolve("findings.json")))
                .get("concerns")) {
            if (concern.get("topic").asString().equals(topic)) {
                texts.add(concern.get("text").asString());
            }
        }
        return texts;
    }

    /** Rows like those of training, where some benign ones are where malicious ones are. */
    private Path test(int wrong) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Terminal.table(folder.resolve("test.csv"), 400)));
        IntStream.rangeClosed(1, lines.size() - 1)
                .filter(i -> lines.get(i).endsWith(",bad"))
                .limit(wrong)
                .forEach(i -> lines.set(i, lines.get(i).replace(",bad", ",good")));
        return Files.write(folder.resolve("test.csv"), lines);
    }

    @Test
    void falseAlarmsFarFromWhatWasAskedAreRankedThoughTheyMakeTheDetectorUnusable() throws IOException {
        Path data = Terminal.table(folder.resolve("train.csv"), 600);
        Path out = folder.resolve("run");
        String printed = flat(Terminal.said(
                "process", "--data", data, "--test", test(60), "--label", "verdict", "--benign", "good", "--out", out));
        assertThat(printed).startsWith(" The detector is not usable: It alarms on 0.");
        assertThat(texts(out, "FALSE_ALARMS"))
                .singleElement()
                .asString()
                .matches("the false-positive rate on the test part is 0\\.1\\d\\d, not the 0\\.010 that was requested");
        assertThat(printed)
                .containsPattern(
                        "\\d\\. the false-positive rate on the test part is 0\\.1\\d\\d, not the 0\\.010 that was"
                                + " requested fix: set the threshold on validation rows that resemble the test rows");
        Path other = folder.resolve("other");
        Terminal.said(
                "process", "--data", data, "--test", test(0), "--label", "verdict", "--benign", "good", "--out", other);
        assertThat(texts(other, "FALSE_ALARMS")).isEmpty();
    }

    @Test
    void testRecordsWithoutRowsAreRanked() throws IOException {
        Path train = Terminal.table(folder.resolve("train.csv"), 600);
        Path schema = Files.writeString(
                folder.resolve("schema.yaml"),
                Terminal.said("schema", train, "--label", "verdict", "--benign", "good"));
        Path test = test(0);
        Files.writeString(test, Files.readString(test).replaceFirst("\n[^,\n]*(,[^\n]*,bad\n)", "\nmany$1"));
        Path out = folder.resolve("run");
        String printed = flat(Terminal.said(
                "process", "--data", train, "--test", test, "--schema", schema, "--max-bad", "20%", "--out", out));
        assertThat(texts(out, "ROWS")).anyMatch(text -> text.startsWith("1 malicious and 0 benign test records"));
        assertThat(printed)
                .contains("could not be turned into rows: the malicious ones count as missed, so recall is measured on"
                        + " 100 malicious rows fix: correct these rows, or the bounds and categories in the schema");
    }

    @Test
    void whatRecordsMustHaveAndLackIsRanked() throws IOException {
        Path data = Terminal.table(folder.resolve("rows.csv"), 400);
        Path plan = Files.writeString(
                folder.resolve("plan.yaml"),
                "complete: {require: [speed], go-on: true}\nlabel: verdict\nbenign: good\n");
        Path out = folder.resolve("run");
        String printed = flat(Terminal.said("process", plan, "--data", data, "--out", out));
        assertThat(texts(out, "MISSING"))
                .singleElement()
                .asString()
                .contains("rows.csv: column \"speed\" is not there");
        assertThat(printed).contains("is not there fix: add the data, or change complete: in the plan");
    }

    @Test
    void aColumnThatIsMostlyEmptyIsRankedAndOneThatIsNotIsNone() throws IOException {
        StringBuilder text = new StringBuilder("half,few,rate,verdict\n");
        for (int i = 0; i < 400; i++) {
            text.append("%s,%s,%d,%s\n"
                    .formatted(i % 2 == 0 ? "" : i % 7, i % 9 == 0 ? "" : i % 5, i % 13, i % 4 == 0 ? "bad" : "good"));
        }
        Path out = folder.resolve("run");
        Terminal.said(
                "process",
                "--data",
                Files.writeString(folder.resolve("rows.csv"), text),
                "--label",
                "verdict",
                "--benign",
                "good",
                "--out",
                out);
        assertThat(texts(out, "MISSING")).containsExactly("column \"half\": 200 of 400 values are missing");
    }

    @Test
    void evaluateHeadsItsFiguresWithTheSameList() throws IOException {
        Path data = Terminal.table(folder.resolve("train.csv"), 600);
        Path parts = folder.resolve("parts");
        Path detector = folder.resolve("detector.zip");
        Path out = folder.resolve("run");
        Terminal.said(
                "split", "--data", data, "--test", test(60), "--label", "verdict", "--benign", "good", "--out", parts);
        Terminal.said("train", "--data", parts, "--out", detector);
        String printed = flat(Terminal.said("evaluate", detector, "--data", parts, "--out", out));
        assertThat(texts(out, "FALSE_ALARMS")).hasSize(1);
        assertThat(printed.indexOf("What to fix in the data and the detector: 1. "))
                .isBetween(0, printed.indexOf(texts(out, "FALSE_ALARMS").get(0)));
        assertThat(printed.indexOf(texts(out, "FALSE_ALARMS").get(0))).isBetween(0, printed.indexOf("PR AUC ROC AUC"));
        assertThat(Files.readString(out.resolve("report.html"))).contains("data-topic=\"FALSE_ALARMS\"");
    }

    private static String printed(int concerns, String rest) {
        List<Note> notes = IntStream.rangeClosed(1, concerns)
                .mapToObj(i -> new Note(Note.Topic.CELLS, "fault " + i, "change " + i))
                .toList();
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new ConcernList("All", notes, rest, out, Ansi.OFF, new Window(120)).print();
        out.flush();
        return text.toString();
    }

    @Test
    void theGravestTenArePrintedAndTheRestIsCounted() {
        assertThat(printed(13, ConcernList.KEPT).lines().toList())
                .contains(" 10. fault 10")
                .doesNotContain(" 11. fault 11")
                .endsWith("     ... and 3 more in findings.json and report.html");
        assertThat(printed(10, ConcernList.KEPT)).contains("fault 10").doesNotContain("more");
        assertThat(printed(13, "")).contains("fault 13").doesNotContain("more");
    }

    @Test
    void aDetectorThatNoCriterionAcceptsIsRanked() throws IOException {
        Path data = Terminal.table(folder.resolve("rows.csv"), 400);
        Path plan = Files.writeString(
                folder.resolve("plan.yaml"),
                "pipeline: {algorithms: [decision-tree], accept: {recall: 1, precision: 1}}\nlabel: verdict\nbenign: good\n");
        Path out = folder.resolve("run");
        String printed = flat(Terminal.said("process", plan, "--data", data, "--out", out));
        assertThat(texts(out, "DETECTOR"))
                .singleElement()
                .asString()
                .matches(
                        "no algorithm meets the acceptance criteria; on validation rows the detector's recall 0\\.\\d{3} is"
                                + " below 1\\.000, precision .*");
        assertThat(printed).containsPattern("\\d\\. no algorithm meets the acceptance criteria; .* fix: add rows");
        Path other = folder.resolve("other");
        Files.writeString(plan, Files.readString(plan).replace("recall: 1, precision: 1", "recall: 0.1"));
        Terminal.said("process", plan, "--data", data, "--out", other);
        assertThat(texts(other, "DETECTOR")).isEmpty();
    }
}

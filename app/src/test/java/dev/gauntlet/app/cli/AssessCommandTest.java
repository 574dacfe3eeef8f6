package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gauntlet.adapters.file.BundleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole assessment of a small table: what it says, what it leaves, and that nothing but the plan decides it. */
final class AssessCommandTest {
    private static final String ATTACKS = "label-flip,label-only-evasion,verdict-drop,boiling-frog,threshold-tampering";

    @TempDir
    private static Path folder = Path.of("");

    private static Path data = Path.of("");
    private static Path first = Path.of("");
    private static Terminal.Result result = new Terminal.Result(-1, "", "");

    private static Terminal.Result assess(Path out, Object... more) {
        Object[] words = new Object[more.length + 11];
        Object[] usual = {
            "assess", "--data", data, "--label", "verdict", "--benign", "good", "--attacks", ATTACKS, "--out", out
        };
        System.arraycopy(usual, 0, words, 0, usual.length);
        System.arraycopy(more, 0, words, usual.length, more.length);
        return Terminal.run(words);
    }

    @BeforeAll
    static void assessOnce() throws IOException {
        data = Terminal.table(folder.resolve("table.csv"), 600);
        first = folder.resolve("first");
        result = assess(first, "--threads", 2);
    }

    private static byte[] findings(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("findings.json"));
    }

    @Test
    void endsWellAndShowsEveryAttackWithItsPhase() {
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("LABEL", "label-flip+nearest-neighbour-filter", "INFER", "label-only-evasion", "verdict-drop")
                .contains(
                        "needs to change labels of training rows",
                        "Fix first, what breaks the detector:",
                        "leaves open:");
    }

    @Test
    void saysWhatWasSkippedAndWhichColumnIsMissing() {
        assertThat(result.out()).containsPattern("Skipped +boiling-frog +the data have no time column");
    }

    @Test
    void leavesEveryFileOfARun() {
        for (String name : List.of(
                "plan.yaml",
                "schema.yaml",
                "journal.jsonl",
                "findings.json",
                "findings.csv",
                "timings.json",
                "report.html",
                "evasions/label-only-evasion.csv",
                "model/detector.zip",
                "model/detector.zip.sig",
                "model/throw-away-key.pem")) {
            assertThat(first.resolve(name)).isNotEmptyFile();
        }
        assertThat(first.toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void findingsObeyTheirJsonSchema() throws IOException {
        String schema = Files.readString(Path.of("..", "schemas", "findings.schema.json"));
        String json = Files.readString(first.resolve("findings.json"));
        var validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
        assertThat(validator.validate(json, InputFormat.JSON)).isEmpty();
        assertThat(validator.validate(
                        json.replace("\"HELD\"", "\"FINE\"").replace("\"BROKEN\"", "\"FINE\""), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void findingsHoldNoPath() throws IOException {
        assertThat(Files.readString(first.resolve("findings.json"))).doesNotContain(folder.toString());
    }

    @Test
    void oneThreadGivesTheSameBytes() throws IOException {
        Path second = folder.resolve("second");
        assertThat(assess(second, "--threads", 1).code()).isZero();
        assertThat(findings(second)).isEqualTo(findings(first));
    }

    @Test
    void anotherSeedGivesOtherFindings() throws IOException {
        Path other = folder.resolve("other-seed");
        assertThat(assess(other, "--seed", 2).code()).isZero();
        assertThat(findings(other)).isNotEqualTo(findings(first));
    }

    @Test
    void aTornJournalIsTakenUpWhereItBroke() throws IOException {
        Path torn = folder.resolve("torn");
        Files.createDirectories(torn);
        Files.copy(first.resolve("plan.yaml"), torn.resolve("plan.yaml"));
        copyVictims(torn);
        String journal = Files.readString(first.resolve("journal.jsonl"));
        int end = journal.indexOf('\n', journal.indexOf('\n') + 1);
        Files.writeString(torn.resolve("journal.jsonl"), journal.substring(0, end - 20));
        Terminal.Result resumed = Terminal.run("resume", torn);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("journal.jsonl, line ", "1 result is reused from");
        assertThat(findings(torn)).isEqualTo(findings(first));
    }

    private static void copyVictims(Path to) throws IOException {
        Path victims = Files.createDirectories(to.resolve("victims"));
        try (Stream<Path> files = Files.list(first.resolve("victims"))) {
            for (Path file : files.toList()) {
                Files.copy(file, victims.resolve(file.getFileName()));
            }
        }
    }

    /** A folder with the plan and the journal of the first run, which is left as it is. */
    private static Path copied(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        for (String file : List.of("plan.yaml", "journal.jsonl")) {
            Files.copy(first.resolve(file), copy.resolve(file));
        }
        copyVictims(copy);
        return copy;
    }

    private static Terminal.Result selected(Path out, String attacks, Object... more) {
        List<Object> words = new ArrayList<>(
                List.of("assess", "--data", data, "--label", "verdict", "--benign", "good", "--out", out));
        words.addAll(List.of("--attacks", attacks));
        words.addAll(List.of(more));
        return Terminal.run(words.toArray());
    }

    @Test
    void otherAttacksInTheSameFolderReuseThoseThatAreThere() throws IOException {
        Path grown = copied("grown");
        Terminal.Result more = selected(grown, "label-flip,verdict-drop,loss-gain-flip");
        assertThat(more.code()).as(more.err()).isZero();
        assertThat(more.err()).contains("2 finished attacks are reused from " + grown);
        assertThat(Files.readString(grown.resolve("plan.yaml"))).contains("loss-gain-flip");
        Path alone = folder.resolve("alone");
        assertThat(selected(alone, "label-flip,verdict-drop,loss-gain-flip").code())
                .isZero();
        assertThat(findings(grown)).isEqualTo(findings(alone));
        assertThat(selected(grown, ATTACKS).err()).contains("4 finished attacks are reused from");
        assertThat(findings(grown)).isEqualTo(findings(first));
    }

    @Test
    void aDefenceThatMeetsNoneOfTheAttacksCostsNothing() throws IOException {
        Path defended = folder.resolve("defended");
        String attacks = "verdict-drop,label-flip";
        assertThat(selected(defended, attacks, "--defences", "chained-mac").code())
                .isZero();
        Terminal.Result more = selected(defended, attacks, "--defences", "chained-mac,leak-check");
        assertThat(more.code()).as(more.err()).isZero();
        assertThat(more.err()).contains("2 finished attacks are reused from");
        assertThat(Files.readString(defended.resolve("findings.json"))).contains("verdict-drop does not pass through");
        Terminal.Result other = selected(defended, attacks, "--defences", "nearest-neighbour-filter");
        assertThat(other.err())
                .as("both meet the filter; their arms without a defence are there")
                .contains("20 results are reused from");
    }

    @Test
    void theResultForEachVictimIsThereAndOneThatWasAlteredIsMeasuredAgain() throws IOException {
        Path altered = copied("altered");
        String findings = new String(findings(first), StandardCharsets.UTF_8);
        Matcher names = Pattern.compile("\"victims\" : \\[ \"([0-9a-f]{64})\"").matcher(findings);
        assertThat(names.find()).isTrue();
        String table = Files.readString(first.resolve("victims/" + names.group(1) + ".csv"));
        assertThat(table).startsWith("row,reached\n");
        Files.writeString(altered.resolve("victims/" + names.group(1) + ".csv"), table.replace(",1", ",0") + "99,0\n");
        assertThat(selected(altered, ATTACKS).code()).isZero();
        assertThat(findings(altered)).isEqualTo(findings(first));
        assertThat(Files.readString(altered.resolve("victims/" + names.group(1) + ".csv")))
                .isEqualTo(table);
    }

    @Test
    void anotherBudgetRunsEveryAttackAgainAndLeavesNothingOfTheLastPlan() throws IOException {
        Path other = copied("other-budget");
        Files.createDirectories(other.resolve("evasions"));
        Files.writeString(other.resolve("evasions/mimicry.csv"), "row");
        Files.writeString(other.resolve("evasions/notes.txt"), "mine");
        Terminal.Result again = selected(other, ATTACKS, "--budget", "rows=0.2");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).containsPattern("none of the \\d+ results in " + other + " can be reused");
        assertThat(other.resolve("evasions/mimicry.csv")).doesNotExist();
        assertThat(other.resolve("evasions/notes.txt")).exists();
        assertThat(other.resolve("evasions/label-only-evasion.csv")).exists();
    }

    @Test
    void anotherDetectorOrOtherDataNeedAnotherFolder() throws IOException {
        Path kept = copied("kept");
        byte[] plan = Files.readAllBytes(kept.resolve("plan.yaml"));
        assertThat(Terminal.refused("assess", "--out", kept).err()).contains("another plan, with other data");
        assertThat(selected(kept, ATTACKS, "--fpr", 0.02).err()).contains("another plan, with another detector");
        assertThat(selected(kept, ATTACKS, "--seed", 3).err()).contains("another plan, with another seed");
        assertThat(Files.readAllBytes(kept.resolve("plan.yaml"))).isEqualTo(plan);
    }

    @Test
    void moreSeedsReuseTheFirst() throws IOException {
        Path seeds = copied("seeds");
        Terminal.Result more = selected(seeds, ATTACKS, "--seed", "1,2");
        assertThat(more.code()).as(more.err()).isZero();
        assertThat(more.err()).contains("4 finished attacks are reused from").doesNotContain("none of the");
    }

    @Test
    void theTableAndReportAreDrawnAgainFromTheFolder() throws IOException {
        byte[] report = Files.readAllBytes(first.resolve("report.html"));
        Terminal.Result again = Terminal.run("report", first);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("label-flip+nearest-neighbour-filter");
        assertThat(Files.readAllBytes(first.resolve("report.html"))).isEqualTo(report);
    }

    @Test
    void evasionsCanBeReplayedInTheColumnsOfTheInput() throws IOException {
        List<String> lines = Files.readAllLines(first.resolve("evasions/label-only-evasion.csv"));
        assertThat(lines.get(0)).isEqualTo("row,version,probability,cost,queries,size,rate,count,kind");
        assertThat(lines).hasSizeGreaterThan(2);
        assertThat(lines.get(1)).contains(",original,").matches(".*,(tcp|udp)$");
        assertThat(lines.get(2)).contains(",changed,");
    }

    @Test
    void aGateThatTripsIsExitCode1() {
        Terminal.Result gated = assess(first, "--fail-on", "channel.attacked.damage>0.5");
        assertThat(gated.code()).isEqualTo(1);
        assertThat(gated.err()).contains("gate tripped", "verdict-drop");
        assertThat(assess(first, "--fail-on", "channel.defended.damage>0.5").code())
                .isZero();
    }

    @Test
    void aGateOnAMeasureThatIsNotThereIsAMistake() {
        Terminal.Result gated = assess(first, "--fail-on", "evasion.attacked.sucess>0.2");
        assertThat(gated.code()).isEqualTo(2);
        assertThat(gated.err()).contains("did you mean \"success\"");
    }

    @Test
    void aDryRunSaysWhatWouldRunAndLeavesNothing() {
        Path nothing = folder.resolve("nothing");
        Terminal.Result dry = assess(nothing, "--dry-run");
        assertThat(dry.code()).isZero();
        assertThat(dry.out()).contains("will run", "skipped: the data have no time column", "expect about");
        assertThat(nothing).doesNotExist();
    }

    @Test
    void theBundleOfARunCanBeAssessedAgain() throws IOException {
        Path bundle = first.resolve("model/detector.zip");
        assertThat(BundleFile.read(bundle).model().trainer()).isEqualTo("gradient-boosting");
        Path again = folder.resolve("bundle");
        Terminal.Result given = Terminal.run(
                "assess",
                "--data",
                data,
                "--model",
                bundle,
                "--attacks",
                "verdict-drop,threshold-tampering",
                "--out",
                again);
        assertThat(given.code()).as(given.err()).isZero();
        assertThat(given.out()).contains("the detector is a given model", "threshold-tampering+signed-bundle");
        assertThat(line(given.out(), "clean detector")).isEqualTo(line(result.out(), "clean detector"));
    }

    private static String line(String text, String start) {
        return text.lines().filter(l -> l.startsWith(start)).findFirst().orElse("");
    }

    @Test
    void whatWasInferredIsSavedAsASchemaThatGivesTheSameDetector() {
        Path again = folder.resolve("with-schema");
        Terminal.Result given = Terminal.run(
                "assess",
                "--data",
                data,
                "--schema",
                first.resolve("schema.yaml"),
                "--attacks",
                "verdict-drop",
                "--out",
                again);
        assertThat(given.code()).as(given.err()).isZero();
        assertThat(line(given.out(), "clean detector")).isEqualTo(line(result.out(), "clean detector"));
    }

    @Test
    void anAllMissingColumnIsLeftOutAndSaid() throws IOException {
        Path file = folder.resolve("missing.csv");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        Files.readAllLines(data).stream()
                                .map(l -> l.startsWith("size") ? "empty," + l : "," + l)
                                .toList()));
        Terminal.Result ran = Terminal.run(
                "assess",
                "--data",
                file,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--attacks",
                "verdict-drop",
                "--out",
                folder.resolve("missing"));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("column \"empty\" is left out: every value is missing");
    }

    @Test
    void aCellOfAHundredThousandCharactersDoesNoHarm() throws IOException {
        Path file = folder.resolve("long.csv");
        Files.writeString(file, Files.readString(data) + "5,5,5," + "x".repeat(100_000) + ",good\n");
        Terminal.Result ran = Terminal.run(
                "assess",
                "--data",
                file,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--attacks",
                "verdict-drop",
                "--out",
                folder.resolve("long"));
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    @Test
    void aPlanWithParametersAndGrantsIsFollowed() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), """
                data: '%s'
                label: verdict
                benign: [good]
                pipeline: {algorithms: [{id: decision-tree, depth: 3}], settings: 1}
                grants: [labels, query, inputs, auxiliary]
                attacks: [{id: label-flip, share: 0.5}, verdict-drop]
                strengths: [1]
                norm: l1
                """.formatted(data));
        Terminal.Result ran = Terminal.run("assess", plan, "--out", folder.resolve("planned"));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("the threat model does not let the adversary change verdicts between detector and analyst")
                .contains("label-flip");
        assertThat(Files.readString(folder.resolve("planned/findings.json")))
                .contains("DecisionTree[depth=3", "\"norm\" : \"L1\"");
        Terminal.Result wrong = Terminal.run("assess", plan, "--norm", "l3", "--out", folder.resolve("wrong"));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--norm: there is no \"l3\"", "[cost, l0, l1, l2, linf]");
    }
}

package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake gets exit code 2 and a message that says what is wrong and where, and leaves nothing behind. */
final class BadInputTest {
    private static final String GOOD = "a,b,verdict\n" + "1,2,good\n3,4,bad\n".repeat(60);

    @TempDir
    private Path folder = Path.of("");

    private Path out = Path.of("");

    @BeforeEach
    void chooseARunFolder() {
        out = folder.resolve("run");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    private String refusal(Object... arguments) {
        Terminal.Result result = Terminal.refused(arguments);
        assertThat(out).doesNotExist();
        return result.err();
    }

    private String refused(String text, String... more) throws IOException {
        List<Object> words = new ArrayList<>(
                List.of("assess", "--data", file(text), "--label", "verdict", "--benign", "good", "--out", out));
        words.addAll(List.of(more));
        return refusal(words.toArray());
    }

    @Test
    void aMissingFileIsNamedWithTheNearest() throws IOException {
        file(GOOD);
        assertThat(refusal("assess", "--data", folder.resolve("dato.csv"), "--label", "verdict", "--out", out))
                .contains("dato.csv", "there is no such file", "did you mean \"data.csv\"");
    }

    @Test
    void anEmptyFileIsReportedToBeEmpty() throws IOException {
        assertThat(refused("")).contains("data.csv", "the file is empty");
    }

    @Test
    void aHeaderAloneNeedsRows() throws IOException {
        assertThat(refused("a,b,verdict\n")).contains("no row below it");
    }

    @Test
    void aSeparatorThatSeparatesNothingIsNoticed() throws IOException {
        assertThat(refused("a^b^verdict\n1^2^good\n3^4^bad\n")).contains("line 1", "only one column found");
    }

    @Test
    void aMistypedLabelGetsTheNearestColumn() throws IOException {
        assertThat(refusal("assess", "--data", file(GOOD), "--label", "verdikt", "--benign", "good", "--out", out))
                .contains("verdikt", "did you mean \"verdict\"");
    }

    @Test
    void aLabelNumberBeyondTheColumnsSaysHowManyThereAre() throws IOException {
        for (String label : List.of("#9", "#0", "#999999999", "#99999999999")) {
            assertThat(refusal("assess", "--data", file(GOOD), "--label", label, "--benign", "good", "--out", out))
                    .contains("--label " + label + ": there are 3 columns");
        }
    }

    @Test
    void aZoneWithoutAFormatOfTimesIsRefusedWhereverItIsStated() throws IOException {
        assertThat(refused(GOOD, "--time", "a", "--zone", "Europe/Zurich"))
                .contains("--zone: state --time-format too, which the zone is part of");
        Path plan = Files.writeString(
                folder.resolve("plan.yaml"), "reading: {time: a, zone: Europe/Zurich}\nlabel: verdict\nbenign: good\n");
        assertThat(refusal("assess", plan, "--data", file(GOOD), "--out", out))
                .contains("reading.zone: state time-format too, which the zone is part of");
    }

    @Test
    void aMissingLabelOptionListsTheColumns() throws IOException {
        assertThat(refusal("assess", "--data", file(GOOD), "--out", out))
                .contains("--label is needed", "[a, b, verdict]");
    }

    @Test
    void aBenignNameThatNeverOccursIsRefused() throws IOException {
        assertThat(refusal("assess", "--data", file(GOOD), "--label", "verdict", "--benign", "goad", "--out", out))
                .contains("goad", "did you mean \"good\"");
    }

    @Test
    void oneClassIsNotEnough() throws IOException {
        assertThat(refused("a,b,verdict\n" + "1,2,good\n".repeat(50))).contains("has only one class");
    }

    @Test
    void oneRowIsNotEnough() throws IOException {
        assertThat(refused("a,b,verdict\n1,2,good\n")).contains("has only one class");
    }

    @Test
    void tooFewRowsOfAClassAreCounted() throws IOException {
        assertThat(refused("a,b,verdict\n" + "1,2,good\n".repeat(50) + "3,4,bad\n3,5,bad\n"))
                .contains("too few rows", "at least 4 benign and 4 malicious");
    }

    @Test
    void infinityNamesLineAndField() throws IOException {
        assertThat(refused(GOOD + "inf,2,good\n", "--odd", "skip", "--max-bad", "0"))
                .contains("line 122", "field a", "not a finite number");
    }

    @Test
    void aTextAmongTheNumbersOfASchemaNamesLineAndField() throws IOException {
        Path schema = Files.writeString(folder.resolve("s.yaml"), """
                label: verdict
                benign: [good]
                features:
                  - {name: a, kind: real}
                  - {name: b, kind: real}
                """);
        assertThat(refusal(
                        "assess",
                        "--data",
                        file(GOOD + "x,2,good\n"),
                        "--schema",
                        schema,
                        "--max-bad",
                        "0.5%",
                        "--out",
                        out))
                .contains("line 122", "field a", "\"x\"", "is not a finite number", "1 of 121 rows (0.83 %)");
    }

    @Test
    void bytesThatAreNotUtf8AmongOthersAreFound() throws IOException {
        byte[] utf8 = (GOOD + "caf\u00e9,2,good\n").getBytes(StandardCharsets.UTF_8);
        byte[] both = java.util.Arrays.copyOf(utf8, utf8.length + 10);
        System.arraycopy("\u00e9,2,good\n\n".getBytes(StandardCharsets.ISO_8859_1), 0, both, utf8.length, 10);
        Path file = Files.write(folder.resolve("data.csv"), both);
        assertThat(refusal(
                        "assess",
                        "--data",
                        file,
                        "--label",
                        "verdict",
                        "--benign",
                        "good",
                        "--max-bad",
                        "0",
                        "--out",
                        out))
                .contains("line 123", "not UTF-8");
    }

    @Test
    void aRaggedLineSaysHowManyFieldsItHas() throws IOException {
        assertThat(refused(GOOD + "1,2,3,good\n", "--max-bad", "0")).contains("line 122", "4 fields instead of 3");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThat(refusal("assess", "--atacks", "x")).contains("--atacks");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThat(refusal("asess")).contains("unexpected \"asess\"", "gauntlet assess");
    }

    @Test
    void unknownAttacksAreAllNamed() {
        assertThat(refusal("assess", "--attacks", "label-flop,mimikry", "--out", out))
                .contains("label-flop", "did you mean \"label-flip\"", "mimikry", "did you mean \"mimicry\"");
    }

    @Test
    void anUnknownBudgetKeyGetsTheKeys() {
        assertThat(refusal("assess", "--budget", "row=0.1", "--out", out)).contains("row", "did you mean \"rows\"");
    }

    @Test
    void aBudgetOutOfRangeIsRefused() {
        assertThat(refusal("assess", "--budget", "rows=7", "--out", out)).contains("rows must be in [0, 1] but is 7");
    }

    @Test
    void everyProblemOfAPlanIsListed() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), """
                sede: 1
                budget: {rows: 3}
                attacks: [{id: label-flip, share: 9}]
                """);
        assertThat(refusal("assess", plan, "--out", out))
                .contains("plan.yaml", "sede is not known", "did you mean \"seed\"", "rows must be in [0, 1] but is 3")
                .contains("attacks[0]: share must be in [0, 1] but is 9");
    }

    @Test
    void aPlanThatIsNotYamlNamesTheLine() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "seed: 1\nattacks: [\n");
        assertThat(refusal("assess", plan, "--out", out)).contains("plan.yaml, line", "not YAML");
    }

    @Test
    void aMissingPlanSaysHowToWriteOne() {
        assertThat(refusal("assess", folder.resolve("no.yaml"), "--out", out)).contains("gauntlet plan >");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            assess --seed abc       | --seed must be a whole number but is abc
            assess --seed 1.5       | --seed must be a whole number but is 1.5
            assess --threads x      | --threads must be a whole number but is x
            resume DIR --threads x  | --threads must be a whole number but is x
            assess --fpr x          | --fpr must be a number but is x
            assess --budget rows=x  | --budget must be KEY=NUMBER, such as rows=0.05,queries=500, but is x
            assess --budget rows    | --budget must be KEY=NUMBER, such as rows=0.05,queries=500, but is rows
            list foo                | KIND must be one of attacks, defences, trainers, transforms, metrics, sources but is foo
            """)
    void aValueOfTheWrongKindIsReportedInPlainWords(String typed, String said) {
        assertThat(refusal((Object[]) typed.split(" +")).lines()).first().isEqualTo("gauntlet: " + said);
    }

    @Test
    void aSchemaOfAnotherFileIsOneMessage() throws IOException {
        Path data = file("a;b;class\n" + "1;2;0\n3;4;1\n".repeat(40));
        Path other = Path.of("..", "schemas", "ctu13-scenario1.yaml");
        assertThat(refusal("assess", "--data", data, "--schema", other, "--out", out)
                        .lines())
                .containsExactly("gauntlet: 7 of 7 schema columns are not in " + data
                        + ": dur, proto, sport, dport, tot_pkts, ...; is this the schema of this file?");
    }

    @Test
    void aFileInTheWayOfTheRunFolderIsLeftAlone() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("taken"), "mine");
        assertThat(refusal("assess", "--out", inTheWay)).contains("taken", "is a file", "--out");
        assertThat(Files.readString(inTheWay)).isEqualTo("mine");
    }

    @Test
    void aRunOfAnotherPlanIsLeftAlone() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("plan.yaml"), "seed: 99\n");
        assertThat(refusal("assess", "--out", other)).contains("contains a run of another plan, with another seed");
        assertThat(Files.readString(other.resolve("plan.yaml"))).isEqualTo("seed: 99\n");
    }

    @Test
    void aModelThatIsNoneIsRefused() throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), "{\"learner\": 1}");
        assertThat(refusal("assess", "--model", model, "--out", out))
                .contains("model.json", "this is not an XGBoost JSON model");
    }

    @Test
    void gatesWithUnknownNamesAreAllRefused() {
        assertThat(refusal("assess", "--fail-on", "evasio.attacked.success>0.2", "--fail-on", "nonsense", "--out", out))
                .contains("did you mean \"evasion\"", "nonsense", "must look like");
    }

    @Test
    void anExplanationOfNothingOffersTheNearest() {
        assertThat(refusal("explain", "label-flap")).contains("did you mean \"label-flip\"");
    }

    @Test
    void aReportOfAnUnfinishedRunSaysHowToFinishIt() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(refusal("report", empty)).contains("gauntlet resume");
    }

    @Test
    void tooManyThreadsAreRefused() {
        assertThat(refusal("assess", "--threads", "0", "--out", out)).contains("--threads must be in [1, 1024]");
    }

    @Test
    void anOperatingPointOutOfRangeIsRefused() {
        assertThat(refusal("assess", "--fpr", "0.7", "--out", out)).contains("--fpr must be in [0, 0.5]");
    }
}

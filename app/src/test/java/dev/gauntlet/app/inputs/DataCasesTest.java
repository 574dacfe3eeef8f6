package dev.gauntlet.app.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data files that users met trouble with; skipped where they are absent. */
final class DataCasesTest {
    @TempDir
    private Path folder = Path.of("");

    private static String run(int code, Object... words) {
        Terminal.Result result = Terminal.run(words);
        String all = result.out() + result.err();
        assertThat(result.code()).as(all).isEqualTo(code);
        return all;
    }

    private String split(Path file, String label, Object... more) {
        Object[] words = {"split", "--data", file, "--label", label, "--out", folder.resolve("parts")};
        Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return run(0, all);
    }

    @Test
    void aHeaderAmidTheRowsChangesNothingElse() throws IOException {
        Path flows = Cases.folder("csv-header-again-midfile").resolve("flows.csv");
        assertThat(split(flows, "Label", "--benign", "Benign")).contains("flows.csv: 3 repeated headers are skipped");
        String again = run(0, "schema", flows, "--label", "Label");
        String clean = run(0, "schema", flows.resolveSibling("clean.csv"), "--label", "Label");
        assertThat(features(again)).isEqualTo(features(clean)).contains("Dst Port");
    }

    /** The features of a printed schema. */
    private static String features(String schema) {
        return schema.substring(schema.indexOf("\nfeatures:"), schema.lastIndexOf("move:"));
    }

    @Test
    void infinityIsMissingInCsvAndParquetAlike() {
        Path cases = Cases.folder("csv-infinity");
        assertThat(split(cases.resolve("flows.csv"), "Label"))
                .contains("\"Flow Bytes/s\": 18 of 381 filled cells are not a finite number and are taken as missing")
                .contains("the first is \"Infinity\" in line 14");
        assertThat(run(0, "schema", cases.resolve("inf.parquet"), "--label", "label"))
                .contains("\"dur\": 8 of 393 filled cells are not a finite number and are taken as missing");
    }

    @Test
    void aSplitByTimesWithTheDayFirstNeedsNoFormatWhereTheyAreUnambiguous() throws IOException {
        Path cases = Cases.folder("day-first-times");
        Path parts = folder.resolve("parts");
        assertThat(run(
                        0,
                        "split",
                        "--data",
                        cases.resolve("flows.csv"),
                        "--schema",
                        cases.resolve("flows.yaml"),
                        "--by",
                        "time",
                        "--out",
                        parts))
                .contains("times in column \"Timestamp\" are read as day-first");
        assertThat(Files.readString(parts.resolve("schema.yaml")))
                .contains("time: {column: Timestamp, format: day-first}");
        Path stated = folder.resolve("stated.yaml");
        Files.writeString(
                stated,
                Files.readString(cases.resolve("flows.yaml"))
                        .replace(
                                "time: Timestamp",
                                "time: {column: Timestamp, format: \"dd/MM/yyyy HH:mm:ss\", zone: Europe/Zurich}"));
        assertThat(run(
                        0,
                        "split",
                        "--data",
                        cases.resolve("flows.csv"),
                        "--schema",
                        stated,
                        "--by",
                        "time",
                        "--out",
                        folder.resolve("other")))
                .contains("dd/MM/yyyy HH:mm:ss in Europe/Zurich");
    }

    @Test
    void decimalCommasAreReadAndThousandsRefusedUntilStated() {
        Path cases = Cases.folder("decimal-comma");
        assertThat(split(cases.resolve("flows.csv"), "label"))
                .contains("column \"dur\" is read as numbers written as decimal-comma");
        Path thousands = cases.resolve("thousands.csv");
        assertThat(run(2, "split", "--data", thousands, "--label", "label", "--out", folder.resolve("none")))
                .contains("field bytes: \"1,445\"", "--numbers \"bytes=thousands\"");
        assertThat(run(0, "schema", thousands, "--label", "label", "--numbers", "bytes=thousands"))
                .contains("numbers: thousands");
    }

    @Test
    void numbersBeyondSinglePrecisionAreMissing() {
        Path cases = Cases.folder("huge-finite-numbers");
        assertThat(split(cases.resolve("flows.csv"), "label"))
                .contains("column \"dur\": 34 of 300 filled cells are not a finite number")
                .contains("\"1.7976931348623157e+308\" in line 2");
        assertThat(run(0, "schema", cases.resolve("zeek.json"))).contains("2 of 19 filled cells", "in line 14");
    }

    @ParameterizedTest
    @CsvSource({
        "index.csv,label,field 1 without a name is \"column1\"",
        "dup-cp1252.csv,Label,the second \"Fwd Header Length\" (field 7) is \"Fwd Header Length.1\"",
        "utf16.csv,label,is read as UTF-16LE",
        "pstype.csv,label,1 comment line is skipped",
        "comment.csv,label,1 comment line is skipped",
        "trailing.csv,label,1 column without a name and without a value is left out"
    })
    void headersAsProgramsWriteThemAreRead(String file, String label, String said) {
        assertThat(run(0, "schema", Cases.folder("csv-header-quirks").resolve(file), "--label", label))
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource({"feodo.csv", "intel.dat", "misp.csv", "one.csv", "plain.txt"})
    void listsOfIndicatorsAreReadAsTheyAreHandedOut(String list) {
        Path cases = Cases.folder("indicator-lists");
        assertThat(run(
                        0,
                        "label",
                        cases.resolve("conn.log"),
                        "--indicators",
                        cases.resolve(list),
                        "--otherwise",
                        "benign"))
                .contains("389  benign", list + ": labelled 11 records");
    }

    @Test
    void aLabelInsideAFieldOfALogIsFound() {
        Path log = Cases.folder("iot23-labelled-log").resolve("conn.log.labeled");
        assertThat(split(log, "label", "--benign", "benign"))
                .contains("is read as the columns tunnel_parents, label, detailed-label");
    }

    @Test
    void minusOneBesideZeroAndOneIsUnlabelled() {
        Path cases = Cases.folder("unlabelled-minus-one");
        assertThat(split(cases.resolve("rows.csv"), "label")).contains("60 rows have no label: \"-1\" (60)");
        assertThat(run(0, "schema", cases.resolve("ember.jsonl"), "--label", "label"))
                .contains("name: \"histogram[255]\"", "name: \"byteentropy[255]\"");
    }
}

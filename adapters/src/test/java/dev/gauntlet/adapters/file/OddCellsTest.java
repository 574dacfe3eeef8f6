package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OddCellsTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String lines(int count, String format) {
        return IntStream.range(0, count).mapToObj(i -> format.formatted(i)).collect(Collectors.joining("\n", "", "\n"));
    }

    private FileSource.Read read(Path path, FileFormat format) {
        return new FileSource(path, format).open();
    }

    private Records read(String name, String text) throws IOException {
        return read(file(name, text), FileFormat.automatic()).records();
    }

    /** Forty plain numbers in the column {@code x}, with one other cell in the middle, in a file of each kind. */
    private Path with(String kind, String odd) throws Exception {
        return switch (kind) {
            case "csv" -> file("d.csv", "x,y\n" + lines(20, "%d,a") + odd + ",b\n" + lines(20, "%d,a"));
            case "jsonl" ->
                file(
                        "d.jsonl",
                        lines(20, "{\"x\": %d, \"y\": \"a\"}")
                                + "{\"x\": \"" + odd + "\", \"y\": \"b\"}\n"
                                + lines(20, "{\"x\": %d, \"y\": \"a\"}"));
            case "zeek" ->
                file(
                        "d.log",
                        "#separator \\x09\n#unset_field\t-\n#fields\tx\ty\n#types\tdouble\tstring\n"
                                + lines(20, "%d\ta")
                                + odd + "\tb\n"
                                + lines(20, "%d\ta"));
            default -> {
                Path parquet = folder.resolve("d.parquet");
                RecordsFile.write(
                        read(with("csv", odd), FileFormat.automatic().asWritten())
                                .records(),
                        parquet);
                yield parquet;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "csv,Infinity",
        "csv,oops",
        "csv,'1(1)'",
        "csv,1e308",
        "jsonl,Infinity",
        "jsonl,oops",
        "jsonl,'1(1)'",
        "jsonl,1e308",
        "zeek,inf",
        "zeek,oops",
        "parquet,Infinity",
        "parquet,oops",
        "parquet,1e308"
    })
    void oneOddCellIsMissingAndCountedInEveryFormat(String kind, String odd) throws Exception {
        Records records = read(with(kind, odd), FileFormat.automatic()).records();
        Column x = records.column("x");
        assertThat(x.kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(records.size()).isEqualTo(41);
        assertThat(x.number(20)).isNaN();
        assertThat(x.number(19)).isEqualTo(19);
        assertThat(x.number(40)).isEqualTo(19);
        assertThat(records.notes())
                .singleElement()
                .asString()
                .contains("column \"x\": 1 of 41 filled cells is not a finite number and is taken as missing")
                .contains("the first is \"" + odd + "\" in ");
        assertThat(records.flawed()).isZero();
    }

    @Test
    void whereTheRowIsSkippedInsteadItKeepsItsOtherValues() throws Exception {
        FileFormat skipping = FileFormat.automatic()
                .withCells(CellFormat.UNKNOWN.withOdd(OddCells.SKIP))
                .withMostBad(0.05);
        Records records = read(with("csv", "oops"), skipping).records();
        assertThat(records.flawed()).isEqualTo(1);
        assertThat(records.flaw(20)).isEqualTo("column \"x\": \"oops\" is not a finite number");
        assertThat(records.column("y").text(20)).isEqualTo("b");
        assertThatThrownBy(() -> read(with("csv", "oops"), skipping.withMostBad(0.01)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "d.csv, line 22, field x: \"oops\" is not a finite number; in total 1 of 41 rows (2.4 %)")
                .hasMessageContaining("--max-bad");
    }

    @Test
    void aColumnWith95PercentNumbersIsNumeric() throws IOException {
        assertThat(read("a.csv", "x,y\n" + lines(95, "%d,1") + lines(5, "t%d,1"))
                        .column("x")
                        .kind())
                .isEqualTo(Column.Kind.NUMBER);
        Records texts = read("b.csv", "x,y\n" + lines(94, "%03d,1") + lines(6, "t%d,1"));
        assertThat(texts.column("x").kind()).isEqualTo(Column.Kind.TEXT);
        assertThat(texts.column("x").text(7)).as("as it is written").isEqualTo("007");
        Records first = read("c.csv", "x,y\nodd,1\n" + lines(40, "%d,1"));
        assertThat(first.column("x").number(0)).isNaN();
        assertThat(first.column("x").number(40)).isEqualTo(39);
    }

    @Test
    void everyCellOfALabelOrCategoryIsValid() throws IOException {
        String text = "x,label\n" + lines(60, "1,0") + "1,attack\n";
        Records records = read(file("d.csv", text), FileFormat.automatic().withLabel(Optional.of("label")))
                .records();
        assertThat(records.column("label").text(60)).isEqualTo("attack");
        assertThat(read(file("d.csv", text), FileFormat.automatic().withLabel(Optional.of("#2")))
                        .records()
                        .column("label")
                        .text(60))
                .isEqualTo("attack");
        assertThat(read(file("d.csv", text), FileFormat.automatic().withKinds(Set.of(), Set.of("label")))
                        .records()
                        .column("label")
                        .text(60))
                .isEqualTo("attack");
        Records marked = read(
                        file("m.csv", "x,label\n1,0.0\n2,1.0\n3,nan\n4,1.0\n"),
                        FileFormat.automatic().withLabel(Optional.of("label")))
                .records();
        assertThat(IntStream.range(0, 4).mapToObj(marked.column("label")::text)).containsExactly("0", "1", "nan", "1");
    }

    @Test
    void aRepeatedHeaderIsSkippedAndCounted() throws IOException {
        Records records =
                read("d.csv", "x,Dst Port,Label\n1,80,a\nx,Dst Port,Label\n2,443,b\nx,Dst Port,Label\n3,22,a\n");
        assertThat(records.size()).isEqualTo(3);
        assertThat(records.column("Dst Port").number(2)).isEqualTo(22);
        assertThat(records.notes()).containsExactly("d.csv: 2 repeated headers are skipped; the first is line 3");
    }

    @Test
    void commentsAreSkippedBeforeAndBetweenRows() throws IOException {
        Records records = read("d.csv", "# exported, by a tool\r\n#TYPE Flow\r\n\r\na,b\r\n1,2\r\n# a note\r\n3,4\r\n");
        assertThat(records.names()).containsExactly("a", "b");
        assertThat(records.column("b").number(1)).isEqualTo(4);
        assertThat(records.notes()).containsExactly("d.csv: 3 comment lines are skipped; the first is line 1");
        assertThat(read("e.csv", "# id,url\n1,a\n2,b\n").names()).containsExactly("id", "url");
        Records quoted = read("f.csv", "#TYPE System.Flow\n\"a\",\"b\"\n\"1\",\"x\"\n");
        assertThat(quoted.column("a").number(0)).isEqualTo(1);
    }

    @Test
    void columnsAreNamedOneWayAndThatIsReported() throws IOException {
        Records records = read("d.csv", ",a,a, b ,a.1,\n0,1,2,3,4,\n1,5,6,7,8,\n");
        assertThat(records.names()).containsExactly("column1", "a", "a.2", "b", "a.1");
        assertThat(records.column("a.2").number(1)).isEqualTo(6);
        assertThat(records.notes())
                .containsExactly(
                        "d.csv: columns are renamed: field 1 without a name is \"column1\", the second \"a\" (field 3) is"
                                + " \"a.2\", field 6 without a name is \"column6\"",
                        "d.csv: 1 column without a name and without a value is left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "windows-1252"})
    void otherEncodingsAreReadAndReported(String charset) throws IOException {
        String text = "name,x\nWeb Attack \u2013 XSS,1\ngr\u00fcn,2\n";
        Path path = folder.resolve("d.csv");
        Files.write(path, text.getBytes(charset));
        Records records = read(path, FileFormat.automatic()).records();
        assertThat(records.column("name").text(0)).isEqualTo("Web Attack \u2013 XSS");
        assertThat(records.column("x").number(1)).isEqualTo(2);
        assertThat(records.notes().get(0)).contains("is not UTF-8 and is read as ");
    }

    @Test
    void aFewRowsThatCannotBeReadAreLeftOutAndManyRefused() throws IOException {
        String rows = lines(300, "%d,1");
        Records records = read("d.csv", "x,y\n" + rows + "7\n1,2,3\n" + rows);
        assertThat(records.size()).isEqualTo(600);
        assertThat(records.notes())
                .singleElement()
                .asString()
                .startsWith("d.csv: 2 of 602 rows (0.33 %) cannot be read and are left out; the first is ")
                .endsWith("d.csv, line 302: 1 field instead of 2, separated by comma; correct these lines of the file");
        Records json = read("d.jsonl", lines(200, "{\"x\": %d}") + "{\"x\": 1, \"y\n" + lines(5, "{\"x\": %d}"));
        assertThat(json.size()).isEqualTo(205);
        assertThat(json.notes()).singleElement().asString().contains("1 of 206 rows (0.49 %)", "line 201: is not JSON");
        assertThatThrownBy(() -> read("e.csv", "x,y\n1,2\n3\n4,5\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 3: 1 field instead of 2", "1 of 3 rows (33.3 %)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,5|0.5|DECIMAL_COMMA",
                "-12,25|-12.25|DECIMAL_COMMA",
                "1.234,5|1234.5|DECIMAL_COMMA",
                "1,234,567|1234567|THOUSANDS",
                "1,234.5|1234.5|THOUSANDS",
                "1 234|1234|THOUSANDS",
                "1'234|1234|THOUSANDS",
                "12%|12|PERCENT",
                "7.5 %|7.5|PERCENT"
            })
    void numbersWrittenOtherwiseAreReadAndReported(String written, double value, NumberStyle style) throws IOException {
        FileSource.Read read = read(
                file("d.csv", "x;y\n" + written + ";1\n" + lines(30, written.replace("%", "%%") + ";%d")),
                FileFormat.automatic());
        assertThat(read.records().column("x").number(0)).isEqualTo(value);
        assertThat(read.records().column("x").number(30)).isEqualTo(value);
        assertThat(read.cells().numbers()).isEqualTo(Map.of("x", style));
        assertThat(read.records().notes())
                .containsExactly("d.csv: column \"x\" is read as numbers written as "
                        + style.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Test
    void ambiguousNumbersAreRefusedUntilTheirStyleIsStated() throws IOException {
        Path thousands = file("d.csv", "x,y\n\"1,234\",1\n" + lines(9, "\"4,23%d\",1"));
        assertThatThrownBy(() -> read(thousands, FileFormat.automatic()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "d.csv, line 2, field x: \"1,234\"",
                        "--numbers \"x=decimal-comma\" or --numbers \"x=thousands\"");
        for (NumberStyle style : List.of(NumberStyle.THOUSANDS, NumberStyle.DECIMAL_COMMA)) {
            FileFormat stated = FileFormat.automatic().withCells(CellFormat.UNKNOWN.withNumbers(Map.of("x", style)));
            assertThat(read(thousands, stated).records().column("x").number(0))
                    .isEqualTo(style == NumberStyle.THOUSANDS ? 1234 : 1.234);
        }
        Path mixed = file("e.csv", "x,y\n" + lines(20, "1%d%%,1") + lines(20, "0.1%d,1"));
        assertThatThrownBy(() -> read(mixed, FileFormat.automatic()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--numbers \"x=percent\" or --numbers \"x=percent-share\"");
        FileFormat share = FileFormat.automatic()
                .withCells(CellFormat.UNKNOWN.withNumbers(Map.of("x", NumberStyle.PERCENT_SHARE)));
        assertThat(read(mixed, share).records().column("x").number(0)).isEqualTo(0.1);
        assertThat(read(mixed, share).records().column("x").number(20)).isEqualTo(0.10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.234;1\n0,5;1\n", "0,5;1\n1.234;1\n"})
    void inAColumnOfDecimalCommasAPointIsNoDecimalMarkWhicheverCellIsFirst(String first) throws IOException {
        Records records = read("d.csv", "x;y\n" + first + lines(60, "%d,25;1"));
        assertThat(records.column("x").number(2)).isEqualTo(0.25);
        assertThat(IntStream.range(0, 2)
                        .filter(i -> records.column("x").missing(i))
                        .count())
                .isEqualTo(1);
        assertThat(records.notes().toString()).contains("1 of 62 filled cells", "the first is \"1.234\"");
    }

    @Test
    void aSingleTypoDoesNotDecideTheMeaningOfCommas() throws IOException {
        Path path = file("d.csv", "x;y\n12,34;1\n" + lines(60, "2,%03d;1"));
        assertThatThrownBy(() -> read(path, FileFormat.automatic()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--numbers \"x=thousands\"");
    }

    @Test
    void filesReadTogetherMustHaveTheSameFormat() throws IOException {
        Files.createDirectory(folder.resolve("logs"));
        file("logs/a.csv", "x,y\n" + lines(20, "%d%%,1"));
        file("logs/b.csv", "x,y\n" + lines(20, "0.%d,1"));
        assertThatThrownBy(() -> read(folder.resolve("logs"), FileFormat.automatic()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("b.csv", "otherwise");
        file("logs/a.csv", "x,y\n" + lines(20, "%d,1"));
        file("logs/b.csv", "x,y\n" + lines(20, "t%d,1"));
        assertThat(read(folder.resolve("logs"), FileFormat.automatic())
                        .records()
                        .notes()
                        .toString())
                .contains("b.csv: contains texts where the files before it contain numbers", "x");
    }

    @Test
    void onlySuricatasOwnLogsHaveEventsThatAreLeftOut() throws IOException {
        String row = "{\"x\": %d, \"timestamp\": \"2024-05-01T00:00:00Z\"}";
        Records all = read(
                "d.jsonl",
                lines(50, row) + "{\"x\": 1, \"timestamp\": \"2024-05-01T00:00:00Z\"," + " \"event_type\": \"dns\"}\n"
                        + lines(50, row));
        assertThat(all.size()).isEqualTo(101);
        String event = "{\"event_type\": \"%s\", \"timestamp\": \"2024-05-01T00:00:00Z\", \"x\": 1}\n";
        Records flows = read("e.jsonl", event.formatted("dns") + event.formatted("flow") + event.formatted("dns"));
        assertThat(flows.size()).isEqualTo(1);
        assertThat(flows.notes().toString()).contains("2 events of other kinds than flow are left out: {dns=2}");
    }

    @Test
    void aPatternOfDigitsIsReadAsAPattern() throws IOException {
        Path path = file("d.csv", "t,y\n20240101,1\n20240102,2\n");
        FileFormat stated = FileFormat.automatic().withCells(CellFormat.UNKNOWN.withTime(TimeFormat.of("yyyyMMdd")));
        Records records = new FileSource(path, stated, Optional.of("t"), Optional.empty())
                .open()
                .records();
        assertThat(records.column("t").number(1)).isEqualTo(1704153600);
    }

    @Test
    void addressesAndVersionsAreNotNumbers() throws IOException {
        Records records = read("d.csv", "ip,version,y\n" + lines(30, "192.168.100.%d,1.2.3,1"));
        assertThat(records.column("ip").kind()).isEqualTo(Column.Kind.TEXT);
        assertThat(records.column("version").kind()).isEqualTo(Column.Kind.TEXT);
    }

    @Test
    void datesAreTimesWhereTheyCanBeReadInOneWay() throws IOException {
        Records iso = read("a.csv", "t,y\n2018-02-14 08:31:01,1\n2018-02-15T00:00:00Z,2\n");
        assertThat(iso.column("t").kind()).isEqualTo(Column.Kind.TIME);
        assertThat(iso.column("t").number(0)).isEqualTo(1518597061);
        Records dayFirst = read("b.csv", "t,y\n01/02/2018 08:31:01,1\n14/02/2018 00:00,2\n");
        assertThat(dayFirst.column("t").number(0)).isEqualTo(1517473861);
        Records monthFirst = read("c.csv", "t,y\n02/01/2018,1\n02/14/2018,2\n");
        assertThat(monthFirst.column("t").number(0)).isEqualTo(1517443200);
        Records either = read("d.csv", "t,y\n01/02/2018,1\n03/04/2018,2\n");
        assertThat(either.column("t").kind()).isEqualTo(Column.Kind.TEXT);
        Path path = file("e.csv", "t,y\n01/02/2018,1\n03/04/2018,2\n");
        assertThatThrownBy(
                        () -> new FileSource(path, FileFormat.automatic(), Optional.of("t"), Optional.empty()).open())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("can be read in more than one way", "time: {column: t, format:");
    }

    @ParameterizedTest
    @CsvSource({
        "1518597061,seconds",
        "1518597061000,milliseconds",
        "1518597061000000,microseconds",
        "1518597061000000000,nanoseconds"
    })
    void theUnitOfTimesIsFoundByTheirSize(String written, String unit) throws IOException {
        Path path = file("d.csv", "t,y\n" + written + ",1\n" + written + ",2\n");
        FileSource.Read read = new FileSource(path, FileFormat.automatic(), Optional.of("t"), Optional.empty()).open();
        assertThat(read.records().time().orElseThrow().number(1)).isEqualTo(1518597061);
        assertThat(read.cells().time()).contains(TimeFormat.of(unit));
        Records zeek = read("z.jsonl", "{\"ts\": " + written + ", \"id.orig_h\": \"10.0.0.1\"}\n");
        assertThat(zeek.time().orElseThrow().number(0)).isEqualTo(1518597061);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.parquet", "t.csv", "t.jsonl"})
    void writtenTimesAreReadAsTimesAgain(String name) throws IOException {
        Records read = read("d.csv", "t,y\n14/02/2018 08:31:01,1\n15/02/2018 00:00:00,2\n");
        Path written = folder.resolve(name);
        RecordsFile.write(read, written);
        Column again = read(written, FileFormat.automatic()).records().column("t");
        assertThat(again.kind()).isEqualTo(Column.Kind.TIME);
        assertThat(again.number(0)).isEqualTo(1518597061);
        Records precise = Records.of(List.of(
                Column.times("t", new double[] {1300475167.096535, Double.NaN}),
                Column.numbers("y", new double[] {1, 2})));
        RecordsFile.write(precise, written);
        assertThat(read(written, FileFormat.automatic()).records().column("t").number(0))
                .isEqualTo(1300475167.096535);
    }

    @Test
    void timesInSeveralUnitsAreRefused() throws IOException {
        Path path = file("d.csv", "t,y\n1518597061,1\n1518597061000,2\n");
        assertThatThrownBy(
                        () -> new FileSource(path, FileFormat.automatic(), Optional.of("t"), Optional.empty()).open())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("more than one way");
    }

    @Test
    void aStatedFormatIsReadInItsZone() {
        TimeFormat format = new TimeFormat("dd.MM.yyyy HH:mm", "Europe/Zurich");
        assertThat(format.parse("14.02.2018 09:31")).isEqualTo(1518597060);
        assertThat(format.parse("2018-02-14")).isInfinite();
        assertThat(new TimeFormat("MMM d, yyyy h:mm a", "UTC").parse("Feb 14, 2018 8:31 pm"))
                .isEqualTo(1518640260);
        assertThat(TimeFormat.of(TimeFormat.MONTH_FIRST).parse("02/14/2018 12:05:00 AM"))
                .isEqualTo(1518566700);
        assertThatThrownBy(() -> new TimeFormat("HH:mm", "UTC")).hasMessageContaining("a year, a month and a day");
        assertThatThrownBy(() -> new TimeFormat("iso", "Mars")).hasMessageContaining("time zone");
    }

    @Test
    void listsOfNumbersBecomeColumnsWhereTheirLengthIsAlwaysTheSame() throws IOException {
        Records records = read(
                "d.jsonl",
                "{\"h\": [1, 2], \"n\": [1], \"o\": {\"p\": [0.5, 1, 2]}}\n{\"h\": [3, 4], \"n\": [1, 2], \"o\": {\"p\":"
                        + " [1, 2, 3]}}\n");
        assertThat(records.names()).containsExactly("h[0]", "h[1]", "n", "o.p[0]", "o.p[1]", "o.p[2]");
        assertThat(records.column("h[1]").number(1)).isEqualTo(4);
        assertThat(records.column("n").text(1)).isEqualTo("[1, 2]");
        assertThat(records.notes())
                .containsExactly(
                        "d.jsonl: the list \"n\" does not have the same length in every row and is read as text");
        Records left = read(
                        file("e.jsonl", "{\"h\": [1, 2], \"x\": 1}\n"),
                        FileFormat.automatic().withIgnored(List.of("h")))
                .records();
        assertThat(left.names()).containsExactly("x");
    }

    @Test
    void objectsMayGoOnOverSeveralLines() throws IOException {
        assertThat(read("d.json", "{\n  \"x\": 1\n}\n{\n  \"x\": 2\n}\n")
                        .column("x")
                        .number(1))
                .isEqualTo(2);
        assertThat(read("e.json", "{\"x\": 1}\n{\"x\": NaN}\n{\"x\": Infinity}\n" + lines(30, "{\"x\": %d}"))
                        .column("x")
                        .missing(1))
                .isTrue();
    }

    @Test
    void aLabelInsideAFieldOfALogIsAColumnOfItsOwn() throws IOException {
        Records records = read("conn.log.labeled", """
                #separator \\x09
                #unset_field\t-
                #fields\tts\tid.orig_h\ttunnel_parents   label   detailed-label
                #types\ttime\taddr\tset[string]   string   string
                1532045000.5\t10.0.0.1\t-   Malicious   PartOfAHorizontalPortScan
                1532045001.5\t10.0.0.2\t(empty)   Benign   -
                """);
        assertThat(records.names()).containsExactly("ts", "id.orig_h", "tunnel_parents", "label", "detailed-label");
        assertThat(records.column("label").text(0)).isEqualTo("Malicious");
        assertThat(records.column("detailed-label").missing(1)).isTrue();
        assertThat(records.notes()).hasSize(1);
    }

    @Test
    void theBytesOfAnotherEncodingAreCutNowhere() throws IOException {
        String text = "a,b\n" + "\ud83d\ude00\u00e9,1\n".repeat(9000);
        Path path = folder.resolve("wide.csv");
        Files.write(path, text.getBytes(StandardCharsets.UTF_16));
        Records records = read(path, FileFormat.automatic()).records();
        assertThat(records.size()).isEqualTo(9000);
        assertThat(IntStream.range(0, 9000).mapToObj(records.column("a")::text).distinct())
                .containsExactly("\ud83d\ude00\u00e9");
    }
}

package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSourceTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("d.csv"), text);
    }

    private Records read(String text) throws IOException {
        return new FileSource(file(text)).read(Run.seeded(1));
    }

    private void refused(FileSource source, String... parts) {
        assertThatThrownBy(() -> source.read(Run.seeded(1)))
                .isInstanceOf(InputException.class)
                .message()
                .contains(parts)
                .hasSizeLessThan(300)
                .doesNotContain("Exception");
    }

    private void refused(String text, String... parts) throws IOException {
        refused(new FileSource(file(text)), parts);
    }

    @Test
    void readsNumbersAndTextsWithTheNamesOfTheFile() throws IOException {
        Records records = read("a b,\"x,\"\"y\"\"\",char_freq_;\n1,tcp,-2.5e3\n2,\"u\np\",?\n,,7\n");
        assertThat(records.names()).containsExactly("a b", "x,\"y\"", "char_freq_;");
        assertThat(records.column("a b").kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(records.column("a b").missing(2)).isTrue();
        assertThat(records.column("x,\"y\"").text(1)).isEqualTo("u\np");
        assertThat(records.column("x,\"y\"").missing(2)).isTrue();
        assertThat(records.column("char_freq_;").number(0)).isEqualTo(-2500);
        assertThat(records.column("char_freq_;").missing(1)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"\\n,','", "\\r\\n,','", "\\r,','", "\\n,;", "\\n,|", "\\n,T"})
    void findsLineEndsAndSeparators(String end, String separator) throws IOException {
        String lineEnd = end.replace("\\n", "\n").replace("\\r", "\r");
        String text = "a,b,c\n1,x y,3\n4,5 z,6\n"
                .replace("\n", lineEnd)
                .replace(",", separator.equals("T") ? "\t" : separator);
        Records records = read(text);
        assertThat(records.names()).containsExactly("a", "b", "c");
        assertThat(records.size()).isEqualTo(2);
        assertThat(records.column("c").number(1)).isEqualTo(6);
    }

    @Test
    void readsGzipAndACellOfAHundredThousandCharacters() throws IOException {
        String big = "ä".repeat(100_000);
        Path path = folder.resolve("d.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(("a,b\n1," + big + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Records records = new FileSource(path).read(Run.seeded(1));
        assertThat(records.column("b").text(0)).isEqualTo(big);
    }

    @Test
    void distinguishesAHeaderFromARow() throws IOException {
        assertThat(read("0,tcp,normal\n1,udp,bad\n").names()).containsExactly("column1", "column2", "column3");
        assertThat(read("0,1,label\n1,2,3\n").names()).containsExactly("0", "1", "label");
        assertThat(read("x,y\nu,v\n").names()).containsExactly("x", "y");
        FileFormat named = FileFormat.automatic().withNames(List.of("p", "q"));
        assertThat(new FileSource(file("p,q\n1,2\n"), named).read(Run.seeded(1)).size())
                .isEqualTo(1);
        assertThat(new FileSource(file("3,4\n1,2\n"), named).read(Run.seeded(1)).size())
                .isEqualTo(2);
    }

    /** pandas numbers columns that have no names. */
    @Test
    void readsNumberedColumnsBesideANameAsAHeaderAndSaysSo() throws IOException {
        String rows = "5,3,benign\n7,2,malicious\n".repeat(10);
        Records records = read("0,1,label\n" + rows);
        assertThat(records.names()).containsExactly("0", "1", "label");
        assertThat(records.size()).isEqualTo(20);
        assertThat(records.notes()).anyMatch(note -> note.contains("line 1 is read as the header"));
        assertThat(read(",0,1,label\n" + "9,5,3,benign\n".repeat(11)).names())
                .containsExactly("column1", "0", "1", "label");
        assertThat(read("0,1,benign\n" + rows).size()).isEqualTo(21);
        assertThat(read("0,2,label\n" + rows).size()).isEqualTo(21);
        assertThat(read("0,1,?\n" + rows).size()).isEqualTo(21);
        FileFormat labelled = FileFormat.automatic().withLabel(Optional.of("what"));
        assertThat(new FileSource(file("0,17,what\n5,3,benign\n"), labelled)
                        .read(Run.seeded(1))
                        .names())
                .containsExactly("0", "17", "what");
    }

    @Test
    void splitsDecimalCommasAtSemicolonsEvenWithoutAHeader() throws IOException {
        Records records = read("1,5;2,5;0\n2,7;3,1;1\n");
        assertThat(records.size()).isEqualTo(2);
        assertThat(records.column("column1").number(0)).isEqualTo(1.5);
        assertThat(records.column("column2").number(1)).isEqualTo(3.1);
        assertThat(read("1,5;x,0\n2,7;y,1\n").column("column2").text(0)).isEqualTo("5;x");
    }

    @Test
    void refusesRowsWrittenInAnotherWayThanOthers() throws IOException {
        FileSource.Read plain = new FileSource(file("a,b\n0.12,1\n0.5,2\n")).open();
        Path percents = Files.writeString(folder.resolve("percents.csv"), "a,b\n12%,1\n50%,2\n");
        FileSource.Read other = new FileSource(percents).open();
        assertThatThrownBy(() -> plain.refuseOtherwise(other, percents))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("percents.csv", "written differently", "a as percent");
        plain.refuseOtherwise(plain, percents);
    }

    @Test
    void refusesNumbersWithoutAPercentSignWhereTheTrainingRowsHaveOne() throws IOException {
        Path training = Files.writeString(folder.resolve("train.csv"), "a,b\n12%,1\n50%,2\n");
        CellFormat found = new FileSource(training).open().cells();
        Path shares = Files.writeString(folder.resolve("test.csv"), "a,b\n0.12,1\n30%,2\n");
        FileSource.Read test = new FileSource(shares, FileFormat.automatic().withCells(found)).open();
        assertThat(test.unsigned()).containsExactly(Map.entry("a", 1));
        assertThatThrownBy(() -> test.refuseUnsigned(List.of(), shares))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(
                        "column \"a\"", "no percent sign", "--numbers \"a=percent\"", "\"a=percent-share\"");
        test.refuseUnsigned(List.of("a"), shares);
    }

    @Test
    void refusesEvenOnePercentSignAmongManyNumbers() throws IOException {
        String rows = "0.3,1\n".repeat(199) + "30%,1\n";
        assertThatThrownBy(() -> read("a,b\n" + rows))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("1 of 200 numbers has a percent sign", "a=percent-share");
    }

    @Test
    void readsNumberedColumnsAloneAsAHeaderToo() throws IOException {
        Records records = read("0,1,2,3\n" + "5,3,8,1\n7,2,9,0\n".repeat(10));
        assertThat(records.names()).containsExactly("0", "1", "2", "3");
        assertThat(records.size()).isEqualTo(20);
        assertThat(records.notes()).anyMatch(note -> note.contains("line 1 is read as the header"));
        assertThat(read(",0,1,2\n" + "9,5,3,1\n".repeat(11)).names()).containsExactly("column1", "0", "1", "2");
        assertThat(read("1,2,3\n" + "5,3,1\n".repeat(11)).size()).isEqualTo(11);
        assertThat(read("1,2,3\n" + "5,3,1\n".repeat(5) + "1,2,3\n".repeat(6)).size())
                .isEqualTo(12);
        assertThat(read("0,1\n" + "5,3\n".repeat(11)).size()).isEqualTo(12);
        assertThat(read("5,3,1\n" + "5,3,1\n".repeat(11)).notes())
                .anyMatch(note -> note.contains("no header; columns are named column1, column2, column3"));
    }

    @Test
    void reportsPercentagesWithoutASign() throws IOException {
        FileFormat percent =
                FileFormat.automatic().withCells(CellFormat.UNKNOWN.withNumbers(Map.of("a", NumberStyle.PERCENT)));
        assertThat(new FileSource(file("a,b\n0.12,1\n0.5,2\n"), percent)
                        .read(Run.seeded(1))
                        .notes())
                .anyMatch(note -> note.contains("no value has a percent sign"));
        assertThat(new FileSource(file("a,b\n12%,1\n0.5,2\n"), percent)
                        .read(Run.seeded(1))
                        .notes())
                .noneMatch(note -> note.contains("no value has a percent sign"));
    }

    @Test
    void leavesOutIgnoredColumnsAndReadsTimes() throws IOException {
        Path path = file("t,who,junk\n1970-01-02 00:00:00,h1,9\n1970-01-01 00:01:00,h2,8\n");
        FileSource source = new FileSource(
                path, FileFormat.automatic().withIgnored(List.of("junk")), Optional.of("t"), Optional.of("who"));
        Records records = source.read(Run.seeded(1));
        assertThat(records.names()).containsExactly("t", "who");
        assertThat(records.time().orElseThrow().number(0)).isEqualTo(86_400);
        assertThat(records.source().orElseThrow().text(1)).isEqualTo("h2");
    }

    @Test
    void readsTheByteOrderMarkAndTrailingEmptyLines() throws IOException {
        Records records = read("\uFEFFa,b\n1,2\n\n\n");
        assertThat(records.names()).containsExactly("a", "b");
        assertThat(records.size()).isEqualTo(1);
    }

    @Test
    void offersTheNearestNameForAMissingFile() throws IOException {
        file("a,b\n1,2\n");
        refused(new FileSource(folder.resolve("d.cvs")), "d.cvs", "no such file", "did you mean \"d.csv\"");
        refused(new FileSource(Files.createDirectory(folder.resolve("none"))), "none", "no such file");
    }

    @Test
    void refusesFilesWithoutRows() throws IOException {
        refused("", "d.csv", "empty");
        refused("\n\n", "d.csv", "empty");
        refused("a,b\n", "d.csv", "header but no row");
    }

    /** Three hundred plain numbers and then something else, which only the whole file tells. */
    private Column late(String last) throws IOException {
        String rows = java.util.stream.IntStream.range(0, 300)
                .mapToObj(i -> i + ",a\n")
                .collect(java.util.stream.Collectors.joining());
        return read("x,y\n" + rows + last + ",b\n").column("x");
    }

    @Test
    void theTypeOfAColumnDependsOnAllItsValues() throws IOException {
        assertThat(late("7").number(300)).isEqualTo(7);
        assertThat(late("NA").number(300)).isNaN();
        assertThat(late("").number(300)).isNaN();
        assertThat(late("7").kind()).isEqualTo(Column.Kind.NUMBER);
        for (String text : List.of("many", "1_000", "0x10")) {
            Column column = late(text);
            assertThat(column.kind()).isEqualTo(Column.Kind.NUMBER);
            assertThat(column.number(299)).isEqualTo(299);
            assertThat(column.number(300)).isNaN();
        }
    }

    @Test
    void emptyLinesBetweenRowsAreSkippedAndCounted() throws IOException {
        Records records = new FileSource(file("a,b\n1,\"2\n3\"\n\n1,2\n\n\n5,6\n\n")).read(Run.seeded(1));
        assertThat(records.size()).isEqualTo(3);
        assertThat(records.column("a").number(2)).isEqualTo(5);
        assertThat(records.notes()).containsExactly("d.csv: 3 empty lines are skipped; the first is line 4");
        assertThat(new FileSource(file("a,b\n1,2\n\n")).read(Run.seeded(1)).notes())
                .isEmpty();
    }

    @Test
    void namesLineAndFieldOfErrors() throws IOException {
        refused("a,b\n1,2\n1,2,3\n", "line 3", "3 fields instead of 2");
        refused("a,b\n1,\"2\n3,4\n", "line 2", "is not closed");
        refused("a,b\n1,2\r3,4\n", "line 2", "ends in \\r but those before it in \\n");
        refused("a,b\n1,\"2\"x\n", "line 2", "closing quote");
        refused("a,b\n1,2\n3,\0\n", "line 3", "NUL byte");
    }

    @Test
    void aByteThatIsNotUtf8CostsItsRowWhereOtherRowsAreUtf8() throws IOException {
        Path path = folder.resolve("mixed.csv");
        byte[] latin = "1,gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf8 = "a,b\n2,gr\u00fcn\n".getBytes(StandardCharsets.UTF_8);
        byte[] both = java.util.Arrays.copyOf(utf8, utf8.length + latin.length);
        System.arraycopy(latin, 0, both, utf8.length, latin.length);
        Files.write(path, both);
        refused(new FileSource(path), "mixed.csv", "line 3", "byte 4", "UTF-8", "1 of 2 rows (50.0 %)");
    }

    @Test
    void saysWhichSeparatorWasExpected() throws IOException {
        refused("abc\n1\n2\n", "line 1", "only one column", "comma, tab");
        refused(
                new FileSource(file("a;b\n1;2\n"), FileFormat.automatic().withSeparator(',')),
                "separated by comma",
                "semicolon");
    }

    @Test
    void refusesATextWhereTheSchemaWantsANumber() throws IOException {
        FileFormat format = FileFormat.automatic().withKinds(Set.of("b"), Set.of());
        refused(
                new FileSource(file("a,b\n1,2\n3,4x\n5,6y\n"), format),
                "line 3",
                "field b",
                "\"4x\"",
                "is not a finite number",
                "2 of 3 rows");
        assertThat(read("a,b\n1,2\n3,4x\n").column("b").kind()).isEqualTo(Column.Kind.TEXT);
    }

    @Test
    void refusesATruncatedCompressedFile() throws IOException {
        Path path = folder.resolve("d.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("a,b\n1,2\n".repeat(50).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, java.util.Arrays.copyOf(bytes, bytes.length - 12));
        refused(new FileSource(path), "gzip", "truncated");
    }

    @Test
    void refusesAWrongNumberOfNames() throws IOException {
        refused(
                new FileSource(file("1,2,3\n"), FileFormat.automatic().withNames(List.of("p", "q"))),
                "3 fields",
                "2 columns are named");
    }

    @Test
    void percentagesWithoutASignAreCountedWhereAStyleIsStated() throws IOException {
        Path file = Files.writeString(folder.resolve("mixed.csv"), "a,b\n0.12,1\n30%,2\n5,3\n");
        for (NumberStyle style : List.of(NumberStyle.PERCENT, NumberStyle.PERCENT_SHARE)) {
            CellFormat stated = CellFormat.UNKNOWN.withNumbers(Map.of("a", style));
            assertThat(new FileSource(file, FileFormat.automatic().withCells(stated))
                            .open()
                            .records()
                            .notes())
                    .contains("mixed.csv: column \"a\": 2 of 3 percentages have no percent sign; they are read as "
                            + (style == NumberStyle.PERCENT
                                    ? "percent, so that 0.5 is 0.5 %"
                                    : "shares, so that 0.5 is 50 %")
                            + "; write them with the sign");
        }
    }

    @Test
    void listsOfJsonWithoutObjectsAreNoColumns() throws IOException {
        for (String rows : List.of("[1,2]\n[3,4]\n", "[[1, 2], [3, 4]]", "[\"a\", \"b\"]\n[\"c\", \"d\"]\n")) {
            assertThatThrownBy(() -> read(rows))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("is not a JSON object");
        }
        assertThat(read("[id],[size]\n1,2\n3,4\n").names()).containsExactly("[id]", "[size]");
    }
}

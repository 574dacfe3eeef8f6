package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could be taken for something else: cells, dates, headers and sizes. */
final class GuardedReadingTest {
    @TempDir
    private Path folder = Path.of("");

    private Records read(String name, String text) throws IOException {
        return read(name, text, FileFormat.automatic());
    }

    private Records read(String name, String text, FileFormat format) throws IOException {
        Path path = Files.writeString(folder.resolve(name), text);
        return new FileSource(path, format).open().records();
    }

    private static String lines(int count, String format) {
        return IntStream.range(0, count).mapToObj(i -> format.formatted(i)).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void aZoneWithoutAFormatIsRefused() throws IOException {
        Records records = read("d.csv", "t,x,label\n" + lines(40, "2024-05-01 12:00:%02d,1,a"));
        String schema =
                SchemaFile.text(SchemaInference.infer(records, Optional.of("label"), List.of("a"), Optional.empty())
                        .table());
        String time = "\ntime: {column: t, %s}\n";
        assertThatThrownBy(() -> SchemaFile.parse(schema + time.formatted("zone: Europe/Zurich"), "s.yaml"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("time.zone: state format too; zone has no effect without it");
        assertThat(SchemaFile.parse(schema + time.formatted("format: iso, zone: Europe/Zurich"), "s.yaml")
                        .cells()
                        .time())
                .contains(new TimeFormat("iso", "Europe/Zurich"));
    }

    @Test
    void percentSignsOnAllNumbersAreRemovedAndReported() throws IOException {
        Records records = read("d.csv", "x,y\n12%,1\n,1\n0.5 %,1\n" + lines(40, "%d%%,1"));
        Column x = records.column("x");
        assertThat(List.of(x.number(0), x.number(2), x.number(42))).containsExactly(12.0, 0.5, 39.0);
        assertThat(x.missing(1)).isTrue();
        assertThat(records.notes().toString()).contains("column \"x\" is read as numbers written as percent");
    }

    @Test
    void onePlainNumberAmongPercentSignsIsEnoughToAsk() {
        assertThatThrownBy(() -> read("d.csv", "x,y\n" + lines(40, "%d%%,1") + "0.5,1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("40 of 41 numbers have a percent sign")
                .hasMessageContaining("--numbers \"x=percent\" or --numbers \"x=percent-share\"");
    }

    @Test
    void onePercentSignAmongPlainNumbersIsEnoughToAsk() throws IOException {
        assertThatThrownBy(() -> read("d.csv", "x,y\n" + lines(40, "%d,1") + "50%,1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 42, field x: \"50%\": 1 of 41 numbers has a percent sign")
                .hasMessageContaining("--numbers \"x=percent\" or --numbers \"x=percent-share\"");
        FileFormat stated = FileFormat.automatic()
                .withCells(CellFormat.UNKNOWN.withNumbers(Map.of("x", NumberStyle.PERCENT_SHARE)));
        assertThat(read("e.csv", "x,y\n" + lines(40, "%d,1") + "50%,1\n", stated)
                        .column("x")
                        .number(40))
                .isEqualTo(0.5);
    }

    @Test
    void ambiguousDatesAreNeitherFeatureNorTime() throws IOException {
        String text = "when,x,label\n"
                + IntStream.range(0, 60)
                        .mapToObj(i -> "%02d/%02d/2020,%d,%s\n"
                                .formatted(1 + i % 12, 1 + i % 11, i % 7, i % 2 == 0 ? "a" : "b"))
                        .collect(Collectors.joining());
        Records records = read("d.csv", text);
        assertThat(records.column("when").kind()).isEqualTo(Column.Kind.TEXT);
        SchemaInference inferred = SchemaInference.infer(records, Optional.of("label"), List.of("a"), Optional.empty());
        assertThat(inferred.table().schema().names()).containsExactly("x");
        assertThat(inferred.found().toString())
                .contains("column \"when\" is left out: it contains dates whose day and month are ambiguous")
                .contains("--time \"when\" --time-format day-first or month-first");
        assertThatThrownBy(() -> new FileSource(
                                folder.resolve("d.csv"), FileFormat.automatic(), Optional.of("when"), Optional.empty())
                        .open())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("can be read in more than one way");
        Records told = read("e.csv", text + "13/01/2020,1,a\n");
        assertThat(told.column("when").kind()).isEqualTo(Column.Kind.TIME);
        assertThat(told.column("when").number(60)).isEqualTo(1578873600);
    }

    @Test
    void aLabelByPositionIsTheColumnThere() throws IOException {
        String text = "a,,label,\n" + lines(20, "%d,,-,") + lines(20, "%d,,1,");
        Records placed = read("d.csv", text, FileFormat.automatic().withLabel(Optional.of("#3")));
        assertThat(placed.names()).containsExactly("a", "column2", "label", "column4");
        assertThat(placed.column("label").text(0))
                .as("a label, not a missing number")
                .isEqualTo("-");
        Records named = read("d.csv", text, FileFormat.automatic().withLabel(Optional.of("label")));
        assertThat(named.names()).containsExactly("a", "label");
        assertThat(named.column("label").text(0)).isEqualTo("-");
    }

    @Test
    void aCommentIsTheHeaderOnlyAboveNumbers() throws IOException {
        assertThat(read("a.csv", "# bytes,label\n1,2\n3,4\n").names()).containsExactly("bytes", "label");
        assertThat(read("b.csv", "# \"bytes\",label\n1,2\n3,4\n").names()).containsExactly("bytes", "label");
        Records below = read("c.csv", "# made by exporter, version 2\nbytes,label\n1,2\n3,4\n");
        assertThat(below.names()).containsExactly("bytes", "label");
        assertThat(below.size()).isEqualTo(2);
        Records other = read("d.csv", "# one, two, three\n1,2\n3,4\n");
        assertThat(other.names()).as("of another number of fields").containsExactly("column1", "column2");
        assertThat(other.size()).isEqualTo(2);
    }

    @Test
    void aFileOfCommentsOnlyIsReportedEvenWithoutALastLineEnd() {
        for (String text : List.of("# made by exporter", "# made by exporter\n", "#", "# a\r\n# b\r")) {
            assertThatThrownBy(() -> read("d.csv", text))
                    .as(text)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("d.csv: contains only comments");
        }
    }

    @Test
    void libsvmIndicesBeyondTheLargestTableAreRefused() {
        assertThatThrownBy(() -> read("d.svm", "1 0:1 2147483647:2\n0 1:1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 rows of 2147483648 columns are too many");
        assertThatThrownBy(() -> read("e.svm", "1 1:1 2147483648:2\n0 1:1\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("e.svm, line 1: \"2147483648:2\" is not index:value");
    }

    @Test
    void objectsOfVeryManyDifferentFieldsAreNotATable() throws IOException {
        String most = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"f%d\": 1".formatted(i))
                .collect(Collectors.joining(", ", "{", "}\n"));
        assertThat(read("a.jsonl", most).names()).hasSize(10_000);
        assertThatThrownBy(() -> read("b.jsonl", most + "{\"g\": 1}\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "b.jsonl, line 2: the objects have more than 10,000 different fields, such as \"g\"");
        assertThat(read("c.jsonl", most + "{\"g\": 1}\n", FileFormat.automatic().withIgnored(List.of("f0")))
                        .names())
                .contains("g")
                .hasSize(10_000);
    }
}

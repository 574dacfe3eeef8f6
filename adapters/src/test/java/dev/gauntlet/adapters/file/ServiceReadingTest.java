package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In service values are read as the schema states, which training found out; nothing is guessed. */
class ServiceReadingTest {
    @TempDir
    Path folder;

    private static TableSchema table(List<Feature> features, CellFormat cells) {
        return new TableSchema(
                new Schema(features),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                cells.time().isPresent() ? Optional.of("t") : Optional.empty(),
                Optional.empty(),
                Set.of(),
                List.of(),
                cells);
    }

    private static Feature number(String name) {
        return Feature.real(name, 0, 1e9);
    }

    /** The numbers of a column, and why rows were rejected, in their order. */
    private record Read(List<Double> values, List<String> rejected) {}

    private Read read(TableSchema table, String column, String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        List<Double> values = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        try (RecordStream stream = new StreamSource(table, StreamSource.Format.AUTO, 100).open(file)) {
            for (Optional<Records> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
                stream.rejected().forEach(row -> rejected.add(row.line() + " " + row.reason()));
                Column read = batch.get().column(column);
                IntStream.range(0, read.size()).forEach(i -> values.add(read.number(i)));
            }
        }
        return new Read(values, rejected);
    }

    @Test
    void numbersAreReadInTheStyleOfTraining() throws IOException {
        TableSchema thousands =
                table(List.of(number("x")), CellFormat.UNKNOWN.withNumbers(Map.of("x", NumberStyle.THOUSANDS)));
        assertThat(read(thousands, "x", "a.csv", "x,y\n\"1,234\",1\n5,1\n").values())
                .containsExactly(1234.0, 5.0);
        TableSchema plain = table(List.of(number("x")), CellFormat.UNKNOWN);
        Read refused = read(plain, "x", "b.csv", "x,y\n\"1,234\",1\n5,1\n");
        assertThat(refused.values()).containsExactly(5.0);
        assertThat(refused.rejected()).containsExactly("2 x: \"1,234\" is not a finite number");
    }

    @Test
    void timesAreReadInTheFormatOfTrainingAndInNoOther() throws IOException {
        TableSchema dayFirst =
                table(List.of(number("x")), CellFormat.UNKNOWN.withTime(TimeFormat.of(TimeFormat.DAY_FIRST)));
        Read read = read(dayFirst, "t", "a.csv", "x,t\n1,01/02/2018\n2,2018-02-01\n3,1518597061\n");
        assertThat(read.values()).containsExactly(1517443200.0);
        assertThat(read.rejected())
                .containsExactly("3 t: \"2018-02-01\" is not a time", "4 t: \"1518597061\" is not a time");
        TableSchema millis =
                table(List.of(number("x")), CellFormat.UNKNOWN.withTime(TimeFormat.of(TimeFormat.MILLISECONDS)));
        assertThat(read(millis, "t", "b.csv", "x,t\n1,1518597061500\n").values())
                .containsExactly(1518597061.5);
        assertThat(read(millis, "t", "c.jsonl", "{\"x\": 1, \"t\": 1518597061500}\n")
                        .values())
                .containsExactly(1518597061.5);
        assertThat(read(
                                millis,
                                "t",
                                "d.log",
                                "#separator \\x09\n#fields\tx\tt\n#types\tdouble\ttime\n1\t1518597061.5\n")
                        .values())
                .as("a log of Zeek states seconds itself")
                .containsExactly(1518597061.5);
    }

    @Test
    void onlyComputedValuesBecomeMissingIfTheyAreOdd() throws IOException {
        TableSchema missing = table(List.of(number("x")), CellFormat.UNKNOWN.withOdd(OddCells.MISSING));
        Read read = read(missing, "x", "a.csv", "x,y\nInfinity,1\n1e308,1\n1(1),1\n2,1\n");
        assertThat(read.values()).containsExactly(Double.NaN, Double.NaN, 2.0);
        assertThat(read.rejected()).containsExactly("4 x: \"1(1)\" is not a finite number");
        TableSchema usual = table(List.of(number("x")), CellFormat.UNKNOWN);
        assertThat(read(usual, "x", "b.csv", "x,y\nInfinity,1\n1e308,1\n2,1\n").rejected())
                .hasSize(2);
    }

    @Test
    void whatLooksLikeACommentOrAHeaderIsRejectedAndNotSkipped() throws IOException {
        TableSchema table = table(List.of(number("x")), CellFormat.UNKNOWN);
        Read read = read(table, "x", "a.csv", "# made by a tool\nx,y\n1,a\n#2,b,c\nx,y\n3,d\n");
        assertThat(read.values()).containsExactly(1.0, 3.0);
        assertThat(read.rejected())
                .containsExactly("4 3 fields instead of 2, separated by comma", "5 repeats the header");
    }

    @Test
    void aListMustHaveTheLengthOfTraining() throws IOException {
        TableSchema table = table(List.of(number("h[0]"), number("h[1]")), CellFormat.UNKNOWN);
        Read read =
                read(table, "h[1]", "a.jsonl", "{\"h\": [1, 2]}\n{\"h\": [1]}\n{\"h\": [1, 2, 3]}\n{\"h\": [5, 6]}\n");
        assertThat(read.values()).containsExactly(2.0, 6.0);
        assertThat(read.rejected()).containsExactly("2 h: has 1 value instead of 2", "3 h: has 3 values instead of 2");
    }

    @Test
    void noFieldOfJsonAvoidsAVerdict() throws IOException {
        TableSchema table = table(List.of(number("x"), number("n.y"), number("h[0]")), CellFormat.UNKNOWN);
        String row = "{\"x\": %s, \"n\": {\"y\": 2}, \"h\": [3]%s}\n";
        Read read = read(
                table,
                "x",
                "a.jsonl",
                row.formatted("1", "")
                        + row.formatted("2", ", \"event_type\": \"alert\", \"timestamp\": 5")
                        + row.formatted("9", ", \"x\": 0")
                        + row.formatted("4", ", \"n.y\": 0")
                        + row.formatted("{\"a\": 9}", "")
                        + "{\"x\": 6, \"n\": 5, \"h\": [3]}\n"
                        + "{\"x\": 7, \"n\": {\"y\": 2}, \"h\": \"z\"}\n");
        assertThat(read.values()).containsExactly(1.0, 2.0);
        assertThat(read.rejected())
                .containsExactly(
                        "3 has a field twice: x",
                        "4 has a field twice: n.y",
                        "5 x: is an object instead of a value",
                        "6 n: is a value instead of an object",
                        "7 h: is a value instead of a list");
    }

    @Test
    void aFlowDetectorScoresOnlyFlowsOfSuricatasEvents() throws IOException {
        TableSchema flows = table(List.of(number("flow.bytes")), CellFormat.UNKNOWN);
        Read read = read(flows, "flow.bytes", "eve.json", """
                {"timestamp": "2026-01-01T00:00:00.0+0000", "event_type": "dns", "proto": "udp"}
                {"timestamp": "2026-01-01T00:00:01.0+0000", "event_type": "flow", "proto": "udp", "flow": {"bytes": 5}}
                """);
        assertThat(read.values()).containsExactly(5.0);
        assertThat(read.rejected()).isEmpty();
    }

    @Test
    void anEventOfAnUnknownKindIsUnjudgedInsteadOfLeftOut() throws IOException {
        TableSchema flows = table(List.of(number("flow.bytes")), CellFormat.UNKNOWN);
        String event = "{\"event_type\": %s, \"timestamp\": 5, \"flow\": {\"bytes\": 5}}\n";
        StringBuilder events = new StringBuilder();
        for (String kind : List.of("\"flow\"", "null", "7", "[\"dns\"]", "\"FLOW\"", "\"dns\"", "\"\\u001b[2J\"")) {
            events.append(event.formatted(kind));
        }
        Read read = read(flows, "flow.bytes", "eve.json", events.toString());
        assertThat(read.values()).containsExactly(5.0);
        assertThat(read.rejected())
                .containsExactly(
                        "2 event_type: is not a text",
                        "3 event_type: is not a text",
                        "4 event_type: is not a text",
                        "5 event_type: \"FLOW\" is no event type of Suricata",
                        "7 event_type: \"\\u001b[2J\" is no event type of Suricata");
    }

    @Test
    void invalidPercentagesAreRejected() throws IOException {
        TableSchema percent =
                table(List.of(number("x")), CellFormat.UNKNOWN.withNumbers(Map.of("x", NumberStyle.PERCENT)));
        Read read = read(percent, "x", "a.csv", "x,y\n60%,1\n%,1\nNA%,1\n-%,1\nNA,1\n");
        assertThat(read.values()).containsExactly(60.0, Double.NaN);
        assertThat(read.rejected())
                .containsExactly(
                        "3 x: \"%\" is not a finite number",
                        "4 x: \"NA%\" is not a finite number", "5 x: \"-%\" is not a finite number");
    }

    @Test
    void percentagesWithoutASignAreReported() throws IOException {
        TableSchema percent =
                table(List.of(number("x")), CellFormat.UNKNOWN.withNumbers(Map.of("x", NumberStyle.PERCENT)));
        assertThat(oddities(percent, "x,y\n60%,1\n5%,1\n")).isEmpty();
        assertThat(oddities(percent, "x,y\n0.6,1\n0.5,1\n5%,1\n"))
                .containsExactly("column \"x\": 2 of 3 percentages have no percent sign; they are read as percent, so"
                        + " that 0.5 is 0.5 %");
    }

    private List<String> oddities(TableSchema table, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("p.csv"), text);
        try (RecordStream stream = new StreamSource(table, StreamSource.Format.AUTO, 100).open(file)) {
            while (stream.next().isPresent()) {
                // Until its end.
            }
            return stream.oddities();
        }
    }

    @Test
    void unpairedSurrogatesAreRejected() throws IOException {
        TableSchema table = table(List.of(number("x"), Feature.category("c", List.of("a", "b"))), CellFormat.UNKNOWN);
        byte[] bytes = "\uFEFFx,c\n1,a\n2,bZ\n3,\uD83D\uDE00\n".getBytes(StandardCharsets.UTF_16LE);
        int z = new String(bytes, StandardCharsets.UTF_16LE).indexOf('Z');
        bytes[2 * z + 1] = (byte) 0xd8;
        Path file = Files.write(folder.resolve("u.csv"), bytes);
        try (RecordStream stream = new StreamSource(table, StreamSource.Format.AUTO, 100).open(file)) {
            Records records = stream.next().orElseThrow();
            assertThat(records.column("c").text(1)).isEqualTo("\uD83D\uDE00");
            assertThat(records.size()).isEqualTo(2);
            assertThat(stream.rejected())
                    .singleElement()
                    .extracting(RecordStream.Rejected::line)
                    .isEqualTo(3L);
        }
    }

    @Test
    void aListOfParquetMustHaveTheLengthOfTraining() throws Exception {
        Path file = folder.resolve("d.parquet");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute(
                    "copy (select * from (values ([1.0, 2.0]), ([1.0]), ([9.0, 1.0, 2.0]), ([5.0, 6.0])) t(h)) to '%s' (format parquet)"
                            .formatted(file));
        }
        TableSchema table = table(List.of(number("h[0]"), number("h[1]")), CellFormat.UNKNOWN);
        List<Double> values = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        try (RecordStream stream = new StreamSource(table, StreamSource.Format.AUTO, 100).open(file)) {
            for (Optional<Records> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
                stream.rejected().forEach(row -> rejected.add(row.row() + " " + row.reason()));
                Column read = batch.get().column("h[1]");
                IntStream.range(0, read.size()).forEach(i -> values.add(read.number(i)));
            }
        }
        assertThat(values).containsExactly(2.0, 6.0);
        assertThat(rejected).containsExactly("1 h: has 1 value instead of 2", "2 h: has 3 values instead of 2");
    }

    @Test
    void aSchemaKeepsHowValuesAreWritten() {
        CellFormat cells = new CellFormat(
                Optional.of(new TimeFormat("dd/MM/yyyy HH:mm:ss", "Europe/Zurich")),
                Map.of("x", NumberStyle.DECIMAL_COMMA),
                Optional.of(OddCells.SKIP));
        TableSchema table = table(List.of(number("x")), cells);
        assertThat(SchemaFile.parse(SchemaFile.text(table), "s.yaml").cells()).isEqualTo(cells);
        assertThat(SchemaFile.parse(SchemaFile.text(table), "s.yaml")).isEqualTo(table);
    }

    @Test
    void everyTypeThatSuricataLogsIsLeftOutAndItsObjectsAreNoTypes() throws IOException {
        TableSchema flows = table(List.of(number("flow.bytes")), CellFormat.UNKNOWN);
        StringBuilder events = new StringBuilder();
        for (String type : List.of("stream_tcp", "netflow", "packet", "snmp", "bittorrent_dht", "pop3", "arp")) {
            events.append("{\"event_type\": \"%s\", \"timestamp\": 5}\n".formatted(type));
        }
        events.append("{\"event_type\": \"flow\", \"timestamp\": 5, \"flow\": {\"bytes\": 5}}\n");
        for (String object : List.of("email", "verdict")) {
            events.append("{\"event_type\": \"%s\", \"timestamp\": 5}\n".formatted(object));
        }
        Read read = read(flows, "flow.bytes", "eve.json", events.toString());
        assertThat(read.values()).containsExactly(5.0);
        assertThat(read.rejected())
                .containsExactly(
                        "9 event_type: \"email\" is no event type of Suricata",
                        "10 event_type: \"verdict\" is no event type of Suricata");
    }
}

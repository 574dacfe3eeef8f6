package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamSourceTest {
    private static final TableSchema TABLE = new TableSchema(
            new Schema(List.of(
                    Feature.real("bytes", 0, 1e9),
                    Feature.category("proto", List.of("tcp", "udp")),
                    Feature.category("port", List.of("80", "443")))),
            List.of("bytes", "proto", "port", "note", "label"),
            List.of("note"),
            Optional.of("label"),
            List.of("good"),
            Optional.empty(),
            Optional.empty());

    @TempDir
    Path folder;

    /** All rows a stream gives, and all it rejects. */
    private record Drained(List<String> rows, List<RecordStream.Rejected> rejected, List<String> unused, int batches) {
        static Drained of(RecordStream stream) {
            List<String> rows = new ArrayList<>();
            List<RecordStream.Rejected> rejected = new ArrayList<>();
            int batches = 0;
            for (Optional<Records> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
                batches++;
                rejected.addAll(stream.rejected());
                Dataset data = TABLE.assembly().assemble(batch.get()).rows();
                for (int i = 0; i < data.size(); i++) {
                    rows.add("%d: %s %s %s"
                            .formatted(
                                    data.id(i),
                                    data.rows().get(i, 0),
                                    TABLE.schema().feature(1).text(data.rows().get(i, 1)),
                                    TABLE.schema().feature(2).text(data.rows().get(i, 2))));
                }
            }
            List<String> unused = stream.unused();
            stream.close();
            return new Drained(rows, rejected, unused, batches);
        }
    }

    private static StreamSource source(int batch) {
        return new StreamSource(TABLE, StreamSource.Format.AUTO, batch);
    }

    private Drained drained(String text) {
        return Drained.of(
                source(100).open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "standard input"));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static final String CSV = "port,proto,bytes,extra\n80,tcp,1,x\n443.0,udp,2.5e1,y\n443,icmp,,z\n";
    private static final String JSON = """
            {"port": 80, "proto": "tcp", "bytes": 1, "extra": {"deep": [1]}}
            {"port": "443", "proto": "udp", "bytes": 25}

            {"port": 443, "proto": "icmp", "bytes": null}
            """;
    private static final String ZEEK = """
            #separator \\x09
            #set_separator\t,
            #empty_field\t(empty)
            #unset_field\t-
            #fields\tport\tproto\tbytes\textra
            #types\tport\tenum\tcount\tstring
            80\ttcp\t1\tx
            443\tudp\t25\ty
            443\ticmp\t-\tz
            """;

    /** A log whose line of fields was lost. */
    @Test
    void rowsWithoutAHeaderAreRejectedEachByItself() {
        Drained zeek = drained("#separator \\x09\n#set_separator\t,\n80\ttcp\t1\tx\n443\tudp\t25\ty\n");
        assertThat(zeek.rows).isEmpty();
        assertThat(zeek.rejected)
                .hasSize(2)
                .allSatisfy(rejected -> assertThat(rejected.toString()).contains("is before the line #fields"));
    }

    /** A name that ends like an element of a list and is none. */
    @ParameterizedTest
    @ValueSource(strings = {"x]", "]", "x[1]]", "[0]"})
    void aBracketInANameOfAFieldIsPartOfIt(String name) throws IOException {
        Path file = file("odd.jsonl", "{\"%s\": 1, \"y\": 2}\n{\"%s\": 3, \"y\": 4}\n".formatted(name, name));
        assertThat(new FileSource(file).read(Run.seeded(1)).names()).contains(name, "y");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void everyFormatGivesTheSameRowsAtEverySizeOfBatch(int batch) throws IOException {
        for (String text : List.of(
                CSV,
                CSV.replace(",", "\t").replace("\n", "\r\n"),
                "\uFEFF" + CSV,
                JSON,
                "[" + JSON.strip().replace("\n\n", "\n").replace("}\n{", "},\n{") + "]",
                ZEEK)) {
            Drained found = Drained.of(source(batch).open(file("rows.txt", text)));
            assertThat(found.rows).as(text).containsExactly("0: 1.0 tcp 80", "1: 25.0 udp 443", "2: NaN ? 443");
            assertThat(found.rejected).isEmpty();
            assertThat(found.batches).isEqualTo((3 + batch - 1) / batch);
            assertThat(found.unused).hasSize(1).allMatch(name -> name.startsWith("extra"));
        }
    }

    @Test
    void parquetIsStreamedToo() throws IOException {
        Records records = new FileSource(file("rows.csv", CSV)).read(Run.seeded(1));
        RecordsFile.write(records, folder.resolve("rows.parquet"));
        assertThat(Drained.of(source(2).open(folder.resolve("rows.parquet"))).rows)
                .containsExactly("0: 1.0 tcp 80", "1: 25.0 udp 443", "2: NaN ? 443");
        Path broken = file("broken.parquet", "PAR1 and nothing else");
        assertThatThrownBy(() -> source(2).open(broken))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("broken.parquet: cannot be read");
    }

    @Test
    void compressedFilesAndStreamsAreDecompressed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(CSV.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = packed.toByteArray();
        Path path = Files.write(folder.resolve("rows.csv.gz"), bytes);
        assertThat(Drained.of(source(9).open(path)).rows).hasSize(3);
        assertThat(Drained.of(source(9).open(new ByteArrayInputStream(bytes), "standard input")).rows)
                .hasSize(3);
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 12);
        assertThatThrownBy(() -> Drained.of(source(9).open(new ByteArrayInputStream(cut), "standard input")))
                .hasMessageContaining("standard input: cannot be read");
    }

    @Test
    void severalFilesAreOneStreamWithContinuousIds() throws IOException {
        file("a.csv", CSV);
        file("b.csv", "proto,port,bytes\nudp,80,7\n");
        assertThat(Drained.of(source(2).open(folder)).rows).last().isEqualTo("3: 7.0 udp 80");
    }

    @Test
    void aFileWithoutAHeaderIsReadByTheSchemasColumns() {
        assertThat(drained("1,tcp,80,hello,good\n2,udp,443,bye,bad\n").rows)
                .containsExactly("0: 1.0 tcp 80", "1: 2.0 udp 443");
        assertThat(drained("1,tcp,80\n2,udp,443\n").rows).containsExactly("0: 1.0 tcp 80", "1: 2.0 udp 443");
    }

    @Test
    void aBadRowIsRejectedIndividually() {
        Drained csv =
                drained("bytes,proto,port\n1,tcp,80\n2,tcp\nabc,udp,80\n3,\"udp\",80,9\n1e999,tcp,80\n4,udp,443\n");
        assertThat(csv.rows).containsExactly("0: 1.0 tcp 80", "5: 4.0 udp 443");
        assertThat(csv.rejected)
                .extracting(one -> one.row() + " " + one.line() + " " + one.reason())
                .containsExactly(
                        "1 3 2 fields instead of 3, separated by comma",
                        "2 4 bytes: \"abc\" is not a finite number",
                        "3 5 4 fields instead of 3, separated by comma",
                        "4 6 bytes: \"1e999\" is not a finite number");
        Drained json = drained("""
                {"bytes": 1, "proto": "tcp", "port": 80}
                {"bytes": 1, "proto": "tcp",
                [1, 2]
                {"bytes": "many", "proto": "tcp", "port": 80}
                {"bytes": 4, "proto": "udp", "port": 443}
                """);
        assertThat(json.rows).containsExactly("0: 1.0 tcp 80", "4: 4.0 udp 443");
        assertThat(json.rejected).extracting(RecordStream.Rejected::line).containsExactly(2L, 3L, 4L);
        assertThat(json.rejected.get(0).reason()).startsWith("is not JSON: ");
        assertThat(json.rejected.get(2).reason()).isEqualTo("bytes: \"many\" is not a finite number");
        Drained zeek = drained(ZEEK + "80\ttcp\n80\ttcp\tmany\tx\n80\tudp\t9\tx\n");
        assertThat(zeek.rows).last().isEqualTo("5: 9.0 udp 80");
        assertThat(zeek.rejected)
                .extracting(one -> one.line() + " " + one.reason())
                .containsExactly("10 2 fields instead of 4", "11 bytes: \"many\" is not a finite number");
    }

    @Test
    void aStrayQuoteAffectsNoOtherRow() {
        Drained found = drained("bytes,proto,port\n1,\"tcp,80\n2,udp,80\n3,\"udp\",80\n4,\"a\nb\",443\n5,udp,\"80\n");
        assertThat(found.rows).containsExactly("1: 2.0 udp 80", "2: 3.0 udp 80", "3: 4.0 ? 443");
        assertThat(found.rejected).extracting(RecordStream.Rejected::line).containsExactly(2L, 7L);
    }

    @Test
    void invalidBytesRejectTheirLineOnly() {
        byte[] bytes = "bytes,proto,port\n1,tcp,80\n2,t?p,80\n3,udp,80\n".getBytes(StandardCharsets.UTF_8);
        bytes[30] = (byte) 0xff;
        Drained found = Drained.of(source(9).open(new ByteArrayInputStream(bytes), "standard input"));
        assertThat(found.rows).hasSize(2);
        assertThat(found.rejected)
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).endsWith("of the line is not UTF-8"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "byte,proto,port~1,tcp,80 | has no column \"bytes\", which the detector needs; did you mean \"byte\"?",
                "a,b~1,2 | has no column \"port\"",
                "{\"byte\": 1, \"proto\": \"tcp\", \"port\": 1} | did you mean \"byte\"?",
                "#separator \\x09~#fields\tbyte\tproto\tport~#types\tcount\tenum\tport~1\ttcp\t80 | did you mean \"byte\"?",
                "#separator | is empty",
                "@relation x~@attribute a numeric~@data~1 | ARFF",
                "x | only one column found",
            })
    void aTableWithOtherColumnsIsRefusedBeforeARowIsScored(String text, String problem) {
        String lines = text.strip().replace('~', '\n') + "\n";
        assertThatThrownBy(() -> drained(lines))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void anEmptyStreamIsRefusedAndAHeaderAloneHasNoRows() {
        assertThatThrownBy(() -> drained("")).hasMessageContaining("no input was received");
        assertThat(drained("bytes,proto,port\n").rows).isEmpty();
    }

    @Test
    void aListThatBreaksIsReadUpToThere() {
        RecordStream stream = source(9)
                .open(
                        new ByteArrayInputStream("[{\"bytes\": 1, \"proto\": \"tcp\", \"port\": 80},\n{\"bytes\": }]"
                                .getBytes(StandardCharsets.UTF_8)),
                        "standard input");
        assertThat(stream.next())
                .hasValueSatisfying(records -> assertThat(records.size()).isEqualTo(1));
        assertThatThrownBy(stream::next).hasMessageContaining("standard input, line 2: is not JSON");
    }

    @Test
    void absentColumnsOfLogsThatOmitUnsetFieldsAreNamed() {
        String log = "{\"ts\": 1.5, \"id.orig_h\": \"10.0.0.1\", \"proto\": \"udp\", \"port\": 80}\n";
        RecordStream stream =
                source(9).open(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), "standard input");
        assertThat(stream.next()).isPresent();
        assertThat(stream.absent()).containsExactly("bytes");
        assertThat(stream.unused()).containsExactly("ts", "id.orig_h");
        String foreign = "{\"ts\": 1.5, \"id.orig_h\": \"10.0.0.1\", \"query\": \"a.example\"}\n";
        assertThatThrownBy(() -> drained(foreign)).hasMessageContaining("has no column \"bytes\"");
    }

    @Test
    void aGrowingLogIsFollowedOverRotationAndTruncation() throws IOException {
        Path log = folder.resolve("conn.log");
        try (RecordStream stream = source(10).follow(log)) {
            assertThat(stream.next()).as("not there yet").isEmpty();
            Files.writeString(log, ZEEK.substring(0, ZEEK.length() - 3));
            assertThat(ids(stream)).containsExactly(0L, 1L);
            assertThat(stream.next()).as("half a line").isEmpty();
            append(log, "\tz\n80\tbroken\n80\ttcp\t3\tx\n");
            assertThat(ids(stream)).containsExactly(2L, 4L);
            assertThat(stream.rejected()).hasSize(1);
            append(log, "443\ttcp\t4\tx");
            Files.move(log, folder.resolve("conn.1.log"));
            assertThat(stream.next()).as("the new file is not there yet").isEmpty();
            append(folder.resolve("conn.1.log"), "\n443\ttcp\t5\tlate\n");
            Files.writeString(log, ZEEK);
            assertThat(ids(stream)).containsExactly(5L, 6L, 7L, 8L, 9L);
            Files.writeString(log, ZEEK.lines().limit(7).reduce("", (a, b) -> a + b + "\n"));
            assertThat(ids(stream)).as("cut and begun anew").containsExactly(10L);
            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void onlyLogsAreFollowed() throws IOException {
        RecordStream stream = source(10).follow(file("rows.csv", CSV));
        assertThatThrownBy(stream::next).hasMessageContaining("only Zeek's logs and JSON lines can be followed");
    }

    private static List<Long> ids(RecordStream stream) {
        Records records = stream.next().orElseThrow();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            ids.add(records.id(i));
        }
        return ids;
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    /** What is kept of each row, those rejected too, by their ids. */
    private static List<String> kept(RecordStream stream) {
        List<String> lines = new ArrayList<>();
        for (Optional<Records> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < batch.get().size(); i++) {
                ids.add(batch.get().id(i));
            }
            stream.rejected().forEach(one -> ids.add(one.row()));
            for (long id : ids.stream().sorted().toList()) {
                lines.add(id + ":"
                        + String.join(
                                "|",
                                stream.kept().of(id).stream()
                                        .map(text -> text.orElse("?"))
                                        .toList()));
            }
        }
        stream.close();
        return lines;
    }

    private StreamSource keeping(int batch, String... columns) {
        return new StreamSource(TABLE, StreamSource.Format.AUTO, batch, List.of(columns));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void keptColumnsHaveTheirOriginalTextInEveryFormat(int batch) throws IOException {
        for (String text : List.of(CSV, ZEEK)) {
            assertThat(kept(keeping(batch, "extra", "port", "bytes").open(file("rows", text))))
                    .containsExactly("0:x|80|1", text.equals(CSV) ? "1:y|443.0|2.5e1" : "1:y|443|25", "2:z|443|?");
        }
        assertThat(kept(keeping(batch, "proto", "bytes").open(file("rows", JSON))))
                .containsExactly("0:tcp|1", "1:udp|25", "2:icmp|?");
        Path parquet = folder.resolve("rows.parquet");
        RecordsFile.write(new FileSource(file("rows.csv", CSV)).read(Run.seeded(1)), parquet);
        assertThat(kept(keeping(batch, "extra", "proto").open(parquet)))
                .containsExactly("0:x|tcp", "1:y|udp", "2:z|icmp");
    }

    @Test
    void rejectedRowsKeepWhatCouldBeRead() throws IOException {
        String csv = "extra,port,proto,bytes\na,80,tcp,1\nb,80,tcp,1(1)\nc,80,tc\nd,80,tcp,4,5\n";
        assertThat(kept(keeping(100, "extra", "bytes", "proto").open(file("rows.csv", csv))))
                .containsExactly("0:a|1|tcp", "1:b|1(1)|tcp", "2:c|?|?", "3:?|?|?");
        String zeek = ZEEK.replace("443\tudp\t25\ty\n", "443\tudp\t25\n");
        assertThat(kept(keeping(100, "port", "bytes").open(file("conn.log", zeek))))
                .containsExactly("0:80|1", "1:443|?", "2:443|?");
        String json = """
                {"port": 80, "proto": "tcp", "bytes": 1}
                {"port": 81, "bytes": "1(1)", "proto": "udp"}
                {"port": 82, "proto": "tc
                """;
        assertThat(kept(keeping(100, "port", "proto").open(file("rows.jsonl", json))))
                .containsExactly("0:80|tcp", "1:81|udp", "2:82|?");
    }

    @Test
    void aMissingColumnToKeepIsRefusedWithTheNearestName() throws IOException {
        for (String text : List.of(CSV, ZEEK, JSON)) {
            assertThatThrownBy(() -> kept(keeping(100, "extr").open(file("rows", text))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("has no column \"extr\", which --keep names");
        }
    }
}

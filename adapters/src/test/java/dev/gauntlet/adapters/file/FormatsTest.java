package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.github.luben.zstd.Zstd;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of file that is not separated text. */
final class FormatsTest {
    private static final String ZEEK = """
            #separator \\x09
            #set_separator\t,
            #empty_field\t(empty)
            #unset_field\t-
            #path\tconn
            #open\t2024-05-01-00-00-00
            #fields\tts\tuid\tid.orig_h\tid.resp_p\tservice\tduration\tlocal_orig\ttunnel_parents
            #types\ttime\tstring\taddr\tport\tstring\tinterval\tbool\tset[string]
            1300475167.096535\tC1#x\t141.142.220.202\t5353\tdns\t-\tT\t(empty)
            1300475168.853899\tC2\t141.142.220.118\t53\t-\t0.5\tF\ta,b"
            #close\t2024-05-01-01-00-00
            """;
    private static final String EVE = """
            {"timestamp":"2017-10-31T12:00:00.5+0000","event_type":"flow","src_ip":"10.0.0.1","flow":{"pkts":5,"alerted":false}}
            {"timestamp":"2017-10-31T12:00:01.5+0000","event_type":"alert","src_ip":"10.0.0.9","alert":{"severity":2}}
            {"timestamp":"2017-10-31T12:00:02.5+0000","event_type":"flow","src_ip":"10.0.0.2","flow":{"pkts":7,"alerted":true}}
            """;

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Records read(Path path) {
        return new FileSource(path).read(Run.seeded(1));
    }

    private static List<Double> numbers(Records records, String column) {
        return IntStream.range(0, records.size())
                .mapToObj(records.column(column)::number)
                .toList();
    }

    private static List<String> texts(Records records, String column) {
        return IntStream.range(0, records.size())
                .mapToObj(records.column(column)::text)
                .toList();
    }

    @Test
    void zeekLogsStateTheirTypesTimesAndSources() throws IOException {
        Records records = read(file("conn.log", ZEEK));
        assertThat(numbers(records, "ts")).containsExactly(1300475167.096535, 1300475168.853899);
        assertThat(records.column("ts").kind()).isEqualTo(Column.Kind.TIME);
        assertThat(numbers(records, "local_orig")).containsExactly(1.0, 0.0);
        assertThat(records.column("duration").missing(0)).isTrue();
        assertThat(records.column("service").missing(1)).isTrue();
        assertThat(texts(records, "uid")).containsExactly("C1#x", "C2");
        assertThat(texts(records, "tunnel_parents")).containsExactly("", "a,b\"");
        assertThat(records.time().orElseThrow().name()).isEqualTo("ts");
        assertThat(records.source().orElseThrow().name()).isEqualTo("id.orig_h");
    }

    @Test
    void rotatedLogsAreReadInTheirOrderAndMayRepeatTheirHeader() throws IOException {
        Files.createDirectory(folder.resolve("logs"));
        file("logs/conn.02.log", ZEEK.replace("C1#x", "C3").replace("C2", "C4"));
        file("logs/conn.01.log", ZEEK + ZEEK.replace("C1#x", "C1b"));
        file("logs/.hidden", "nothing");
        assertThat(texts(read(folder.resolve("logs")), "uid")).containsExactly("C1#x", "C2", "C1b", "C2", "C3", "C4");
        assertThat(texts(read(folder.resolve("logs/conn.0[2-9].log")), "uid")).containsExactly("C3", "C4");
        assertThatThrownBy(() -> read(folder.resolve("logs/dns.*.log")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("dns.*.log: there is no such file");
    }

    @Test
    void filesOfOtherColumnsAreNotJoined() throws IOException {
        Files.createDirectory(folder.resolve("logs"));
        file("logs/a.csv", "x,y\n1,2\n");
        file("logs/b.csv", "x,z\n1,2\n");
        assertThatThrownBy(() -> read(folder.resolve("logs")))
                .hasMessageContaining("b.csv: has other columns")
                .hasMessageContaining("without [y], with [z]");
    }

    @Test
    void whatOneFileLeavesBlankIsMissingThere() throws IOException {
        Files.createDirectory(folder.resolve("logs"));
        file("logs/a.csv", "x,y\n1,\n");
        file("logs/b.csv", "x,y\n2,7\n");
        assertThat(numbers(read(folder.resolve("logs")), "y")).containsExactly(Double.NaN, 7.0);
        Files.createDirectory(folder.resolve("events"));
        file("events/a.json", "{\"x\": 1}\n");
        file("events/b.json", "{\"x\": 2, \"icmp\": 8}\n");
        assertThat(numbers(read(folder.resolve("events")), "icmp")).containsExactly(Double.NaN, 8.0);
    }

    @Test
    void aWideLibsvmFileAPrettyListAndAMarkAreTold() throws IOException {
        StringBuilder wide = new StringBuilder("+1");
        for (int j = 1; j <= 4000; j++) {
            wide.append(' ').append(j).append(":1");
        }
        assertThat(read(file("wide.libsvm", "\uFEFF" + wide + "\n")).names()).hasSize(4001);
        assertThat(numbers(read(file("pretty.json", "[\n  {\"x\": 1},\n  {\"x\": 2}\n]\n")), "x"))
                .containsExactly(1.0, 2.0);
        assertThat(read(file("mark.log", "\uFEFF" + ZEEK)).size()).isEqualTo(2);
    }

    @Test
    void aWrongPatternOrHeaderIsAClearError() throws IOException {
        assertThatThrownBy(() -> read(folder.resolve("flows[1.csv")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such file");
        for (String broken : List.of(
                ZEEK.replace("#separator \\x09", "#separator"), ZEEK.replace("#unset_field\t-", "#unset_field"))) {
            assertThatThrownBy(() -> read(file("z.log", broken))).isInstanceOf(InputException.class);
        }
    }

    @Test
    void aColumnThatIsTextInOneFileIsTextInAll() throws IOException {
        Files.createDirectory(folder.resolve("logs"));
        file("logs/a.csv", "x,y\n1,2\n");
        file("logs/b.csv", "y,x\ntcp,2\n");
        Records records = read(folder.resolve("logs"));
        assertThat(texts(records, "y")).containsExactly("2", "tcp");
        assertThat(numbers(records, "x")).containsExactly(1.0, 2.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5353\tdns|5353|line 9: 7 fields instead of 8",
                "1300475168.853899\t|noon\t|line 10: field ts: \"noon\" is not a time",
                "time\tstring\taddr|time\tstring|line 8: 7 types for 8 fields",
            })
    void aBrokenZeekLogIsRefusedWithItsLine(String part, String other, String message) throws IOException {
        Path path = file("conn.log", ZEEK.replace(part.replace("\\t", "\t"), other.replace("\\t", "\t")));
        assertThatThrownBy(() -> read(path)).isInstanceOf(InputException.class).hasMessageContaining(message);
    }

    @Test
    void flowsAreReadFromSuricatasEvents() throws IOException {
        Records records = read(file("eve.json", EVE));
        assertThat(numbers(records, "flow.pkts")).containsExactly(5.0, 7.0);
        assertThat(numbers(records, "flow.alerted")).containsExactly(0.0, 1.0);
        assertThat(records.names()).doesNotContain("alert.severity");
        assertThat(records.time().orElseThrow().number(0)).isCloseTo(1509451200.5, within(1e-6));
        assertThat(records.source().orElseThrow().text(1)).isEqualTo("10.0.0.2");
        String alerts = EVE.lines()
                .filter(line -> line.contains("\"alert\""))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> read(file("alerts.json", alerts.replace("alert\":{", "flowx\":{"))))
                .hasMessageContaining("contains no flow events but {alert=1}");
    }

    @Test
    void jsonIsReadAsAListOrByLineAndABadLineIsNamed() throws IOException {
        assertThat(numbers(read(file("a.json", "[{\"x\": 1}, {\"x\": 2.5}]")), "x"))
                .containsExactly(1.0, 2.5);
        assertThat(numbers(read(file("b.jsonl", "{\"x\": 1, \"s\": {\"y\": 3}}\n{\"x\": 2}\n")), "s.y"))
                .containsExactly(3.0, Double.NaN);
        assertThatThrownBy(() -> read(file("c.jsonl", "{\"x\": 1}\n{\"x\": 2}\n{\"x\": 1,,}\n")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("c.jsonl, line 3: is not JSON");
    }

    @Test
    void parquetKeepsItsTypes() throws Exception {
        Path path = folder.resolve("t.parquet");
        try (Connection connection = DuckRelation.open();
                Statement statement = connection.createStatement()) {
            statement.execute("copy (select * from (values (1, 'tcp', 2.5, true, timestamp '2024-01-01 00:00:00'), "
                    + "(null, null, 1e9, false, null)) as t(a, b, c, d, e)) to '" + path + "' (format parquet)");
        }
        Records records = read(path);
        assertThat(numbers(records, "a")).containsExactly(1.0, Double.NaN);
        assertThat(texts(records, "b")).containsExactly("tcp", "");
        assertThat(numbers(records, "d")).containsExactly(1.0, 0.0);
        assertThat(numbers(records, "e").get(0)).isEqualTo(1704067200.0);
        Files.write(path, new byte[] {'P', 'A', 'R', '1', 0, 0, 0});
        assertThatThrownBy(() -> read(path)).isInstanceOf(InputException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void arffNamesItsAttributesAndTheirValues() throws IOException {
        String text = """
                % a comment
                @RELATION r

                @attribute 'URL length' {-1, 0, 1}
                @attribute port numeric
                @attribute kind {web, 'e mail'}
                @data
                -1,80,web
                1,?,'e mail'
                """;
        Records records = read(file("a.arff", text));
        assertThat(numbers(records, "URL length")).containsExactly(-1.0, 1.0);
        assertThat(records.column("port").missing(1)).isTrue();
        assertThat(texts(records, "kind")).containsExactly("web", "e mail");
        assertThatThrownBy(() -> read(file("b.arff", text.replace("-1,80,web", "-1,80,ftp"))))
                .hasMessageContaining("b.arff, line 8: attribute kind: \"ftp\" is not one of [web, e mail]");
        assertThatThrownBy(() -> read(file("c.arff", text.replace("-1,80,web", "{1 80}"))))
                .hasMessageContaining("sparse rows are not supported");
        assertThatThrownBy(() -> read(file("d.arff", text.replace("-1,80,web", "-1,80"))))
                .hasMessageContaining("line 8: 2 values for 3 attributes");
    }

    @Test
    void libsvmRowsAreFilledWithZeros() throws IOException {
        Records records = read(file("a.libsvm", "+1 1:0.5 3:2\n-1 2:1e-3 # note\n"));
        assertThat(texts(records, "label")).containsExactly("+1", "-1");
        assertThat(numbers(records, "f1")).containsExactly(0.5, 0.0);
        assertThat(numbers(records, "f3")).containsExactly(2.0, 0.0);
        assertThatThrownBy(() -> read(file("b.libsvm", "+1 1:0.5 3:2\n-1 3:1 2:1\n")))
                .hasMessageContaining("b.libsvm, line 2: index 2 does not follow");
        assertThatThrownBy(() -> read(file("c.libsvm", "+1 1:1 2000000000:2\n".repeat(2))))
                .hasMessageContaining("are too many");
    }

    @Test
    void everyTextFormatMayBeCompressedByZstd() throws IOException {
        for (String text : List.of(ZEEK, "x,y\n1,2\n3,4\n", EVE)) {
            Path plain = file("plain", text);
            Path packed =
                    Files.write(folder.resolve("packed.zst"), Zstd.compress(text.getBytes(StandardCharsets.UTF_8)));
            assertThat(read(packed).digest()).isEqualTo(read(plain).digest());
        }
    }
}

package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvRecordsTest {
    private static final List<String> PIECES =
            List.of("a", "7.5", "", "ä€𝄞", "x y", "\"", "\n", "\r\n", ",", "long enough to cross several reads");

    @TempDir
    Path folder;

    /** A stream that hands out a few bytes at a time. */
    private static InputStream trickle(String text, int most) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] into, int from, int count) {
                return super.read(into, from, Math.min(count, most));
            }
        };
    }

    private static CsvRecords records(String text, int expected, int most) {
        return new CsvRecords(trickle(text, most), ',', expected, 100, false);
    }

    /** Each record with its line: its fields, or what is wrong with it. */
    private static List<String> read(String text, int expected, int most) throws IOException {
        List<String> read = new ArrayList<>();
        CsvRecords records = records(text, expected, most);
        while (records.next()) {
            read.add(records.line() + " "
                    + (records.flaw().isNone() ? "" : records.flaw().problem()));
        }
        return read;
    }

    @Test
    void whateverIsWrittenWithQuotesIsReadBack() throws IOException {
        Rng rng = Seed.of(3).rng();
        List<List<String>> written = new ArrayList<>();
        StringBuilder text = new StringBuilder("\uFEFF");
        for (int i = 0; i < 3000; i++) {
            List<String> record = new ArrayList<>();
            for (int j = 0; j < 3; j++) {
                String field = PIECES.get(rng.nextInt(PIECES.size())) + PIECES.get(rng.nextInt(PIECES.size()));
                boolean quoted = field.matches("(?s).*[\",\r\n].*") || rng.chance(0.2);
                record.add(field);
                text.append(j == 0 ? "" : ",").append(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
            }
            written.add(record);
            text.append(i == 2999 ? "" : rng.chance(0.5) ? "\n" : rng.chance(0.5) ? "\r\n" : "\r");
        }
        for (int most : new int[] {1, 7, 1 << 16}) {
            List<List<String>> found = new ArrayList<>();
            CsvRecords records = records(text.toString(), 3, most);
            while (records.next()) {
                assertThat(records.flaw().problem()).isEmpty();
                found.add(IntStream.range(0, 3).mapToObj(records::text).toList());
            }
            assertThat(found).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1 << 16})
    void aRecordThatIsWrongEndsWithItsFirstLine(int most) throws IOException {
        String fields = "3 fields instead of 2, separated by comma";
        assertThat(read("a,b\n1,\"2\n3,4\r\n\r\n5,6,7\r8,\"9\"x\n1,\"2\n\n3\"\n\"\"\"\"", 2, most))
                .containsExactly(
                        "1 ",
                        "2 text follows a closing quote; double a quote that belongs to the text",
                        "3 ",
                        "4 ",
                        "5 " + fields,
                        "6 text follows a closing quote; double a quote that belongs to the text",
                        "7 ",
                        "10 1 field instead of 2, separated by comma");
        assertThat(read("a,b\n1,\"2\n3,4\n5,6\n", 2, most))
                .containsExactly("1 ", "2 a quote is not closed", "3 ", "4 ");
        assertThat(read("a,\"" + "\n".repeat(200) + "\"\n", 2, most).get(0)).isEqualTo("1 a quote is not closed");
    }

    @Test
    void invalidBytesAreNamed() throws IOException {
        assertThat(read("a,b\n\"x\ny\",\0\n1,2\n", 2, 5))
                .containsExactly("1 ", "2 contains a NUL byte", "3 contains a NUL byte", "4 ");
    }

    private Column column(String rows) throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"), "x,y\n" + rows);
        return new FileSource(file).read(Run.seeded(1)).column("x");
    }

    @Test
    void originalTextIsKeptHoweverLateTheColumnTurnsOutToBeText() throws IOException {
        for (String first : List.of("1.50", "NA", " 7", "inf", "\"1\"")) {
            Column column = column(first + ",1\n,1\ntcp,1\n");
            assertThat(column.kind()).isEqualTo(Column.Kind.TEXT);
            assertThat(column.text(0)).isEqualTo(first.replace("\"", ""));
            assertThat(column.missing(1)).isTrue();
            assertThat(column.text(2)).isEqualTo("tcp");
        }
        Column marks = column("NA,1\n,1\n?,1\n");
        assertThat(marks.kind()).isEqualTo(Column.Kind.TEXT);
        assertThat(marks.text(0)).isEqualTo("NA");
        assertThat(marks.text(2)).isEqualTo("?");
        assertThat(column("ä,1\n7,1\n").text(0)).isEqualTo("ä");
        assertThat(column("7,1\nä,1\n").text(1)).isEqualTo("ä");
    }

    @Test
    void blanksAroundANumberDoNotCount() throws IOException {
        Column column = column(" 7 ,1\n NA,1\n-0.5,1\n");
        assertThat(column.kind()).isEqualTo(Column.Kind.NUMBER);
        assertThat(column.number(0)).isEqualTo(7);
        assertThat(column.number(1)).isNaN();
        assertThat(column.number(2)).isEqualTo(-0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-01 12:30:00, 1714566600",
        "2024/5/1 12:30, 1714566600",
        "2024-05-01T14:30:00+02, 1714566600",
        "2024-05-01 12:30:00 UTC, 1714566600",
        "2024-05-01 12:30:00.123456, 1714566600.123456",
        "1969-12-31 23:59:59.5, -0.5",
        "1714566600, 1714566600"
    })
    void timesAreSecondsWhereverTheyAreRead(String written, double seconds) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "t,y\n" + written + ",1\n,2\n");
        Records records =
                new FileSource(file, FileFormat.automatic(), Optional.of("t"), Optional.empty()).read(Run.seeded(1));
        assertThat(records.column("t").number(0)).isEqualTo(seconds);
        assertThat(records.column("t").missing(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2024-13-01", "5/1/2024", "inf"})
    void invalidTimesAreRefused(String written) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "t,y\n1,1\n" + written + ",2\n");
        FileSource source = new FileSource(file, FileFormat.automatic(), Optional.of("t"), Optional.empty());
        assertThatThrownBy(() -> source.read(Run.seeded(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "t.csv, line 3, field t: \"" + written + "\": is not a time; write seconds since 1970");
    }
}

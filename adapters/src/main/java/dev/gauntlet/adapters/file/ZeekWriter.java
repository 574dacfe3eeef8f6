package dev.gauntlet.adapters.file;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Writes connections as Zeek's {@code conn.log} in its text format: its fields in its order, without those that the
 * records lack. Missing values, and the text {@code -}, are unset. Times and durations have six decimals, as Zeek
 * writes them.
 *
 * @see <a href="https://docs.zeek.org/en/master/logs/conn.html">Zeek's description of conn.log</a>
 */
public final class ZeekWriter {
    private static final String UNSET = "-";
    private static final DateTimeFormatter OPENED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Field(String name, String type) {}

    private static final List<Field> FIELDS = List.of(
            new Field("ts", "time"),
            new Field("uid", "string"),
            new Field("id.orig_h", "addr"),
            new Field("id.orig_p", "port"),
            new Field("id.resp_h", "addr"),
            new Field("id.resp_p", "port"),
            new Field("proto", "enum"),
            new Field("service", "string"),
            new Field("duration", "interval"),
            new Field("orig_bytes", "count"),
            new Field("resp_bytes", "count"),
            new Field("conn_state", "string"),
            new Field("orig_pkts", "count"),
            new Field("resp_pkts", "count"));

    private ZeekWriter() {}

    /**
     * Writes the records in order, compressed by gzip if the name ends in {@code .gz}; the same records give the same
     * bytes.
     *
     * @param records at least one, with a column {@code ts}; columns that are not in conn.log are left out
     */
    public static void write(Records records, Path path) {
        List<Field> fields = FIELDS.stream()
                .filter(field -> records.find(field.name).isPresent())
                .toList();
        WholeFile.write(path, out -> {
            if (!String.valueOf(path.getFileName()).endsWith(".gz")) {
                log(records, fields, out);
                return;
            }
            GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
            log(records, fields, packed);
            packed.finish();
        });
    }

    private static void log(Records records, List<Field> fields, OutputStream to) throws IOException {
        Writer out = new OutputStreamWriter(to, StandardCharsets.UTF_8);
        Column times = records.column("ts");
        out.write("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n");
        out.write("#open\t" + day(times.number(0)) + "\n#fields");
        for (Field field : fields) {
            out.write('\t' + field.name);
        }
        out.write("\n#types");
        for (Field field : fields) {
            out.write('\t' + field.type);
        }
        out.write('\n');
        List<Column> columns =
                fields.stream().map(field -> records.column(field.name)).toList();
        for (int i = 0; i < records.size(); i++) {
            for (int k = 0; k < columns.size(); k++) {
                out.write(k == 0 ? "" : "\t");
                out.write(value(columns.get(k), fields.get(k).type, i));
            }
            out.write('\n');
        }
        out.write("#close\t" + day(times.number(records.size() - 1)) + '\n');
        out.flush();
    }

    private static String day(double seconds) {
        return OPENED.format(Instant.ofEpochSecond((long) seconds));
    }

    private static String value(Column column, String type, int i) {
        if (column.missing(i)) {
            return UNSET;
        }
        return switch (type) {
            case "time", "interval" -> seconds(column.number(i));
            default -> escaped(column.text(i));
        };
    }

    /** Formats seconds with six decimals, which is lossless for values read from six decimals. */
    private static String seconds(double value) {
        long micros = Math.round(value * 1e6);
        String places =
                Long.toString(1_000_000 + Math.floorMod(micros, 1_000_000L)).substring(1);
        return Math.floorDiv(micros, 1_000_000L) + "." + places;
    }

    /** Escapes control characters as Zeek does, so that none ends a field or a line. */
    private static String escaped(String text) {
        if (text.chars().allMatch(c -> c >= ' ')) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c < ' ') {
                escaped.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}

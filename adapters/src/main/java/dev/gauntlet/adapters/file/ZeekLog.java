package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Zeek log in its own text form: header lines say how fields are separated, what they are called and of which type
 * they are. A header may stand again in the middle, where Zeek was restarted. Times are seconds since 1970, booleans 1
 * and 0, sets and vectors texts; an unset field is missing and so is an empty one.
 *
 * @see <a href="https://docs.zeek.org/en/master/log-formats.html">Zeek's description of its log formats</a>
 */
final class ZeekLog {
    private final TextFile file;
    private final List<String> ignored;
    private final ZeekHeader header = new ZeekHeader();
    private final Map<String, ColumnBuilder> columns = new HashMap<>();
    private List<ColumnBuilder> order = new ArrayList<>();
    private int line;
    private int rows;

    private ZeekLog(TextFile file, List<String> ignored) {
        this.file = file;
        this.ignored = ignored;
    }

    /** Reads the whole log; connections are from {@code id.orig_h} at {@code ts}. */
    static Table read(TextFile file, List<String> ignored) {
        ZeekLog log = new ZeekLog(file, ignored);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8.newDecoder()), 1 << 16)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                log.line++;
                log.take(TextFile.withoutMark(text, log.line));
            }
        } catch (java.nio.charset.CharacterCodingException e) {
            throw log.refuse("is not UTF-8; Zeek writes UTF-8, so the file may be damaged");
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        if (log.rows == 0) {
            throw new InputException(file.path() + ": there is a header but no row below it; add rows");
        }
        return new Table(
                log.order.stream().map(ColumnBuilder::build).toList(),
                log.named("ts"),
                log.named("id.orig_h"),
                false,
                List.of());
    }

    private Optional<String> named(String name) {
        return columns.containsKey(name) ? Optional.of(name) : Optional.empty();
    }

    private void take(String text) {
        if (text.startsWith("#")) {
            header(text);
        } else if (!text.isEmpty()) {
            row(header.split(text));
        }
    }

    private void header(String text) {
        try {
            if (header.take(text)) {
                typed();
            }
        } catch (IllegalArgumentException e) {
            throw refuse(String.valueOf(e.getMessage()));
        }
    }

    private void typed() {
        List<String> fields = header.fields();
        List<ColumnBuilder> next = new ArrayList<>();
        for (int j = 0; j < fields.size(); j++) {
            String name = fields.get(j);
            if (ignored.contains(name)) {
                continue;
            }
            Column.Kind kind = ZeekHeader.kind(header.types().get(j));
            ColumnBuilder column = columns.get(name);
            if (column == null && rows > 0) {
                throw refuse("a header in the middle names a new field \"" + name + "\"; read the logs apart");
            }
            next.add(column == null ? new ColumnBuilder(name, kind) : column);
        }
        if (rows > 0 && next.size() != order.size()) {
            throw refuse("a header in the middle names other fields than the one before; read the logs apart");
        }
        order = next;
        next.forEach(column -> columns.put(column.name(), column));
    }

    private void row(List<String> values) {
        List<String> fields = header.fields();
        if (!header.isComplete()) {
            throw refuse("a row stands before the lines #fields and #types");
        }
        if (values.size() != fields.size()) {
            throw refuse("%d fields instead of %d".formatted(values.size(), fields.size()));
        }
        int next = 0;
        for (int j = 0; j < values.size(); j++) {
            if (ignored.contains(fields.get(j))) {
                continue;
            }
            ColumnBuilder column = order.get(next++);
            String value = values.get(j);
            boolean missing = header.isMissing(value);
            if (column.numeric()) {
                column.number(
                        missing
                                ? Double.NaN
                                : number(fields.get(j), header.types().get(j), value));
            } else {
                column.text(missing ? "" : value);
            }
        }
        rows++;
    }

    private double number(String field, String type, String value) {
        double number = ZeekHeader.number(type, value);
        if (Double.isFinite(number)) {
            return number;
        }
        throw refuse("field %s: \"%s\" is no %s".formatted(field, value, type));
    }

    private InputException refuse(String problem) {
        return new InputException("%s, line %d: %s".formatted(file.path(), line, problem));
    }
}

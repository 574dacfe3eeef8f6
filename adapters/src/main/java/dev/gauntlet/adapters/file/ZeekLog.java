package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Zeek log in Zeek's own text format: header lines state the separators, field names and types. A header may be
 * repeated if Zeek was restarted. Times are seconds since 1970, Booleans 1 and 0, sets and vectors are text; unset and
 * empty fields are missing. A row that cannot be read is left out and counted.
 *
 * @see <a href="https://docs.zeek.org/en/master/log-formats.html">Zeek's description of its log formats</a>
 */
final class ZeekLog {
    private final TextFile file;
    private final List<String> ignored;
    private final BadRows bad;
    private final CellTable cells;
    private final ZeekHeader header = new ZeekHeader();
    /** The columns in the order of the first header; numbers are in {@link #numbers}, all others here. */
    private final Map<String, ColumnBuilder> texts = new HashMap<>();

    private final Map<String, CellColumn> numbers = new LinkedHashMap<>();
    private List<String> order = List.of();
    private long line;
    private int rows;

    private ZeekLog(TextFile file, FileFormat format) {
        this.file = file;
        ignored = format.ignored();
        bad = new BadRows(file.name(), format.mostBad());
        cells = new CellTable(file, format, "line");
    }

    /** Reads the whole log; the source of connections is {@code id.orig_h}, their time {@code ts}. */
    static Table read(TextFile file, FileFormat format) {
        ZeekLog log = new ZeekLog(file, format);
        try (Lines lines = new StreamLines(new BufferedInputStream(file.open(), 1 << 16), false)) {
            for (Lines.Line next = lines.next(); next != null; next = lines.next()) {
                log.line = next.number();
                if (next.isBroken()) {
                    log.reject(next.problem());
                } else {
                    log.take(TextFile.withoutMark(next.text(), (int) Math.min(2, next.number())));
                }
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        return log.table();
    }

    private Table table() {
        List<Note> notes = new ArrayList<>(Note.others(file.notes()));
        notes.addAll(bad.report(rows));
        if (rows == 0) {
            throw new InputException(file.path() + ": there is a header but no row below it; add rows");
        }
        Map<String, Column> built = new HashMap<>();
        cells.build(List.copyOf(numbers.values()), again -> {
                    throw new IllegalStateException("what a log says is kept");
                })
                .forEach(column -> built.put(column.name(), column));
        texts.forEach((name, column) -> built.put(name, column.build()));
        bad.refuseFlaws(cells, rows);
        notes.addAll(Note.others(header.notes(file.name())));
        notes.addAll(cells.notes());
        return new Table(
                order.stream().map(built::get).toList(),
                named("ts"),
                named("id.orig_h"),
                false,
                notes,
                cells.cells(),
                cells.flaws(),
                cells.odd(),
                cells.unsigned());
    }

    private Optional<String> named(String name) {
        return Optional.of(name).filter(order::contains);
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
            throw new InputException("%s: %s".formatted(place(), e.getMessage()));
        }
    }

    private void typed() {
        List<String> names =
                header.fields().stream().filter(name -> !ignored.contains(name)).toList();
        if (rows > 0 && (names.size() != order.size() || !order.containsAll(names))) {
            throw new InputException(
                    "%s: the header names other fields than the header before it; read the logs one by one"
                            .formatted(place()));
        }
        if (rows > 0) {
            return;
        }
        order = names;
        for (int j = 0; j < header.fields().size(); j++) {
            String name = header.fields().get(j);
            Column.Kind kind = ZeekHeader.kind(header.types().get(j));
            if (ignored.contains(name)) {
                continue;
            }
            if (kind == Column.Kind.NUMBER) {
                numbers.put(name, cells.column(name, j, Optional.empty()));
            } else {
                texts.put(name, new ColumnBuilder(name, kind));
            }
        }
    }

    private void row(List<String> values) {
        if (header.fields().isEmpty()) {
            throw new InputException(place() + ": there is a row before the line #fields");
        }
        if (header.assumesTexts()) {
            typed();
        }
        List<String> fields = header.fields();
        if (values.size() != fields.size()) {
            reject(Plural.format("%d field[s] instead of %d", values.size(), fields.size()));
            return;
        }
        for (int j = 0; j < values.size(); j++) {
            String value = values.get(j);
            if (header.types().get(j).equals("time")
                    && !header.isMissing(value)
                    && !Double.isFinite(ZeekHeader.number("time", value))) {
                reject("field %s: \"%s\" is not a time".formatted(fields.get(j), CellColumn.shown(value)));
                return;
            }
        }
        for (int j = 0; j < values.size(); j++) {
            put(fields.get(j), header.types().get(j), values.get(j));
        }
        rows++;
    }

    private void put(String field, String type, String value) {
        boolean missing = header.isMissing(value);
        CellColumn number = numbers.get(field);
        ColumnBuilder other = texts.get(field);
        if (number != null && missing) {
            number.missing();
        } else if (number != null) {
            double read = ZeekHeader.number(type, value);
            if (Double.isFinite(read)) {
                number.cell(read, line);
            } else {
                number.cell(value, line);
            }
        } else if (other != null && other.numeric()) {
            other.number(missing ? Double.NaN : ZeekHeader.number(type, value));
        } else if (other != null) {
            other.text(missing ? "" : value);
        }
    }

    private void reject(String problem) {
        bad.reject(place(), problem);
    }

    private String place() {
        return "%s, line %d".formatted(file.path(), line);
    }
}

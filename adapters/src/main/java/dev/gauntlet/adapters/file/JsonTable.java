package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/**
 * JSON as a table: one object per line, concatenated objects, or a list of objects. Nested fields get dotted names; a
 * list of numbers with the same length in every row becomes columns such as {@code histogram[0]}. From Suricata's
 * {@code eve.json}, which contains events of many kinds, one kind is read. A line that is not JSON is left out and
 * counted.
 */
final class JsonTable {
    static final String FLOW = "flow";

    private static final int MOST_COLUMNS = 10_000;

    private static final String EVENT = "event_type";

    private final TextFile file;
    private final FileFormat format;
    private final Optional<String> time;
    private final String event;
    private final BadRows bad;
    private final CellTable cells;
    private final Map<String, CellColumn> columns = new LinkedHashMap<>();
    private final JsonShape shape;
    private final TreeMap<String, Integer> events = new TreeMap<>();
    /** Whether the first object is a Suricata event, so that other kinds of events are left out. */
    private boolean isEvents;

    private int rows;

    private JsonTable(TextFile file, FileFormat format, Optional<String> time, String event, JsonShape shape) {
        this.file = file;
        this.format = format;
        this.time = time;
        this.event = event;
        this.shape = shape;
        bad = new BadRows(file.name(), format.mostBad());
        cells = new CellTable(file, format, "line");
    }

    static Table read(TextFile file, FileFormat format, Optional<String> time, String event) {
        JsonShape shape = new JsonShape();
        while (true) {
            JsonTable table = new JsonTable(file, format, time, event, shape);
            table.pass();
            if (!shape.changed()) {
                return table.table();
            }
        }
    }

    private Table table() {
        if (rows == 0 && !events.isEmpty()) {
            throw new InputException(
                    "%s: contains no %s events but %s; have Suricata log them".formatted(file.path(), event, events));
        }
        List<Note> notes = new ArrayList<>(Note.others(file.notes()));
        if (!events.isEmpty()) {
            notes.add(Note.other(Plural.format(
                    "%s: %,d event[s] of other kinds than %s [is|are] left out: %s",
                    file.name(),
                    events.values().stream().mapToInt(count -> count).sum(),
                    event,
                    events)));
        }
        notes.addAll(bad.report(rows));
        notes.addAll(Note.others(shape.notes(file.name())));
        if (rows == 0) {
            throw new InputException(file.path() + ": has no rows");
        }
        if (columns.isEmpty()) {
            throw new InputException(file.path() + ": no object has a value");
        }
        List<Column> built = cells.build(List.copyOf(columns.values()), again -> {
            throw new IllegalStateException("what JSON says is kept");
        });
        bad.refuseFlaws(cells, rows);
        notes.addAll(cells.notes());
        return Table.of(built, true, notes, cells);
    }

    private void pass() {
        byte[] head = file.head(1 << 16);
        String first = new String(head, java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
        isEvents = first.contains("\"" + EVENT + "\"") && first.contains("\"timestamp\"");
        boolean list = new String(head, java.nio.charset.StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .stripLeading()
                .startsWith("[");
        try (InputStream in = new BufferedInputStream(file.open(), 1 << 16)) {
            if (list || isSpread()) {
                stream(in, list);
            } else {
                lines(new StreamLines(in, false));
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /** Whether the first object continues after its first line, and the next line is not an object of its own. */
    private boolean isSpread() throws IOException {
        try (Lines lines = new StreamLines(file.open(), false)) {
            return JsonShape.isOpen(filled(lines)) && !JsonShape.isWhole(filled(lines));
        }
    }

    private static String filled(Lines lines) throws IOException {
        Lines.Line line = lines.next();
        while (line != null && line.text().isBlank()) {
            line = lines.next();
        }
        return line == null ? "" : TextFile.withoutMark(line.text(), 1).strip();
    }

    private void lines(Lines lines) throws IOException {
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            String text = TextFile.withoutMark(line.text(), (int) Math.min(2, line.number()));
            if (line.isBroken()) {
                bad.reject(place(line.number()), line.problem());
            } else if (!text.isBlank()) {
                line(text, line.number());
            }
        }
    }

    private void line(String text, long number) {
        try (JsonParser parser = JsonFields.parser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                bad.reject(place(number), "is not a JSON object");
                return;
            }
            JsonShape.Row row = shape.row(parser);
            if (parser.nextToken() != null) {
                bad.reject(place(number), "more follows the JSON object");
                return;
            }
            take(row, number);
        } catch (JacksonException e) {
            bad.reject(place(number), JsonFields.problem(e));
        }
    }

    /** Reads concatenated objects or a list; nothing can be read after a syntax error. */
    private void stream(InputStream in, boolean list) {
        try (JsonParser parser = JsonFields.JSON.createParser(ObjectReadContext.empty(), in)) {
            if (list) {
                parser.nextToken();
            }
            for (JsonToken token = parser.nextToken();
                    token != null && token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                long line = parser.currentTokenLocation().getLineNr();
                if (token != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    bad.reject(place(line), "is not a JSON object");
                } else {
                    take(shape.row(parser), line);
                }
            }
            if (list && parser.currentToken() != JsonToken.END_ARRAY) {
                throw new InputException(file.path() + ": the list does not end; the file may be truncated");
            }
        } catch (JacksonException e) {
            throw new InputException("%s, line %d: %s; what follows cannot be read"
                    .formatted(
                            file.path(),
                            Optional.ofNullable(e.getLocation())
                                    .map(TokenStreamLocation::getLineNr)
                                    .orElse(0),
                            JsonFields.problem(e)));
        }
    }

    private void take(JsonShape.Row row, long line) {
        Set<String> names = new HashSet<>();
        Map<String, Object> values = new LinkedHashMap<>();
        for (JsonShape.Cell cell : row.cells()) {
            if (!names.add(cell.name())) {
                bad.reject(place(line), "has the field \"%s\" twice".formatted(cell.name()));
                return;
            }
            values.put(cell.name(), cell.value());
        }
        if (isEvents && values.get(EVENT) instanceof String name && !name.equals(event)) {
            events.merge(name, 1, Integer::sum);
            return;
        }
        values.forEach((name, value) -> put(name, value, line));
        rows++;
        columns.values().stream().filter(column -> column.size() < rows).forEach(CellColumn::missing);
    }

    private void put(String name, Object value, long line) {
        if (JsonShape.isIgnored(name, format.ignored())) {
            return;
        }
        if (columns.size() >= MOST_COLUMNS && !columns.containsKey(name)) {
            throw new InputException(
                    "%s: the objects have more than %,d different fields, such as \"%s\"; a table needs the same fields in every row"
                            .formatted(place(line), MOST_COLUMNS, CellColumn.shown(name)));
        }
        CellColumn column = columns.computeIfAbsent(name, this::column);
        if (value instanceof Double number) {
            column.cell(number, line);
        } else {
            column.cell(String.valueOf(value), line);
        }
    }

    private CellColumn column(String name) {
        CellColumn column = cells.column(name, columns.size(), time);
        for (int i = 0; i < rows; i++) {
            column.missing();
        }
        return column;
    }

    private String place(long line) {
        return "%s, line %d".formatted(file.path(), line);
    }
}

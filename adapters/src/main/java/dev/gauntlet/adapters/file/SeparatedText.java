package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Separated text (comma, tab, semicolon, pipe or space), read in one pass; {@link ColumnDecision} decides the types of
 * columns. A row that cannot be read is left out and counted; empty lines, comments and a header that is repeated are
 * skipped and counted.
 */
final class SeparatedText {
    private final TextFile file;
    private final FileFormat format;
    private final Layout layout;
    private final Skipped empty = new Skipped("empty line");
    private final Skipped comments = new Skipped("comment line");
    private final Skipped headers = new Skipped("repeated header");
    private final BadRows bad;
    private final CellTable cells;
    private boolean otherEncoding;
    private int rows;

    /** Counts lines that are not rows, and stores the first. */
    private static final class Skipped {
        private final String what;
        private int count;
        private long first;

        Skipped(String what) {
            this.what = what;
        }

        void add(long line, int more) {
            first = count == 0 ? line : first;
            count += more;
        }

        Optional<String> note(String file) {
            return count == 0
                    ? Optional.empty()
                    : Optional.of(Plural.format(
                            "%s: %,d %s[ is|s are] skipped; the first is line %d", file, count, what, first));
        }
    }

    private SeparatedText(TextFile file, FileFormat format) {
        this.file = file;
        this.format = format;
        layout = Layout.of(file, format);
        bad = new BadRows(file.name(), format.mostBad());
        cells = new CellTable(file, format, "line");
        comments.add(1, layout.preamble().comments());
    }

    static Table read(TextFile file, FileFormat format, Optional<String> time) {
        SeparatedText text = new SeparatedText(file, format);
        Table table = text.table(time);
        if (!text.otherEncoding) {
            return table;
        }
        return new SeparatedText(file.withCharset(Encodings.WINDOWS), format).table(time);
    }

    private Table table(Optional<String> time) {
        if (!layout.hasHeader() && format.names().isEmpty()) {
            new Unnamed(Unnamed.TEXT, format, time).refuses(layout.names()).ifPresent(fault -> {
                throw new InputException(file.name() + ": " + fault);
            });
        }
        List<String> names = layout.names();
        Map<CellColumn, Integer> fields = new HashMap<>();
        List<CellColumn> columns = new ArrayList<>();
        IntStream.range(0, names.size())
                .filter(j -> !format.ignored().contains(names.get(j)))
                .forEach(j -> {
                    CellColumn column = cells.column(names.get(j), j, time);
                    columns.add(column);
                    fields.put(column, j);
                });
        pass(columns, fields, true);
        if (otherEncoding) {
            return new Table(List.of());
        }
        List<Note> rejected = bad.report(rows);
        if (rows < 1) {
            throw new InputException(file.path() + ": there is a header but no row below it; add rows");
        }
        List<Note> notes = new ArrayList<>(Note.others(file.notes()));
        layout.columns().notes().forEach(note -> notes.add(Note.other(file.name() + ": " + note)));
        List.of(empty, comments, headers)
                .forEach(skipped -> skipped.note(file.name()).map(Note::other).ifPresent(notes::add));
        notes.addAll(rejected);
        List<Column> built = cells.build(columns, again -> {
            Map<String, Integer> places = new HashMap<>();
            fields.forEach((column, field) -> places.put(column.name(), field));
            Map<CellColumn, Integer> second = new HashMap<>();
            again.forEach(column -> second.put(column, places.getOrDefault(column.name(), 0)));
            pass(again, second, false);
        });
        bad.refuseFlaws(cells, rows);
        notes.addAll(cells.notes());
        return Table.of(named(built, notes), false, notes, cells);
    }

    /** The columns except those with neither a name nor a value, which a separator at the end of each line causes. */
    private List<Column> named(List<Column> columns, List<Note> notes) {
        if (format.label().filter(label -> label.startsWith("#")).isPresent()) {
            // The label is given by its position, which must not change.
            return columns;
        }
        List<Column> left = columns.stream()
                .filter(column -> !layout.columns().unnamed().contains(column.name())
                        || IntStream.range(0, column.size()).anyMatch(i -> !column.missing(i)))
                .toList();
        if (left.size() < columns.size()) {
            notes.add(Note.other(Plural.format(
                    "%s: %d column[s] without a name and without a value [is|are] left out",
                    file.name(), columns.size() - left.size())));
        }
        return left;
    }

    private void pass(List<CellColumn> columns, Map<CellColumn, Integer> fields, boolean first) {
        CellColumn[] each = columns.toArray(CellColumn[]::new);
        int[] places = columns.stream().mapToInt(fields::get).toArray();
        rows = 0;
        int pending = 0;
        long firstPending = 0;
        boolean header = layout.hasHeader();
        CsvRecords.End end = CsvRecords.End.FILE;
        int width = layout.names().size();
        try (InputStream in = file.open();
                CsvRecords records = new CsvRecords(in, layout.separator(), width, Integer.MAX_VALUE, false)
                        .behind(layout.preamble().lines())) {
            in.skipNBytes(layout.preamble().bytes());
            while (records.next() && !otherEncoding) {
                end = same(end, records);
                if (records.isEmpty()) {
                    firstPending = pending++ == 0 ? records.line() : firstPending;
                    continue;
                }
                if (first && pending > 0) {
                    empty.add(firstPending, pending);
                }
                pending = 0;
                if (header) {
                    header = false;
                    refuseHeader(records.flaw());
                } else if (isRow(records, first)) {
                    rows++;
                    for (int k = 0; k < each.length; k++) {
                        each[k].cell(
                                records.bytes(), records.start(places[k]), records.stop(places[k]), records.line());
                    }
                }
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private void refuseHeader(CsvFlaw flaw) throws IOException {
        otherEncoding = isOtherEncoding(flaw);
        if (!otherEncoding && !flaw.isNone()) {
            throw new InputException(place(flaw.line()) + ": " + flaw.file());
        }
    }

    private boolean isOtherEncoding(CsvFlaw flaw) throws IOException {
        if (!flaw.isEncoding() || !file.charset().equals(StandardCharsets.UTF_8)) {
            return false;
        }
        try (InputStream in = file.open()) {
            return Encodings.isOther(in);
        }
    }

    /** Whether a record is a row; other lines are counted in the first pass. */
    private boolean isRow(CsvRecords records, boolean first) throws IOException {
        boolean sound = records.flaw().isNone();
        if (sound && !layout.repeats(records)) {
            return true;
        }
        if (!first) {
            return false;
        }
        if (sound) {
            headers.add(records.line(), 1);
        } else if (records.isComment()) {
            comments.add(records.line(), 1);
        } else {
            otherEncoding = bad.rejected() == 0 && isOtherEncoding(records.flaw());
            bad.reject(place(records.flaw().line()), records.flaw().problem());
        }
        return false;
    }

    private CsvRecords.End same(CsvRecords.End before, CsvRecords records) {
        CsvRecords.End end = records.end();
        boolean old = before == CsvRecords.End.RETURN || end == CsvRecords.End.RETURN;
        if (old && before != CsvRecords.End.FILE && end != CsvRecords.End.FILE && end != before) {
            throw new InputException(
                    "%s: the line ends in %s but those before it in %s; use one line ending in the whole file"
                            .formatted(place(records.lastLine()), end.written, before.written));
        }
        return end;
    }

    private String place(long line) {
        return "%s, line %d".formatted(file.path(), line);
    }
}

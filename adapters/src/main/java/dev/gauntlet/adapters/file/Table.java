package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of one file.
 *
 * @param time the time column, if the format or the names show it
 * @param source the source column, likewise
 * @param loose whether a field that no row has is not a column
 * @param notes notes on how it was read
 * @param cells the format of its values
 * @param flaws why a record cannot be a row, by index
 * @param odd the number of values that did not fit their column and are missing
 * @param unsigned the number of values without a percent sign, by column of percentages
 */
record Table(
        List<Column> columns,
        Optional<String> time,
        Optional<String> source,
        boolean loose,
        List<Note> notes,
        CellFormat cells,
        Map<Integer, String> flaws,
        int odd,
        Map<String, Integer> unsigned) {
    private static final List<List<String>> ROLES = List.of(List.of("ts", "id.orig_h"), List.of("timestamp", "src_ip"));

    Table {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }

    /** A table without times and sources. */
    Table(List<Column> columns) {
        this(columns, Optional.empty(), Optional.empty(), false, List.of(), CellFormat.UNKNOWN, Map.of(), 0, Map.of());
    }

    /**
     * A table whose time and source columns are those of connections of Zeek or Suricata, if there are such columns and
     * the times are not text.
     */
    static Table of(List<Column> columns, boolean loose, List<Note> notes, CellTable cells) {
        Table table = new Table(
                columns,
                Optional.empty(),
                Optional.empty(),
                loose,
                notes,
                cells.cells(),
                cells.flaws(),
                cells.odd(),
                cells.unsigned());
        List<String> names = columns.stream().map(Column::name).toList();
        return ROLES.stream()
                .filter(names::containsAll)
                .findFirst()
                .map(roles -> table.timed(roles.get(0), roles.get(1)))
                .orElse(table);
    }

    /** The same, with a time and a source column; numbers are read in the unit that fits their magnitude. */
    private Table timed(String when, String who) {
        List<Column> read = new ArrayList<>(columns);
        List<Note> all = new ArrayList<>(notes);
        CellFormat found = cells;
        for (int j = 0; j < read.size(); j++) {
            Column column = read.get(j);
            if (!column.name().equals(when)) {
                continue;
            }
            Optional<TimeFormat> format = column.kind() == Column.Kind.NUMBER
                    ? TimeTally.of(column).format()
                    : column.kind() == Column.Kind.TIME ? Optional.of(TimeFormat.USUAL) : Optional.empty();
            if (format.isEmpty()) {
                all.add(new Note(
                        Note.Topic.TIME,
                        "column \"%s\" is not used as time: it contains texts, or numbers in several units"
                                .formatted(when),
                        "state how times are written: time: {column: %s, format: ...}".formatted(when)));
                return new Table(columns, Optional.empty(), Optional.empty(), loose, all, cells, flaws, odd, unsigned);
            }
            if (column.kind() == Column.Kind.NUMBER) {
                TimeFormat unit = format.get();
                read.set(j, Column.of(when, Column.Kind.TIME, column.size(), i -> unit.of(column.number(i))));
                if (!unit.isUsual()) {
                    all.add(Note.other("times in column \"%s\" are read as %s".formatted(when, unit)));
                }
            }
            found = found.time().isPresent() ? found : found.withTime(format.get());
        }
        return new Table(read, Optional.of(when), Optional.of(who), loose, all, found, flaws, odd, unsigned);
    }
}

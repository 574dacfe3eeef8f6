package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.util.List;
import java.util.Optional;

/**
 * What one file holds.
 *
 * @param time the column that says when, where the format or the names tell
 * @param source the column that says who, likewise
 * @param loose whether a field that no row has is no column
 * @param notes what is to be said of how it was read
 */
record Table(List<Column> columns, Optional<String> time, Optional<String> source, boolean loose, List<String> notes) {
    private static final List<List<String>> ROLES = List.of(List.of("ts", "id.orig_h"), List.of("timestamp", "src_ip"));

    Table {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }

    Table(List<Column> columns) {
        this(columns, Optional.empty(), Optional.empty(), false, List.of());
    }

    /** A table in which columns named as in the connections of Zeek or Suricata say when and who. */
    static Table of(List<Column> columns, boolean loose, List<String> notes) {
        List<String> names = columns.stream().map(Column::name).toList();
        Optional<List<String>> roles = ROLES.stream().filter(names::containsAll).findFirst();
        return new Table(columns, roles.map(when -> when.get(0)), roles.map(who -> who.get(1)), loose, notes);
    }

    /** The same, without these columns where that of the time holds texts. */
    Table withoutTexts() {
        boolean texts = time.isPresent()
                && columns.stream()
                        .anyMatch(column -> column.name().equals(time.get())
                                && !column.kind().isNumeric());
        return texts ? new Table(columns, Optional.empty(), Optional.empty(), loose, notes) : this;
    }
}

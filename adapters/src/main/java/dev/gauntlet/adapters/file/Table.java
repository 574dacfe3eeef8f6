package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.util.List;
import java.util.Optional;

/**
 * What one file holds.
 *
 * @param time the column that says when, where the format itself tells
 * @param source the column that says who, where the format itself tells
 * @param loose whether a field that no row has is no column
 * @param notes what is to be said of how it was read
 */
record Table(List<Column> columns, Optional<String> time, Optional<String> source, boolean loose, List<String> notes) {
    Table {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }

    Table(List<Column> columns, Optional<String> time, Optional<String> source, boolean loose) {
        this(columns, time, source, loose, List.of());
    }

    Table(List<Column> columns, Optional<String> time, Optional<String> source) {
        this(columns, time, source, false);
    }

    Table(List<Column> columns, List<String> notes) {
        this(columns, Optional.empty(), Optional.empty(), false, notes);
    }

    Table(List<Column> columns) {
        this(columns, List.of());
    }
}

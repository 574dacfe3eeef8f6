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
 */
record Table(List<Column> columns, Optional<String> time, Optional<String> source, boolean loose) {
    Table {
        columns = List.copyOf(columns);
    }

    Table(List<Column> columns, Optional<String> time, Optional<String> source) {
        this(columns, time, source, false);
    }

    Table(List<Column> columns) {
        this(columns, Optional.empty(), Optional.empty());
    }
}

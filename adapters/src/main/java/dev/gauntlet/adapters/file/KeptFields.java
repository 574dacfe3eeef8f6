package dev.gauntlet.adapters.file;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The original text of the columns to keep, for each row of a batch, including rejected rows as far as they could be
 * read.
 */
public final class KeptFields {
    /** No columns are kept. */
    public static final KeptFields NONE = new KeptFields(List.of(), 0, List.of());

    private final List<String> columns;
    private final long first;
    private final List<List<Optional<String>>> rows;

    /**
     * The fields of a batch.
     *
     * @param first the id of its first row
     * @param rows the fields in the order of the columns; empty if missing or not readable
     */
    KeptFields(List<String> columns, long first, List<List<Optional<String>>> rows) {
        this.columns = List.copyOf(columns);
        this.first = first;
        this.rows = rows.stream().map(List::copyOf).toList();
    }

    /** The names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** The original fields of a row. */
    public List<Optional<String>> of(long row) {
        if (columns.isEmpty()) {
            return List.of();
        }
        return row >= first && row - first < rows.size()
                ? rows.get((int) (row - first))
                : columns.stream().map(name -> Optional.<String>empty()).toList();
    }

    @Override
    public String toString() {
        return columns + Arrays.toString(rows.toArray());
    }
}

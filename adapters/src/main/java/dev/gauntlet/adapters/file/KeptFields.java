package dev.gauntlet.adapters.file;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is written in the columns to keep, for each row of a batch, those rejected too as far as they could be read. */
public final class KeptFields {
    /** Nothing is kept. */
    public static final KeptFields NONE = new KeptFields(List.of(), 0, List.of());

    private final List<String> columns;
    private final long first;
    private final List<List<Optional<String>>> rows;

    /**
     * The fields of a batch.
     *
     * @param first the id of its first row
     * @param rows in the order of the columns; empty for what is missing or could not be read
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

    /** The fields of a row, as they are written there. */
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

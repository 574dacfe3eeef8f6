package dev.gauntlet.adapters.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Reads row by row. */
interface RowReader extends Closeable {
    /** Adds the next row to a batch, or rejects it there; false if there is none, or none yet. */
    boolean read(RowBatch batch) throws IOException;

    /** Whether another row can be read without waiting for the writer. */
    boolean ready() throws IOException;

    /** Refuses the input if a column is missing, for formats without a header. */
    default void verify() {}

    /** The unused columns so far. */
    List<String> unused();

    /** The number of events left out so far, by kind. */
    default SortedMap<String, Long> others() {
        return Collections.emptySortedMap();
    }

    /** The required columns that no row had so far. */
    default List<String> absent() {
        return List.of();
    }
}

package dev.gauntlet.adapters.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Reads one row after the other. */
interface RowReader extends Closeable {
    /** Puts the next row into a batch, or rejects it there; false if there is none, or none yet. */
    boolean read(RowBatch batch) throws IOException;

    /** Whether another row can be read without waiting for the writer. */
    boolean ready() throws IOException;

    /** Refuses what was read so far because a column is missing, where no header shows that at the start. */
    default void verify() {}

    /** The columns so far that nothing needs. */
    List<String> unused();

    /** How many events of each other kind were left out so far. */
    default SortedMap<String, Long> others() {
        return Collections.emptySortedMap();
    }

    /** The columns that are needed and that no row met so far has. */
    default List<String> absent() {
        return List.of();
    }
}

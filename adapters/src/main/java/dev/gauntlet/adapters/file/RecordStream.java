package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Records;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Records in batches, in the order in which they stand; no more than one batch is held. A record's id is its place among
 * all that stand there, from 0, those rejected counted. Not thread-safe.
 */
public interface RecordStream extends AutoCloseable {
    /**
     * A rejected record.
     *
     * @param row the id it would have
     * @param line in which it stands, from 1; 0 where there are no lines
     * @param reason names the field and the offending value
     */
    record Rejected(String file, long row, long line, String reason) {}

    /**
     * The next records, perhaps none where all were rejected; empty at the end, or where what is followed has nothing new.
     *
     * @throws dev.gauntlet.base.InputException if a column is missing or what is left cannot be read
     */
    Optional<Records> next();

    /** What was rejected among the records of the last batch. */
    List<Rejected> rejected();

    /** What is written in the columns to keep, for the rows of the last batch and those rejected there. */
    default KeptFields kept() {
        return KeptFields.NONE;
    }

    /** The columns so far that nothing needs. */
    List<String> unused();

    /** How many events of each kind that is no row were left out so far: of Suricata's those that are no flows. */
    default SortedMap<String, Long> others() {
        return Collections.emptySortedMap();
    }

    /** The columns that are needed and that no record met so far has; they are taken as missing. */
    List<String> absent();

    /** What is unusual about how values are written, so far, as sentences. */
    default List<String> oddities() {
        return List.of();
    }

    @Override
    void close();
}

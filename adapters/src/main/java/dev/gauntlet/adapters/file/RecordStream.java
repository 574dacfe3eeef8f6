package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Records;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Records in batches, in the order of the input; at most one batch is in memory. The id of a record is its index in the
 * input, counting rejected records. Not thread-safe.
 */
public interface RecordStream extends AutoCloseable {
    /**
     * A rejected record.
     *
     * @param row the id it would have
     * @param line the line, from 1; 0 if the format has no lines
     * @param reason the reason, with the field and the offending value
     */
    record Rejected(String file, long row, long line, String reason) {}

    /**
     * The next records, possibly none if all were rejected; empty at the end, or if a followed file has nothing new.
     *
     * @throws dev.gauntlet.base.InputException if a column is missing or the rest cannot be read
     */
    Optional<Records> next();

    /** The rejected records of the last batch. */
    List<Rejected> rejected();

    /** The original fields of the columns to keep, for the rows of the last batch, including rejected ones. */
    default KeptFields kept() {
        return KeptFields.NONE;
    }

    /** The unused columns so far. */
    List<String> unused();

    /** The number of events left out so far, by kind: Suricata's events other than flows. */
    default SortedMap<String, Long> others() {
        return Collections.emptySortedMap();
    }

    /** The required columns that no record had so far; their values are missing. */
    List<String> absent();

    /** Sentences on unusual formats of values so far. */
    default List<String> oddities() {
        return List.of();
    }

    /** How far a followed log was read with the last batch; empty before the first, and for anything else. */
    default Optional<LogPlace> place() {
        return Optional.empty();
    }

    @Override
    void close();
}

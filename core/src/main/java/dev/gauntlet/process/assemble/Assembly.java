package dev.gauntlet.process.assemble;

import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.util.Collection;
import java.util.List;

/**
 * The first step: turns raw records into rows. Needs no fitting, so it is the same in training and operation. Features
 * that depend on earlier records, such as windows, follow the order of records.
 */
public interface Assembly {
    /** The schema of the rows; does not depend on the data. */
    Schema schema();

    /** The columns that records must have. */
    List<String> reads();

    /** The columns missing in records with these columns; derived columns that are present need not be computed. */
    default List<String> missing(Collection<String> columns) {
        return reads().stream().filter(name -> !columns.contains(name)).toList();
    }

    /** Whether features are computed from records with these columns, rather than read from them. */
    default boolean derives(Collection<String> columns) {
        return false;
    }

    /** Starts a pass; consecutive batches of records are then passed to it in order. */
    Running start();

    /** One pass over records; not thread-safe. */
    interface Running {
        /**
         * Builds rows from the next records.
         *
         * @return unlabelled rows with the records' ids, and the records that could not be used
         * @throws IllegalArgumentException if a column is missing
         */
        Assembled assemble(Records records);
    }

    /** Builds rows from records without earlier ones. */
    default Assembled assemble(Records records) {
        return start().assemble(records);
    }
}

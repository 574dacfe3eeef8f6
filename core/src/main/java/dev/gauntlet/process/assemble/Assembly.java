package dev.gauntlet.process.assemble;

import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.util.Collection;
import java.util.List;

/**
 * The first step: turns raw records into rows. Needs no fitting, so it is the same before and after training. What
 * depends on earlier records, such as a window, follows their order.
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

    /** A start with nothing seen yet; batches of records that follow one another are then given to it in turn. */
    Running start();

    /** One pass over records; not thread-safe. */
    interface Running {
        /**
         * Makes rows of the next records.
         *
         * @return unlabelled rows with the records' ids, and what could not be used
         * @throws IllegalArgumentException if a column is missing
         */
        Assembled assemble(Records records);
    }

    /** Makes rows of records that nothing came before. */
    default Assembled assemble(Records records) {
        return start().assemble(records);
    }
}

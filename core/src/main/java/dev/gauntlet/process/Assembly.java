package dev.gauntlet.process;

import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;

/** The first step: turns raw records into rows. Needs no fitting, so it is the same before and after training. */
public interface Assembly {
    /** What the rows' columns mean; does not depend on the data. */
    Schema schema();

    /**
     * Makes rows of records.
     *
     * @return unlabelled rows with the records' ids, and what could not be used
     * @throws IllegalArgumentException if a column is missing
     */
    Assembled assemble(Records records);
}

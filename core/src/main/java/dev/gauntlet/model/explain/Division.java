package dev.gauntlet.model.explain;

import dev.gauntlet.data.Rows;

/** Divides a margin among the inputs of a kernel. */
interface Division {
    /**
     * What each input adds to the margin of each row.
     *
     * @param rows as the kernel sees them
     */
    Rows divide(Rows rows);

    /** The margin where no input is known. */
    double expectation();
}

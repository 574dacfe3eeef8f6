package dev.gauntlet.search;

import java.util.List;

/** A part of a search from decisions alone. */
interface Stage {
    /** The rows to ask next; empty when it is over. */
    List<double[]> propose();

    /**
     * The answers to what was proposed last.
     *
     * @param reached whether each row reached the goal
     */
    void hear(boolean[] reached);
}

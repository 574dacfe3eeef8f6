package dev.gauntlet.search;

import java.util.List;

/**
 * One victim's search as a state machine: it proposes rows, hears the answers to them, and offers those that it believes
 * reach the goal. {@link BatchedQueries} steps many together, so that one step of all victims is one batch, and marks
 * what they offer. Several propose at the same time, so that none may change what another one reads.
 */
public interface AttackSearch {
    /** The rows to ask next; empty when the search is over. */
    List<double[]> propose();

    /**
     * The answers to what was proposed last.
     *
     * @param replies one for each proposed row
     */
    void hear(List<Reply> replies);

    /**
     * Rows that reached the goal, read each time after the search has heard something. A row may be offered again; one that
     * was not asked counts for nothing.
     */
    List<double[]> offers();

    /** The distance in scales below which no valid row reaches the goal, as far as the search has proven it; else 0. */
    default double lowerBound() {
        return 0;
    }

    /** Whether its queries ask for gradients too. */
    default boolean asksGradients() {
        return false;
    }
}

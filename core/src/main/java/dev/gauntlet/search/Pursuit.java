package dev.gauntlet.search;

import java.util.List;
import java.util.Optional;

/**
 * One victim's search as a state machine: it proposes rows, receives which of them reached the goal, and keeps the
 * best. Many are stepped together by {@link Lockstep}, so that one step of all victims is one batch. Several
 * propose at the same time, so that none may change what another one reads.
 */
public interface Pursuit {
    /** The rows to ask next; empty when the search is over. */
    List<double[]> propose();

    /**
     * The answers to what was proposed last.
     *
     * @param reached one truth value per proposed row; false where it was not answered
     */
    void hear(boolean[] reached);

    /** The best row that reached the goal so far. */
    Optional<double[]> best();
}

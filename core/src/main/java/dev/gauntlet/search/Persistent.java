package dev.gauntlet.search;

import java.util.List;
import java.util.Optional;

/**
 * Two searches in sequence: once the first has nothing left to propose and has not reached the goal, the second uses
 * the remaining queries.
 */
public final class Persistent implements Pursuit {
    private final Pursuit second;
    private Pursuit current;

    public Persistent(Pursuit first, Pursuit second) {
        this.second = second;
        this.current = first;
    }

    @Override
    public List<double[]> propose() {
        List<double[]> rows = current.propose();
        if (rows.isEmpty() && current.best().isEmpty() && current != second) {
            current = second;
            rows = current.propose();
        }
        return rows;
    }

    @Override
    public void hear(boolean[] reached) {
        current.hear(reached);
    }

    @Override
    public Optional<double[]> best() {
        return current.best();
    }
}

package dev.gauntlet.search;

import java.util.List;
import java.util.Optional;

/**
 * A search that does not give up: once the first one has nothing left to propose and has not reached the goal, the second
 * asks what questions remain.
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

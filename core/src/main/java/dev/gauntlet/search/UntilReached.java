package dev.gauntlet.search;

import java.util.List;
import java.util.function.Supplier;

/** Sends batch after batch until a row reaches the goal, and offers the first that does. */
public final class UntilReached implements AttackSearch {
    private final Supplier<List<double[]>> batches;
    private List<double[]> proposed = List.of();
    private List<double[]> offered = List.of();

    /**
     * A search through batches.
     *
     * @param batches the next rows each time; empty when there are no more
     */
    public UntilReached(Supplier<List<double[]>> batches) {
        this.batches = batches;
    }

    @Override
    public List<double[]> propose() {
        proposed = offered.isEmpty() ? batches.get() : List.of();
        return proposed;
    }

    @Override
    public void hear(List<Reply> replies) {
        for (int i = 0; i < replies.size() && offered.isEmpty(); i++) {
            offered = replies.get(i).reached() ? List.of(proposed.get(i)) : List.of();
        }
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }
}

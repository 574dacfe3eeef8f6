package dev.gauntlet.search;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** Halves the way between a row that reached the goal and one that did not, as long as that can make the change smaller. */
final class Bisection implements Stage {
    private final Incumbent incumbent;
    private final DoubleFunction<double[]> path;
    private final double least;
    private int steps;
    private double low;
    /** The size of the change at {@link #low}. */
    private double lowest;

    private double high = 1;
    private double middle;
    private double[] proposed = {};

    /**
     * A bisection.
     *
     * @param path from a row that did not reach the goal, at 0, to the incumbent, at 1
     * @param steps how many queries it may take
     * @param least the share of the incumbent's size below which nothing more is worth a query
     */
    Bisection(Incumbent incumbent, DoubleFunction<double[]> path, int steps, double least) {
        this.incumbent = incumbent;
        this.path = path;
        this.steps = steps;
        this.least = least;
        this.lowest = incumbent.size(path.apply(low));
    }

    @Override
    public List<double[]> propose() {
        while (steps-- > 0 && incumbent.size() - lowest > least * incumbent.size()) {
            middle = (low + high) / 2;
            Optional<double[]> row = incumbent.smaller(path.apply(middle));
            if (row.isPresent()) {
                proposed = row.get();
                return List.of(proposed);
            }
            raise();
        }
        return List.of();
    }

    @Override
    public void hear(boolean[] reached) {
        if (reached[0] && incumbent.take(proposed)) {
            high = middle;
        } else {
            raise();
        }
    }

    private void raise() {
        low = middle;
        lowest = incumbent.size(path.apply(low));
    }
}

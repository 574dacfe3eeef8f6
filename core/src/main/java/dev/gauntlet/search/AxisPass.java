package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * Gives features back one after the other, in random order: each wholly if the goal still holds, else as far as it does.
 * Members of a one-hot group go together.
 */
final class AxisPass implements Stage {
    private static final int STEPS = 12;

    private final Incumbent incumbent;
    private final List<int[]> units;
    private final int[] order;
    private final double least;
    private int next;
    private int[] unit = {};
    private Optional<Bisection> within = Optional.empty();
    private double[] proposed = {};

    AxisPass(Incumbent incumbent, Units units, double least, Rng rng) {
        this.incumbent = incumbent;
        this.units = units.all();
        this.order = rng.permutation(this.units.size());
        this.least = least;
    }

    @Override
    public List<double[]> propose() {
        if (within.isPresent()) {
            List<double[]> rows = within.get().propose();
            if (!rows.isEmpty()) {
                return rows;
            }
            within = Optional.empty();
        }
        while (next < order.length) {
            unit = units.get(order[next++]);
            Optional<double[]> row = isMoved(unit) ? back(unit) : Optional.empty();
            if (row.isPresent()) {
                proposed = row.get();
                return List.of(proposed);
            }
        }
        return List.of();
    }

    private boolean isMoved(int[] columns) {
        for (int j : columns) {
            if (incumbent.isMoved(j)) {
                return true;
            }
        }
        return false;
    }

    /** The incumbent without the change of some features, if that is enough smaller. */
    private Optional<double[]> back(int[] columns) {
        double[] row = incumbent.at();
        for (int j : columns) {
            row[j] = incumbent.original(j);
        }
        return incumbent.size() - incumbent.size(row) > least * incumbent.size()
                ? incumbent.smaller(row)
                : Optional.empty();
    }

    @Override
    public void hear(boolean[] reached) {
        if (within.isPresent()) {
            within.get().hear(reached);
        } else if (!(reached[0] && incumbent.take(proposed))
                && unit.length == 1
                && incumbent.lawful().schema().feature(unit[0]).isNumber()) {
            int column = unit[0];
            double[] from = incumbent.at();
            DoubleFunction<double[]> path = share -> {
                double[] row = from.clone();
                row[column] = incumbent.lawful().between(column, from[column], share);
                return row;
            };
            within = Optional.of(new Bisection(incumbent, path, STEPS, least));
        }
    }
}

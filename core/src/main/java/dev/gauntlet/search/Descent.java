package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** One descent from a start: the straight way, then pass after pass over the features, as long as that is worth it. */
final class Descent implements Stage {
    private static final int STRAIGHT = 8;
    private static final double LEAST = 0.003;
    private static final double COARSE = 0.02;
    /** How many times as large as the best a change may be after the first pass; above, it is not worth another. */
    private static final double FAR = 1.5;
    /** The share of its size that the estimated normal must leave less of to be used again. */
    private static final double HELPS = 0.95;

    /** What descents share: how features go together, and whether the estimated normal helps. */
    static final class Ways {
        private final Units units;
        private final Rng rng;
        /** Times in turn that the estimated normal was not worth it; one is held against it from the start. */
        private int useless = 1;

        Ways(Units units, Rng rng) {
            this.units = units;
            this.rng = rng;
        }

        boolean normalHelps() {
            return useless < 2;
        }

        Units units() {
            return units;
        }
    }

    private final Incumbent incumbent;
    private final Optional<Incumbent> best;
    private final Ways ways;
    private final boolean near;
    private Stage stage;
    private int stages;
    private double before;
    private boolean normal;

    Descent(Incumbent incumbent, Optional<Incumbent> kickedFrom, Optional<Incumbent> best, Ways ways) {
        this.incumbent = incumbent;
        this.best = best;
        this.ways = ways;
        this.near = kickedFrom.isPresent();
        this.before = incumbent.size();
        this.stage = near ? pass(COARSE) : straight();
    }

    Incumbent incumbent() {
        return incumbent;
    }

    private Stage straight() {
        double[] from = incumbent.at();
        DoubleFunction<double[]> path = share -> {
            double[] row = from.clone();
            for (int j = 0; j < row.length; j++) {
                row[j] = incumbent.isSame(j, from[j])
                        ? from[j]
                        : incumbent.lawful().between(j, from[j], share);
            }
            return row;
        };
        return new Bisection(incumbent, path, STRAIGHT, COARSE);
    }

    private Stage pass(double least) {
        return new AxisPass(incumbent, ways.units, least, ways.rng);
    }

    @Override
    public List<double[]> propose() {
        while (true) {
            List<double[]> rows = stage.propose();
            if (!rows.isEmpty()) {
                return rows;
            }
            Optional<Stage> next = following();
            if (next.isEmpty()) {
                return List.of();
            }
            stage = next.get();
            stages++;
        }
    }

    private Optional<Stage> following() {
        boolean worse = best.isPresent() && incumbent.size() > FAR * best.get().size();
        double was = before;
        before = incumbent.size();
        if (stage instanceof Bisection) {
            return Optional.of(pass(COARSE));
        }
        if (worse) {
            return Optional.empty();
        }
        if (normal) {
            normal = false;
            boolean helps = incumbent.size() < HELPS * was;
            ways.useless = helps ? 0 : ways.useless + 1;
            return helps ? Optional.of(pass(LEAST)) : Optional.empty();
        }
        if (incumbent.size() < 0.99 * was && stages < 6) {
            return Optional.of(pass(LEAST));
        }
        if (ways.normalHelps() && !near) {
            normal = true;
            return Optional.of(new NormalSteps(incumbent, ways.rng));
        }
        return Optional.empty();
    }

    @Override
    public void hear(boolean[] reached) {
        stage.hear(reached);
    }
}

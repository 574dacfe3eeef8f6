package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds a cheap valid change from decisions alone, with queries along the axes: start from valid mixtures with rows of
 * the other side (whole rows first, then random parts of them and random moves), then give features back one at a time
 * while the goal still holds, then halve what is left.
 *
 * <p>On trees, whose decisions change along single features, this needs far fewer queries than methods that estimate a
 * gradient at the boundary.
 */
public final class BoundarySearch implements AttackSearch {
    private enum Stage {
        START,
        RESTORE,
        SHRINK,
        OVER
    }

    private static final double[] SHARES = {0.5, 0.75, 0.875, 0.9375};
    private static final int SHRINKS = 3;
    private static final int PARTS = 40;

    private final FeasibleSet lawful;
    private final List<double[]> donors;
    private final int width;
    private final Rng rng;
    private int starts;
    private boolean whole;
    private Stage stage = Stage.START;
    private int shrinks;
    private List<double[]> proposed = List.of();
    private List<double[]> offered = List.of();
    private Optional<double[]> best = Optional.empty();

    /**
     * A search for one victim.
     *
     * @param donors rows of the other side to start from, most promising first
     * @param attempts how many rounds of starts are tried before giving up
     */
    public BoundarySearch(FeasibleSet lawful, List<double[]> donors, int attempts, Rng rng) {
        this.lawful = lawful;
        this.donors = List.copyOf(donors);
        this.width = lawful.original().length;
        this.starts = donors.isEmpty() ? 0 : attempts;
        this.rng = rng;
        this.whole = true;
    }

    @Override
    public List<double[]> propose() {
        proposed = switch (stage) {
            case START -> starts();
            case RESTORE -> restorations();
            case SHRINK -> shrunk();
            case OVER -> List.of();
        };
        if (proposed.isEmpty() && stage == Stage.RESTORE) {
            stage = Stage.SHRINK;
            proposed = shrunk();
        }
        return proposed;
    }

    @Override
    public void hear(List<Reply> replies) {
        offered = IntStream.range(0, replies.size())
                .filter(i -> replies.get(i).reached())
                .mapToObj(proposed::get)
                .toList();
        Optional<double[]> before = best;
        for (double[] row : offered) {
            if (best.isEmpty() || lawful.cost(row) < lawful.cost(best.get())) {
                best = Optional.of(row);
            }
        }
        boolean improved = best.isPresent() && (before.isEmpty() || before.get() != best.get());
        stage = next(improved);
    }

    private Stage next(boolean improved) {
        return switch (stage) {
            case START -> best.isPresent() ? Stage.RESTORE : --starts > 0 ? Stage.START : Stage.OVER;
            case RESTORE -> improved ? Stage.RESTORE : Stage.SHRINK;
            case SHRINK -> improved && ++shrinks < SHRINKS ? Stage.SHRINK : Stage.OVER;
            case OVER -> Stage.OVER;
        };
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }

    private List<double[]> starts() {
        List<double[]> rows = new ArrayList<>();
        if (whole) {
            donors.forEach(donor -> add(rows, donor));
            whole = false;
        }
        while (rows.isEmpty() && starts > 0) {
            for (int i = 0; i < PARTS; i++) {
                add(rows, i % 2 == 0 ? part(donors.get(rng.nextInt(donors.size()))) : lawful.randomMove(rng));
            }
            starts -= rows.isEmpty() ? 1 : 0;
        }
        return rows;
    }

    /** The original with a random part of a donor's values, each taken over wholly or up to twice as far. */
    private double[] part(double[] donor) {
        double[] row = lawful.original();
        double share = rng.nextDouble();
        for (int j = 0; j < width; j++) {
            if (rng.chance(share)) {
                row[j] = lawful.between(j, donor[j], rng.chance(0.5) ? 1 : 2 * rng.nextDouble());
            }
        }
        return row;
    }

    private List<double[]> restorations() {
        double[] from = best.orElseThrow();
        double[] original = lawful.original();
        List<double[]> rows = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            if (from[j] != original[j]) {
                double[] row = from.clone();
                row[j] = original[j];
                add(rows, row);
            }
        }
        return rows;
    }

    private List<double[]> shrunk() {
        double[] from = best.orElseThrow();
        List<double[]> rows = new ArrayList<>();
        for (double share : SHARES) {
            double[] row = from.clone();
            for (int j = 0; j < width; j++) {
                row[j] = lawful.between(j, from[j], share);
            }
            add(rows, row);
        }
        return rows;
    }

    private void add(List<double[]> rows, double[] wanted) {
        double most = best.map(lawful::cost).orElse(Double.POSITIVE_INFINITY);
        lawful.project(wanted)
                .filter(row -> {
                    double cost = lawful.cost(row);
                    return cost > 0 && cost < most;
                })
                .ifPresent(rows::add);
    }
}

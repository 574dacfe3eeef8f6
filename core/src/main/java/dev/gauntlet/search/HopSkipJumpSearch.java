package dev.gauntlet.search;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Norm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * HopSkipJump: from a row that reached the goal to the boundary by bisection, then along the normal that decisions on random
 * directions around it estimate, again and again. Categories and flags stay as in the start. Without a start it ends.
 *
 * @see <a href="https://arxiv.org/abs/1904.02144">Chen, Jordan, Wainwright, HopSkipJumpAttack, 2020, algorithm 2</a>
 */
public final class HopSkipJumpSearch implements AttackSearch {
    private static final int DRAWS = 100;
    private static final int BATCH = 10;
    private static final double PROBES = 100;
    private static final double MOST_PROBES = 1e4;
    /** The radius of the first probes, in scales. */
    private static final double RADIUS = 0.1;

    private static final int HALVINGS = 25;

    private enum Phase {
        START,
        BISECT,
        PROBE,
        STEP
    }

    private final FeasibleSet lawful;
    private final Norm norm;
    private final List<double[]> donors;
    private final Rng rng;
    private final double[] original;
    private final int[] numbers;
    private final double[] scales;
    private final double tolerance;

    private Phase phase = Phase.START;
    private int draws;
    private int donor;
    private double[] at = {};
    private double[] from = {};
    private double low;
    private double high;
    private double middle;
    private int round = 1;
    private double radius;
    private double[] direction = {};
    private double step;
    private int halvings;
    private List<double[]> proposed = List.of();
    private List<double[]> offered = List.of();

    /**
     * A search for one victim.
     *
     * @param norm which is made small: {@link Norm#L2} or {@link Norm#LINF}
     * @param donors rows to start from, tried before up to 100 random ones
     */
    public HopSkipJumpSearch(FeasibleSet lawful, Norm norm, List<double[]> donors, Rng rng) {
        Require.that(norm == Norm.L2 || norm == Norm.LINF, "norm must be l2 or linf but is " + norm);
        this.lawful = lawful;
        this.norm = norm;
        this.donors = List.copyOf(donors);
        this.rng = rng;
        this.original = lawful.original();
        this.numbers = lawful.numbers();
        this.scales = new double[numbers.length];
        for (int k = 0; k < scales.length; k++) {
            scales[k] = lawful.schema().feature(numbers[k]).scale();
        }
        this.tolerance = StrictMath.pow(numbers.length, norm == Norm.LINF ? -2 : -1.5);
    }

    @Override
    public List<double[]> propose() {
        proposed = switch (phase) {
            case START -> starts();
            case BISECT -> bisected();
            case PROBE -> probes();
            case STEP -> stepped();
        };
        return proposed;
    }

    private List<double[]> starts() {
        List<double[]> rows = new ArrayList<>();
        while (rows.size() < BATCH && (donor < donors.size() || draws < DRAWS)) {
            double[] wanted = donor < donors.size() ? donors.get(donor++) : drawn();
            lawful.project(wanted).filter(row -> lawful.size(Norm.L0, row) > 0).ifPresent(rows::add);
        }
        return rows;
    }

    /** Every number at random in its range. */
    private double[] drawn() {
        draws++;
        double[] row = original.clone();
        for (int j : numbers) {
            row[j] = rng.between(lawful.end(j, false), lawful.end(j, true));
        }
        return row;
    }

    private List<double[]> bisected() {
        while (high - low > tolerance) {
            middle = (low + high) / 2;
            List<double[]> rows = lawful.project(mixed(middle)).map(List::of).orElse(List.of());
            if (!rows.isEmpty()) {
                return rows;
            }
            low = middle;
        }
        if (numbers.length == 0) {
            return List.of();
        }
        radius = round == 1 ? RADIUS : reach() * tolerance * length(at);
        phase = Phase.PROBE;
        return probes();
    }

    /** Of the tolerance, how far probes go. */
    private double reach() {
        return norm == Norm.LINF ? numbers.length : StrictMath.sqrt(numbers.length);
    }

    /** A row a share of the way from the original; under the largest distance, no number farther than that share of it. */
    private double[] mixed(double share) {
        double[] row = from.clone();
        double most = share * length(from);
        for (int k = 0; k < numbers.length; k++) {
            int j = numbers[k];
            double move = from[j] - original[j];
            row[j] = original[j]
                    + (norm == Norm.LINF
                            ? Math.max(-most * scales[k], Math.min(most * scales[k], move))
                            : share * move);
        }
        return row;
    }

    private double length(double[] row) {
        double total = 0;
        for (int k = 0; k < numbers.length; k++) {
            double move = Math.abs(row[numbers[k]] - original[numbers[k]]) / scales[k];
            total = norm == Norm.LINF ? Math.max(total, move) : total + move * move;
        }
        return norm == Norm.LINF ? total : StrictMath.sqrt(total);
    }

    private List<double[]> probes() {
        int count = (int) Math.min(MOST_PROBES, PROBES * StrictMath.sqrt(round));
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] row = at.clone();
            double[] away = new double[numbers.length];
            double squares = 0;
            for (int k = 0; k < away.length; k++) {
                away[k] = norm == Norm.LINF ? rng.between(-1, 1) : rng.nextGaussian();
                squares += away[k] * away[k];
            }
            for (int k = 0; k < away.length; k++) {
                row[numbers[k]] += radius * scales[k] * away[k] / StrictMath.sqrt(squares);
            }
            lawful.project(row).filter(near -> !Arrays.equals(near, at)).ifPresent(rows::add);
        }
        return rows;
    }

    private List<double[]> stepped() {
        for (; halvings < HALVINGS; halvings++) {
            double[] row = at.clone();
            for (int k = 0; k < numbers.length; k++) {
                row[numbers[k]] += step * scales[k] * direction[k];
            }
            List<double[]> rows = lawful.project(row)
                    .filter(near -> !Arrays.equals(near, at))
                    .map(List::of)
                    .orElse(List.of());
            if (!rows.isEmpty()) {
                return rows;
            }
            step /= 2;
        }
        next(at);
        return probesAgain();
    }

    /** Where no step helps, the next round estimates the normal from more directions. */
    private List<double[]> probesAgain() {
        phase = Phase.PROBE;
        radius = reach() * tolerance * length(at);
        return probes();
    }

    /** Starts the next round at a row that reached the goal. */
    private void next(double[] row) {
        round++;
        begin(row);
    }

    private void begin(double[] row) {
        at = row;
        from = row;
        low = 0;
        high = 1;
        phase = Phase.BISECT;
    }

    @Override
    public void hear(List<Reply> replies) {
        offered = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i).reached()) {
                offered.add(proposed.get(i));
            }
        }
        switch (phase) {
            case START -> {
                if (!offered.isEmpty()) {
                    begin(nearest());
                }
            }
            case BISECT -> {
                if (offered.isEmpty()) {
                    low = middle;
                } else {
                    high = middle;
                    at = proposed.get(0);
                }
            }
            case PROBE -> learn(replies);
            case STEP -> {
                if (!offered.isEmpty()) {
                    next(proposed.get(0));
                } else {
                    step /= 2;
                    halvings++;
                }
            }
        }
    }

    private double[] nearest() {
        double[] nearest = offered.get(0);
        for (double[] row : offered) {
            nearest = lawful.size(norm, row) < lawful.size(norm, nearest) ? row : nearest;
        }
        return nearest;
    }

    private void learn(List<Reply> replies) {
        double mean = (double) offered.size() / replies.size();
        boolean alike = offered.isEmpty() || offered.size() == replies.size();
        direction = new double[numbers.length];
        for (int i = 0; i < replies.size(); i++) {
            double weight = (replies.get(i).reached() ? 1 : 0) - (alike ? 0.5 : mean);
            for (int k = 0; k < direction.length; k++) {
                direction[k] += weight * (proposed.get(i)[numbers[k]] - at[numbers[k]]) / scales[k];
            }
        }
        double squares = 0;
        for (double one : direction) {
            squares += one * one;
        }
        for (int k = 0; k < direction.length && squares > 0; k++) {
            direction[k] = norm == Norm.LINF ? Math.signum(direction[k]) : direction[k] / StrictMath.sqrt(squares);
        }
        step = length(at) / StrictMath.sqrt(round);
        halvings = 0;
        phase = Phase.STEP;
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }
}

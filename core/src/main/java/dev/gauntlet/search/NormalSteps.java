package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Estimates the normal of the boundary from decisions in random directions around the incumbent, and turns the change
 * towards the direction in which a flat boundary would be nearest. For detectors that are not made of steps along axes.
 *
 * <p>Unlike HopSkipJump it keeps what earlier estimates say, since the normal differs little from one to the next.
 */
final class NormalSteps implements Stage {
    /** The shares of the estimated direction that are tried, the rest is the present one. */
    private static final double[] TURNS = {1, 0.5, 0.25, 0.12};

    private static final int BISECTIONS = 8;
    private static final double CLOSE = 0.003;
    private static final double KEPT = 0.9;
    private static final double SHORTER = 0.997;
    private static final double WORTH = 0.005;
    private static final int FITS = 12;

    private final Incumbent incumbent;
    private final Schema schema;
    private final int[] numbers;
    private final Rng rng;
    private final double[] normal;
    private double radius = 0.03;
    private final int probes;
    /** Rounds in turn that may fail, since it takes many decisions to estimate many slopes. */
    private final int patience;

    private int failures;
    private double before;

    private Optional<Stage> approach = Optional.empty();
    private List<double[]> proposed = List.of();
    /** Which turn is tried next; below 0 while probes are answered. */
    private int turn = -1;

    NormalSteps(Incumbent incumbent, Rng rng) {
        this.incumbent = incumbent;
        this.schema = incumbent.lawful().schema();
        this.numbers = incumbent.lawful().numbers();
        this.rng = rng;
        this.probes = Math.max(5, Math.min(25, numbers.length / 4));
        this.patience = Math.max(1, Math.min(6, numbers.length / 16));
        this.normal = new double[schema.width()];
        this.before = incumbent.size();
        approach(incumbent.at());
    }

    /** Goes as near to the boundary as the way back to the original leads. */
    private void approach(double[] from) {
        approach = Optional.of(new Bisection(incumbent, share -> mixed(from, share), BISECTIONS, CLOSE));
    }

    private double[] mixed(double[] from, double share) {
        double[] row = from.clone();
        for (int j : numbers) {
            row[j] = incumbent.lawful().between(j, from[j], share);
        }
        return row;
    }

    @Override
    public List<double[]> propose() {
        if (approach.isPresent()) {
            proposed = approach.get().propose();
            if (!proposed.isEmpty()) {
                return proposed;
            }
            approach = Optional.empty();
            rate();
        }
        if (numbers.length < 2 || failures > patience) {
            return List.of();
        }
        proposed = List.of();
        while (turn >= 0 && turn < TURNS.length && proposed.isEmpty()) {
            proposed = turned(TURNS[turn]).map(List::of).orElse(List.of());
            turn += proposed.isEmpty() ? 1 : 0;
        }
        if (turn == TURNS.length) {
            turn = -1;
            rate();
            return propose();
        }
        if (proposed.isEmpty()) {
            proposed = around();
        }
        return proposed;
    }

    /** Whether the last round was worth its queries. */
    private void rate() {
        if (turn >= 0 || before > incumbent.size()) {
            failures = incumbent.size() < (1 - WORTH) * before ? 0 : failures + 1;
        } else {
            failures++;
        }
        before = incumbent.size();
        turn = -1;
    }

    private List<double[]> around() {
        double[] at = incumbent.at();
        double reach = radius * length(at);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < probes; i++) {
            double[] direction = new double[numbers.length];
            double squares = 0;
            for (int k = 0; k < numbers.length; k++) {
                direction[k] = rng.nextGaussian();
                squares += direction[k] * direction[k];
            }
            double[] row = at.clone();
            for (int k = 0; k < numbers.length; k++) {
                Feature feature = schema.feature(numbers[k]);
                row[numbers[k]] += reach * feature.scale() * direction[k] / StrictMath.sqrt(squares);
            }
            incumbent
                    .lawful()
                    .project(row)
                    .filter(near -> !incumbent.isAt(near))
                    .ifPresent(rows::add);
        }
        return rows;
    }

    /** The Euclidean length of the change of numbers, in scales. */
    private double length(double[] row) {
        double squares = 0;
        for (int j : numbers) {
            double move = schema.feature(j).distance(incumbent.original(j), row[j]);
            squares += move * move;
        }
        return StrictMath.sqrt(squares);
    }

    @Override
    public void hear(boolean[] reached) {
        if (approach.isPresent()) {
            approach.get().hear(reached);
        } else if (turn < 0) {
            learn(reached);
        } else if (reached[0] && incumbent.take(proposed.get(0))) {
            approach(incumbent.at());
        } else {
            turn++;
        }
    }

    private void learn(boolean[] reached) {
        int good = 0;
        for (boolean one : reached) {
            good += one ? 1 : 0;
        }
        double mean = (double) good / reached.length;
        radius *= mean < 0.2 ? 0.7 : mean > 0.8 ? 1.4 : 1;
        double centre = good == 0 || good == reached.length ? 0 : mean;
        double[] at = incumbent.at();
        for (int j : numbers) {
            normal[j] *= KEPT;
        }
        for (int i = 0; i < reached.length; i++) {
            double[] row = proposed.get(i);
            double weight = (reached[i] ? 1 : 0) - centre - (centre == 0 && good == 0 ? 1 : 0);
            double squares = 0;
            for (int j : numbers) {
                double move = (row[j] - at[j]) / schema.feature(j).scale();
                squares += move * move;
            }
            for (int j : numbers) {
                normal[j] += weight * (row[j] - at[j]) / schema.feature(j).scale() / StrictMath.sqrt(squares);
            }
        }
        turn = 0;
    }

    /** A row in a direction between the present one and the estimated one, and a little nearer than the incumbent. */
    private Optional<double[]> turned(double share) {
        double[] at = incumbent.at();
        double present = length(at);
        double squares = 0;
        double[] direction = new double[at.length];
        for (int j : numbers) {
            direction[j] = along(incumbent.objective(), schema.feature(j), normal[j]);
            if (!incumbent.lawful().moves(j, direction[j])) {
                direction[j] = 0;
            }
            squares += direction[j] * direction[j];
        }
        if (squares == 0) {
            return Optional.empty();
        }
        for (int j : numbers) {
            double scale = schema.feature(j).scale();
            double old = (at[j] - incumbent.original(j)) / scale;
            direction[j] = scale * ((1 - share) * old + share * present * direction[j] / StrictMath.sqrt(squares));
        }
        return fitted(at, direction);
    }

    /**
     * How far the direction that crosses a flat boundary at the least size goes along one axis.
     *
     * @param slope of the boundary's normal along the axis, in scales
     */
    private static double along(Norm norm, Feature feature, double slope) {
        double steepness = norm == Norm.COST ? Math.abs(slope) / Math.max(1e-3, feature.cost()) : Math.abs(slope);
        return Math.copySign(norm == Norm.L2 ? steepness : StrictMath.pow(steepness, power(norm)), slope);
    }

    /**
     * Of the slopes, in the direction of least size; 4 stands for infinity, since the direction of the least sum is along the
     * steepest axis, but an estimate of the steepest one is a few.
     */
    private static double power(Norm norm) {
        return switch (norm) {
            case LINF -> 0;
            case L2 -> 1;
            case L0, L1, COST -> 4;
        };
    }

    private Optional<double[]> fitted(double[] at, double[] direction) {
        double low = 0;
        double high = 64;
        Optional<double[]> best = Optional.empty();
        for (int i = 0; i < FITS; i++) {
            double times = low == 0 && high == 64 ? 1 : high == 64 ? 2 * low : (low + high) / 2;
            double[] row = at.clone();
            for (int j : numbers) {
                row[j] = incumbent.original(j) + times * direction[j];
            }
            Optional<double[]> near = incumbent.lawful().project(row).filter(one -> incumbent.size(one) > 0);
            if (near.isPresent() && incumbent.size(near.get()) <= SHORTER * incumbent.size()) {
                best = near;
                low = times;
            } else {
                high = times;
            }
            if (low >= 32) {
                break;
            }
        }
        return best;
    }
}

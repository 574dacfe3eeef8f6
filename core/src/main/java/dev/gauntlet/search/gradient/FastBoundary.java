package dev.gauntlet.search.gradient;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Norm;
import java.util.Arrays;
import java.util.Optional;

/**
 * FAB: takes the boundary for flat where it is, projects itself and the row on it within the box, and moves to a mean of both, a little
 * beyond. After a success it goes back a part of the way to the row.
 *
 * @see <a href="https://arxiv.org/abs/1907.02044">Croce and Hein, ICML 2020, algorithm 1</a>
 */
public final class FastBoundary implements Walk {
    private static final double BEYOND = 1.05;
    private static final double BIAS = 0.1;
    private static final double BACK = 0.9;
    /** Of the smallest size so far: that of the change at which a repetition starts. */
    private static final double START = 0.5;

    private final Region region;
    private final int steps;
    private final Optional<Rng> random;
    private final double[] from;
    private final double[] fromRow;
    private final double[] order;
    private int taken;

    /**
     * A walk.
     *
     * @param random if it starts at a random change and not at the row
     */
    public FastBoundary(Region region, int steps, Optional<Rng> random) {
        this.region = region;
        this.steps = steps;
        this.random = random;
        from = new double[region.size()];
        fromRow = new double[region.size()];
        order = new double[region.size()];
    }

    @Override
    public void start(double[] delta) {
        taken = 0;
        region.start(random, delta);
        Ball.times(delta, random.isPresent() ? START : 1);
    }

    @Override
    public boolean next(Sight seen, double[] delta) {
        if (taken == steps) {
            return false;
        }
        taken++;
        if (seen.reached()) {
            for (int k = 0; k < delta.length; k++) {
                delta[k] = BACK * seen.at()[k];
            }
        }
        double[] slopes = seen.slopes();
        double[] at = seen.at();
        double offset = seen.margin();
        for (int k = 0; k < delta.length; k++) {
            offset -= slopes[k] * at[k];
        }
        double[] start = seen.reached() ? delta : at;
        System.arraycopy(start, 0, from, 0, from.length);
        Arrays.fill(fromRow, 0);
        toPlane(slopes, offset, from);
        toPlane(slopes, offset, fromRow);
        double own = distance(from, start);
        double rows = region.ball().size(fromRow);
        double share = own + rows == 0 ? 0 : Math.min(BIAS, own / (own + rows));
        for (int k = 0; k < delta.length; k++) {
            double here = start[k];
            delta[k] = (1 - share) * (here + BEYOND * (from[k] - here)) + share * BEYOND * fromRow[k];
        }
        region.clip(delta);
        return true;
    }

    private double distance(double[] a, double[] b) {
        for (int k = 0; k < order.length; k++) {
            order[k] = a[k] - b[k];
        }
        return region.ball().size(order);
    }

    /** Moves a change to the nearest in the box at which {@code offset + slopes . change} is 0, or as near to that as the box goes. */
    private void toPlane(double[] slopes, double offset, double[] change) {
        double gap = -offset;
        for (int k = 0; k < change.length; k++) {
            gap -= slopes[k] * change[k];
        }
        int way = gap > 0 ? 1 : -1;
        gap = Math.abs(gap);
        Norm norm = region.ball().norm();
        if (norm == Norm.L2 || norm == Norm.LINF) {
            spread(slopes, gap, way, change);
        } else {
            steepest(slopes, gap, way, change);
        }
    }

    /** How far a change can go, in the direction in which the slopes lead. */
    private double room(double slope, int way, double at, int k) {
        return slope * way > 0 ? region.high(k) - at : slope * way < 0 ? at - region.low(k) : 0;
    }

    private double share(double slope, int k) {
        return region.ball().norm() == Norm.LINF ? 1 / region.ball().weight(k) : Math.abs(slope);
    }

    /** All move, in proportion to their slopes or by the same, those that meet the box no further. */
    private void spread(double[] slopes, double gap, int way, double[] change) {
        double fixed = 0;
        double rate = 0;
        Arrays.fill(order, 0);
        for (int k = 0; k < change.length; k++) {
            rate += Math.abs(slopes[k]) * share(slopes[k], k);
        }
        double step = 0;
        boolean again = true;
        while (again && rate > 0) {
            step = (gap - fixed) / rate;
            again = false;
            for (int k = 0; k < change.length; k++) {
                double slope = Math.abs(slopes[k]);
                double room = room(slopes[k], way, change[k], k);
                if (order[k] == 0 && slope > 0 && step * share(slope, k) > room) {
                    order[k] = 1;
                    fixed += slope * room;
                    rate -= slope * share(slope, k);
                    again = true;
                }
            }
            if (rate <= 1e-14) {
                break;
            }
        }
        for (int k = 0; k < change.length; k++) {
            double slope = Math.abs(slopes[k]);
            double room = room(slopes[k], way, change[k], k);
            double move = order[k] == 1 ? room : Math.min(room, step * share(slope, k));
            change[k] += slope == 0 ? 0 : Math.signum(slopes[k]) * way * Math.max(0, move);
        }
    }

    /** The steepest moves as far as it can, then the next. */
    private void steepest(double[] slopes, double gap, int way, double[] change) {
        Arrays.fill(order, 0);
        double left = gap;
        for (int i = 0; i < change.length && left > 0; i++) {
            int best = -1;
            double most = 0;
            for (int k = 0; k < change.length; k++) {
                double steep =
                        Math.abs(slopes[k]) / Math.max(1e-12, region.ball().weight(k));
                if (order[k] == 0 && steep > most) {
                    most = steep;
                    best = k;
                }
            }
            if (best < 0) {
                return;
            }
            order[best] = 1;
            double slope = Math.abs(slopes[best]);
            double move = Math.min(room(slopes[best], way, change[best], best), left / slope);
            change[best] += Math.signum(slopes[best]) * way * move;
            left -= move * slope;
        }
    }
}

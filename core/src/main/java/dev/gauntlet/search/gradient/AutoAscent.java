package dev.gauntlet.search.gradient;

import dev.gauntlet.base.Rng;
import java.util.Arrays;
import java.util.Optional;

/**
 * Auto-PGD: steps with momentum that are halved, from the best place so far, where they stop raising the score. Between two
 * classes the cross-entropy has the direction of the margin and grows with it, so that both losses give the same steps.
 *
 * @see <a href="https://arxiv.org/abs/2003.01690">Croce and Hein, ICML 2020, algorithm 1</a>
 */
public final class AutoAscent implements Walk {
    private static final double FIRST = 0.22;
    private static final double SHORTER = 0.03;
    private static final double SHORTEST = 0.06;
    private static final double RISES = 0.75;
    private static final double MOMENTUM = 0.75;

    private final Region region;
    private final int steps;
    private final Optional<Rng> random;

    private final double[] before;
    private final double[] best;
    private final double[] bestSlopes;
    private double step;
    private int taken;
    private int checkpoint;
    private int interval;
    private int rises;
    private boolean halved;
    private double last;
    private double most;
    private double mostAtCheckpoint;

    /**
     * A walk.
     *
     * @param random if it starts at a random change and not at the row
     */
    public AutoAscent(Region region, int steps, Optional<Rng> random) {
        this.region = region;
        this.steps = steps;
        this.random = random;
        before = new double[region.size()];
        best = new double[region.size()];
        bestSlopes = new double[region.size()];
    }

    @Override
    public void start(double[] delta) {
        region.start(random, delta);
        step = 2 * region.radius();
        taken = 0;
        interval = (int) Math.max(1, StrictMath.rint(FIRST * steps));
        checkpoint = interval;
        rises = 0;
        halved = true;
        last = Double.NEGATIVE_INFINITY;
        most = Double.NEGATIVE_INFINITY;
        mostAtCheckpoint = Double.NEGATIVE_INFINITY;
    }

    @Override
    public boolean next(Sight seen, double[] delta) {
        region.within(delta, seen.slopes());
        double margin = seen.margin();
        rises += margin > last ? 1 : 0;
        last = margin;
        if (margin > most || taken == 0) {
            most = margin;
            System.arraycopy(delta, 0, best, 0, best.length);
            System.arraycopy(seen.slopes(), 0, bestSlopes, 0, best.length);
        }
        double[] slopes = seen.slopes();
        boolean again = false;
        if (taken == checkpoint) {
            again = rises < RISES * interval || (!halved && most <= mostAtCheckpoint);
            halved = again;
            if (again) {
                step /= 2;
                System.arraycopy(best, 0, delta, 0, best.length);
                slopes = bestSlopes;
            }
            mostAtCheckpoint = most;
            rises = 0;
            interval = Math.max(interval - (int) StrictMath.rint(SHORTER * steps), (int) Math.max(1, SHORTEST * steps));
            checkpoint += interval;
        }
        if (taken++ == steps) {
            return false;
        }
        double[] from = taken == 1 || again ? delta.clone() : before.clone();
        System.arraycopy(delta, 0, before, 0, before.length);
        region.ball().ascend(slopes, step, delta);
        region.bound(delta);
        if (taken > 1) {
            for (int k = 0; k < delta.length; k++) {
                delta[k] = before[k] + MOMENTUM * (delta[k] - before[k]) + (1 - MOMENTUM) * (before[k] - from[k]);
            }
            region.bound(delta);
        }
        return !Arrays.equals(delta, before) || taken < checkpoint;
    }
}

package dev.gauntlet.search.gradient;

import dev.gauntlet.data.Norm;
import java.util.Arrays;

/**
 * FMN: steps along the slopes, each projected on a ball that shrinks while the row reaches the goal and grows while it does not. Before the
 * first success the ball reaches to where a flat boundary would be.
 *
 * @see <a href="https://arxiv.org/abs/2102.12827">Pintor et al., NeurIPS 2021, algorithm 1</a>
 */
public final class MinimumNorm implements Walk {
    private static final double FIRST_SHARE = 0.05;
    private static final double LAST_SHARE = 0.001;
    private static final double LAST_STEP = 0.01;

    private final Region region;
    private final int steps;
    private final double step;
    private int taken;
    private double radius;
    private double smallest;

    /**
     * A walk.
     *
     * @param step the Euclidean length of the first step, in scales; the last is a hundredth of it
     */
    public MinimumNorm(Region region, int steps, double step) {
        this.region = region;
        this.steps = steps;
        this.step = step;
    }

    @Override
    public void start(double[] delta) {
        Arrays.fill(delta, 0);
        taken = 0;
        radius = 0;
        smallest = Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean next(Sight seen, double[] delta) {
        if (taken == steps) {
            return false;
        }
        region.within(delta, seen.slopes());
        Ball ball = region.ball();
        double share = Cosine.at(taken, steps, FIRST_SHARE, LAST_SHARE);
        double size = ball.size(delta);
        boolean counts = ball.norm() == Norm.L0;
        if (seen.reached()) {
            smallest = Math.min(smallest, size);
            double less = Math.min(radius, smallest);
            radius = counts ? Math.min(less - 1, Math.floor(less * (1 - share))) : less * (1 - share);
        } else if (smallest < Double.POSITIVE_INFINITY) {
            radius = counts ? Math.max(radius + 1, Math.floor(radius * (1 + share))) : radius * (1 + share);
            radius = Math.min(radius, smallest);
        } else {
            double steep = ball.dual(seen.slopes());
            double flat = steep == 0 ? region.radius() : size + Math.abs(seen.margin()) / steep;
            radius = Math.max(radius * (1 + share), counts ? Math.max(1, Math.ceil(flat)) : flat);
        }
        radius = Math.min(radius, region.radius());
        double length = Cosine.at(taken, steps, step, LAST_STEP * step) / Cosine.length(seen.slopes());
        for (int k = 0; k < delta.length && Double.isFinite(length); k++) {
            delta[k] += length * seen.slopes()[k];
        }
        ball.project(delta, radius);
        region.clip(delta);
        taken++;
        return true;
    }
}

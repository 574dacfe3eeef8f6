package dev.gauntlet.search.gradient;

import java.util.Arrays;

/**
 * DDN: a step along the slopes gives the direction of the change; its Euclidean length is set apart from it, and falls while the row
 * reaches the goal and grows while it does not.
 *
 * @see <a href="https://arxiv.org/abs/1811.09600">Rony et al., CVPR 2019, algorithm 1</a>
 */
public final class DecoupledNorm implements Walk {
    private static final double SHARE = 0.05;
    private static final double LAST_STEP = 0.01;

    private final Region region;
    private final int steps;
    private int taken;
    private double length;

    public DecoupledNorm(Region region, int steps) {
        this.region = region;
        this.steps = steps;
    }

    @Override
    public void start(double[] delta) {
        Arrays.fill(delta, 0);
        taken = 0;
        length = 1;
    }

    @Override
    public boolean next(Sight seen, double[] delta) {
        if (taken == steps) {
            return false;
        }
        double step = Cosine.at(taken, steps, 1, LAST_STEP) / Cosine.length(seen.slopes());
        for (int k = 0; k < delta.length && Double.isFinite(step); k++) {
            delta[k] += step * seen.slopes()[k];
        }
        length *= seen.reached() ? 1 - SHARE : 1 + SHARE;
        double now = Cosine.length(delta);
        if (now > 0) {
            Ball.times(delta, length / now);
        }
        region.clip(delta);
        taken++;
        return true;
    }
}

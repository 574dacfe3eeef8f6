package dev.gauntlet.search.gradient;

import dev.gauntlet.base.Rng;
import java.util.Optional;

/**
 * Steps of the same size in the direction in which the score grows most, each projected on the ball and the box.
 *
 * @see <a href="https://arxiv.org/abs/1706.06083">Madry et al., ICLR 2018</a>
 */
public final class ProjectedAscent implements Walk {
    /** Of the radius: that of all steps together. */
    private static final double REACH = 2.5;

    private final Region region;
    private final int steps;
    private final Optional<Rng> random;
    private int left;

    /**
     * A walk.
     *
     * @param random if it starts at a random change and not at the row
     */
    public ProjectedAscent(Region region, int steps, Optional<Rng> random) {
        this.region = region;
        this.steps = steps;
        this.random = random;
    }

    @Override
    public void start(double[] delta) {
        left = steps;
        region.start(random, delta);
    }

    @Override
    public boolean next(Sight seen, double[] delta) {
        if (left-- == 0) {
            return false;
        }
        region.within(delta, seen.slopes());
        region.ball().ascend(seen.slopes(), REACH * region.radius() / steps, delta);
        region.bound(delta);
        return true;
    }
}

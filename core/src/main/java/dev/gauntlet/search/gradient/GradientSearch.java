package dev.gauntlet.search.gradient;

import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.Reply;
import java.util.List;
import java.util.Optional;

/**
 * Walks of one victim, one after the other: each row on the way is made valid, asked with its gradient, and offered if it reached
 * the goal. In the end the smallest change that did is made smaller by halves until it is at the boundary.
 */
public final class GradientSearch implements AttackSearch {
    /** What becomes of a search when a walk reaches the goal. */
    public enum Until {
        /** The walks are over. */
        REACHED,
        /** They go on to smaller changes. */
        SMALLEST
    }

    private final Region region;
    private final List<Walk> walks;
    private final Until until;
    private final int heading;
    private final Sight sight;
    private final double[] delta;
    private final double[] best;
    private final double[] half;
    private double bestSize = Double.POSITIVE_INFINITY;
    private int walk = -1;
    private boolean walking;
    private boolean seen;
    private int halvings;
    private double fails;
    private double reaches = 1;
    /** Of the scores heard, in the wanted direction, the most that did not reach the goal, and the least that did. */
    private double under = Double.NEGATIVE_INFINITY;

    private double over = Double.POSITIVE_INFINITY;
    private double[] asked = {};
    private Optional<Reply> reply = Optional.empty();
    private List<double[]> offered = List.of();

    /**
     * A search.
     *
     * @param heading which way the score must go: 1 up, -1 down
     * @param halvings between the smallest change that was found and the row
     */
    public GradientSearch(Region region, List<Walk> walks, Until until, int heading, int halvings) {
        this.region = region;
        this.walks = List.copyOf(walks);
        this.until = until;
        this.heading = heading;
        this.halvings = halvings;
        this.sight = new Sight(region.size());
        this.delta = new double[region.size()];
        this.best = new double[region.size()];
        this.half = new double[region.size()];
    }

    @Override
    public List<double[]> propose() {
        reply.ifPresent(this::look);
        reply = Optional.empty();
        while (onwards()) {
            Optional<double[]> row = region.row(delta);
            if (row.isPresent()) {
                asked = row.get();
                return row.stream().toList();
            }
            walking = false;
        }
        while (halvings > 0 && Double.isFinite(bestSize)) {
            halvings--;
            double share = (fails + reaches) / 2;
            System.arraycopy(best, 0, half, 0, half.length);
            region.ball().shorten(half, share, bestSize);
            Optional<double[]> row = region.row(half);
            if (row.isPresent()) {
                asked = row.get();
                return row.stream().toList();
            }
            fails = share;
        }
        return List.of();
    }

    /** Whether a walk has somewhere to look. */
    private boolean onwards() {
        if (until == Until.REACHED && Double.isFinite(bestSize)) {
            return false;
        }
        if (walking && seen) {
            seen = false;
            walking = walks.get(walk).next(sight, delta);
        }
        while (!walking && walk < walks.size() && region.size() > 0) {
            walk++;
            if (walk < walks.size()) {
                walks.get(walk).start(delta);
                walking = true;
            }
        }
        return walking;
    }

    private void look(Reply heard) {
        if (!isWalking()) {
            double share = (fails + reaches) / 2;
            fails = heard.reached() ? fails : share;
            reaches = heard.reached() ? share : reaches;
            return;
        }
        double towards = heading * heard.score();
        if (Double.isNaN(towards) || heard.gradient().length == 0) { // not answered
            walking = false;
            return;
        }
        seen = true;
        if (heard.reached()) {
            over = Math.min(over, towards);
        } else {
            under = Math.max(under, towards);
        }
        sight.see(heard.reached(), towards - boundary());
        region.change(asked, sight.at());
        region.slopes(asked, heard.gradient(), heading, sight.slopes());
        region.remember(sight.at(), sight.margin());
        double size = region.ball().size(sight.at());
        if (heard.reached() && size > region.radius() * Region.ROUNDING) {
            region.tighten();
        } else if (heard.reached() && size < bestSize) {
            bestSize = size;
            System.arraycopy(sight.at(), 0, best, 0, best.length);
        }
    }

    private boolean isWalking() {
        return walking && !(until == Until.REACHED && Double.isFinite(bestSize));
    }

    /** Where the score is taken to reach the goal: at even odds, unless what was heard says otherwise. */
    private double boundary() {
        if ((under < 0 && over >= 0) || (under <= 0 && over > 0)) {
            return 0;
        }
        return Double.isInfinite(under) ? over : Double.isInfinite(over) ? under : (under + over) / 2;
    }

    @Override
    public void hear(List<Reply> replies) {
        reply = Optional.of(replies.get(0));
        offered = replies.get(0).reached() ? List.of(asked) : List.of();
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }

    @Override
    public boolean asksGradients() {
        return walk < walks.size();
    }
}

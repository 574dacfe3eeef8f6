package dev.gauntlet.search.gradient;

import dev.gauntlet.data.Norm;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * From the valid change that came closest to the goal, one feature after the other by a unit, or by a small part of the radius where
 * units are smaller: that which promises most for the distance it takes. Where the radius is used up, the change that is worth least for
 * its distance makes room. A step that does not help is taken back and not tried again.
 */
public final class WholeSteps implements Walk {
    /** Of the radius: what a step is at least. */
    private static final double PART = 1 / 16.0;
    /** Steps in turn that did not help, after which it is over. */
    private static final int VAIN = 20;

    private static final double TINY = 1e-12;

    private final Region region;
    private final int steps;
    private final double[] best;
    private final double[] slopes;
    /** Places whose change in a direction did not help: 1 up, 2 down. */
    private final int[] vain;

    private final double[] rates;
    private int[] order = {};
    private double most;
    private int taken;
    private int inVain;
    private int moved;
    private int way;

    public WholeSteps(Region region, int steps) {
        this.region = region;
        this.steps = steps;
        best = new double[region.size()];
        slopes = new double[region.size()];
        vain = new int[region.size()];
        rates = new double[region.size()];
    }

    @Override
    public void start(double[] delta) {
        region.closest(delta);
        Arrays.fill(vain, 0);
        most = Double.NEGATIVE_INFINITY;
        taken = 0;
        inVain = 0;
        moved = -1;
    }

    @Override
    public boolean next(Sight seen, double[] delta) {
        if (taken++ == steps) {
            return false;
        }
        boolean fits = region.ball().size(seen.at()) <= region.radius() * Region.ROUNDING;
        if (moved < 0 || (fits && seen.margin() > most)) {
            most = seen.margin();
            System.arraycopy(seen.at(), 0, best, 0, best.length);
            System.arraycopy(seen.slopes(), 0, slopes, 0, slopes.length);
            Arrays.fill(vain, 0);
            inVain = 0;
        } else {
            vain[moved] |= way > 0 ? 1 : 2;
            inVain++;
        }
        System.arraycopy(best, 0, delta, 0, delta.length);
        return inVain < VAIN && step(delta);
    }

    private double size(int k) {
        double unit = region.unit(k);
        double part = PART * Math.min(1, region.radius());
        return unit == 0 ? part : unit * Math.max(1, Math.floor(part / unit));
    }

    /** What a change by this adds to the square, or the sum, that the radius limits. */
    private double price(int k, double from, double to) {
        double weight = region.ball().weight(k);
        return switch (region.ball().norm()) {
            case L2 -> to * to - from * from;
            case L1, COST -> weight * (Math.abs(to) - Math.abs(from));
            case L0 -> (to == 0 ? 0 : 1) - (from == 0 ? 0 : 1);
            case LINF -> 0;
        };
    }

    private boolean step(double[] delta) {
        Norm norm = region.ball().norm();
        double limit = norm.total(region.radius());
        double room = limit - norm.total(region.ball().size(delta));
        order(delta);
        double value = 0;
        moved = -1;
        for (int k = 0; k < delta.length; k++) {
            int sign = slopes[k] > 0 ? 1 : -1;
            double to = delta[k] + sign * size(k);
            boolean open = slopes[k] != 0 && (vain[k] & (sign > 0 ? 1 : 2)) == 0;
            if (open && to <= region.high(k) + TINY && to >= region.low(k) - TINY) {
                double price = price(k, delta[k], to);
                double gain = Math.abs(slopes[k]) * size(k) - makeRoom(delta, k, price - room, false);
                double worth = gain / Math.max(price, PART * PART * limit);
                if (worth > value) {
                    value = worth;
                    moved = k;
                    way = sign;
                }
            }
        }
        if (moved < 0) {
            return false;
        }
        double to = delta[moved] + way * size(moved);
        makeRoom(delta, moved, price(moved, delta[moved], to) - room, true);
        delta[moved] = to;
        return true;
    }

    /** Orders what can go back by what is lost for the room that it makes. */
    private void order(double[] delta) {
        for (int k = 0; k < delta.length; k++) {
            double to = back(delta, k);
            double made = price(k, delta[k], to);
            rates[k] = made < 0 ? slopes[k] * (delta[k] - to) / -made : Double.POSITIVE_INFINITY;
        }
        order = IntStream.range(0, delta.length)
                .filter(k -> rates[k] < Double.POSITIVE_INFINITY)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> rates[k]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** A change less a step. */
    private double back(double[] delta, int k) {
        return Math.copySign(Math.max(0, Math.abs(delta[k]) - size(k)), delta[k]);
    }

    /**
     * Takes back what is worth least until there is room for another change.
     *
     * @param really whether it is done, or only looked at
     * @return what is lost by it; infinity if there is not so much room
     */
    private double makeRoom(double[] delta, int except, double wanted, boolean really) {
        double left = wanted;
        double lost = 0;
        for (int i = 0; i < order.length && left > TINY; i++) {
            int k = order[i];
            if (k != except) {
                double to = back(delta, k);
                left += price(k, delta[k], to);
                lost += slopes[k] * (delta[k] - to);
                delta[k] = really ? to : delta[k];
            }
        }
        return left > TINY ? Double.POSITIVE_INFINITY : lost;
    }
}

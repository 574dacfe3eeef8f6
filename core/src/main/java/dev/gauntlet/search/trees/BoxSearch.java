package dev.gauntlet.search.trees;

import java.util.Arrays;

/**
 * Looks for a change below a total of parts that reaches the aim, depth first over boxes of options. The bound of a box
 * is the sum of each tree's best leaf among those that the box and what is left of the total reach; a box is split at
 * the split that most separates the best leaves of its two sides, the better side first. Its nearest point is tried
 * before; if that reaches the aim, nothing else in the box is nearer. Nothing is allocated on the way down.
 *
 * <p>Sources: Kantchelian, Tygar, Joseph, Evasion and Hardening of Tree Ensemble Classifiers, ICML 2016 (the problem); Chen
 * et al., Robustness Verification of Tree-based Models, NeurIPS 2019 (leaves that the ball reaches); Devos, Meert, Davis,
 * Versatile Verification of Tree Ensembles, ICML 2021 (search by bounds on outputs).
 */
final class BoxSearch {
    /** What takes the nearest point of a box that reaches the aim. */
    interface Taker {
        /**
         * A point, as the chosen option of each variable.
         *
         * @return the total from which on nothing is wanted any more; infinite if this point is refused; negative to stop
         */
        double take(int[] chosen);
    }

    private final RowTrees trees;
    private final Moves moves;
    private final Taker taker;
    /** Per variable with an order, the first and last option of the box. */
    private final int[] low;

    private final int[] high;
    /** Per variable without one, the options of the box, from {@code word[v]} on. */
    private final long[] box;

    private final int[] word;
    /** Per variable, the cheapest option of the box. */
    private final int[] nearest;
    /** Per tree, the first split that the box leaves open, or a leaf. */
    private final int[] open;
    /** Per tree, the largest output within reach, the output at the nearest point, and how much better left is than right. */
    private final double[] best;

    private final double[] here;
    private final double[] lead;
    private final double[] bound;
    private final double[] point;
    private final double[] weight;
    private final int[] nodeOf;
    private final int[] touched;
    private Trail trail = new Trail();
    /** The total of the nearest point, and the total below which a change must stay. */
    private double spent;

    private double below;
    private double reach;
    private boolean free;
    private long nodes;
    private long limit;
    private boolean stopped;
    private boolean cut;
    /** Not negative if the left side of the split chosen last is better. */
    private double preferred;

    private double[] kept = new double[256];

    BoxSearch(RowTrees trees, Taker taker) {
        this.trees = trees;
        this.moves = trees.moves;
        this.taker = taker;
        int variables = moves.count;
        low = new int[variables];
        high = new int[variables];
        nearest = new int[variables];
        word = new int[variables + 1];
        for (int v = 0; v < variables; v++) {
            word[v + 1] = word[v] + (moves.ordered[v] ? 0 : (moves.options(v) + 63) / 64);
        }
        box = new long[word[variables]];
        int size = trees.root.length;
        open = new int[size];
        best = new double[size];
        here = new double[size];
        lead = new double[size];
        bound = new double[trees.base.length];
        point = new double[trees.base.length];
        weight = new double[trees.splits];
        nodeOf = new int[trees.splits];
        touched = new int[size];
    }

    long nodes() {
        return nodes;
    }

    /**
     * Searches all changes below a total whose numbers move by at most a distance.
     *
     * @param most nodes after which it gives up
     * @return whether it is certain that it took all that there is to take
     */
    boolean search(double total, double distance, long most) {
        begin(total, distance);
        nodes = 0;
        limit = most;
        stopped = false;
        cut = false;
        explore(0, true);
        return !cut;
    }

    /** Whether the bound of the whole box allows such a change. */
    boolean possible(double total, double distance) {
        begin(total, distance);
        return isPossible();
    }

    private void begin(double total, double distance) {
        below = total;
        reach = distance;
        spent = 0;
        free = true;
        for (int v = 0; v < moves.count; v++) {
            int from = moves.first[v];
            nearest[v] = moves.start[v];
            if (moves.ordered[v]) {
                low[v] = moves.start[v];
                high[v] = moves.start[v];
                while (low[v] > 0 && isWithin(from + low[v] - 1)) {
                    low[v]--;
                }
                while (high[v] + 1 < moves.options(v) && isWithin(from + high[v] + 1)) {
                    high[v]++;
                }
            } else {
                Arrays.fill(box, word[v], word[v + 1], 0);
                for (int o = 0; o < moves.options(v); o++) {
                    if (isWithin(from + o)) {
                        box[word[v] + o / 64] |= 1L << (o % 64);
                    }
                }
            }
        }
        for (int k = 0; k < moves.part.length && free; k++) {
            free = moves.part[k] == 0;
        }
        System.arraycopy(trees.base, 0, bound, 0, bound.length);
        System.arraycopy(trees.base, 0, point, 0, point.length);
        trail.size = 0;
        for (int t = 0; t < open.length; t++) {
            open[t] = trees.root[t];
            best[t] = 0;
            here[t] = 0;
            lead[t] = 0;
            refresh(t);
        }
        trail.size = 0;
    }

    private boolean isWithin(int option) {
        return moves.move[option] <= reach && moves.part[option] < below;
    }

    private boolean isPossible() {
        int count = 0;
        for (int m = 0; m < bound.length; m++) {
            count += bound[m] >= trees.enough[m] ? 1 : 0;
        }
        return count >= trees.aim.members;
    }

    private boolean isHere() {
        int count = 0;
        for (int m = 0; m < point.length; m++) {
            count += point[m] >= trees.enough[m] ? 1 : 0;
        }
        return count >= trees.aim.members;
    }

    private void explore(int depth, boolean moved) {
        if (!isPossible()) {
            return;
        }
        if (nodes++ >= limit) {
            stopped = true;
            cut = true;
            return;
        }
        if (moved && isHere()) {
            double left = taker.take(nearest);
            if (left < 0) {
                stopped = true;
                cut = true;
                return;
            }
            below = Math.min(below, left);
            if (left <= spent) {
                return;
            }
        }
        int node = chosen();
        if (node < 0) {
            return;
        }
        boolean leftFirst = preferred >= 0;
        side(node, leftFirst, depth);
        side(node, !leftFirst, depth);
    }

    /** The open split whose sides differ most in the best leaves of the trees that it is the first open split of. */
    private int chosen() {
        int count = 0;
        for (int t = 0; t < open.length; t++) {
            int node = open[t];
            if (trees.variable[node] < 0) {
                continue;
            }
            int s = trees.split[node];
            if (weight[s] == 0) {
                touched[count++] = s;
                nodeOf[s] = node;
            }
            double l = lead[t];
            weight[s] += l == 0 ? 1e-300 : l;
        }
        int chosen = -1;
        double most = -1;
        for (int k = 0; k < count; k++) {
            int s = touched[k];
            double size = Math.abs(weight[s]);
            if (size > most) {
                most = size;
                chosen = nodeOf[s];
                preferred = weight[s];
            }
            weight[s] = 0;
        }
        return chosen;
    }

    private void side(int node, boolean left, int depth) {
        if (stopped || !(spent < below)) {
            return;
        }
        int v = trees.variable[node];
        int mark = trail.size;
        int oldLow = low[v];
        int oldHigh = high[v];
        int oldNearest = nearest[v];
        double oldSpent = spent;
        int words = word[v + 1] - word[v];
        long kept0 = words > 0 ? box[word[v]] : 0;
        long[] oldBox = words > 1 ? Arrays.copyOfRange(box, word[v], word[v + 1]) : NONE;
        keep(depth);
        narrow(node, v, left);
        spent += moves.part[moves.first[v] + nearest[v]] - moves.part[moves.first[v] + oldNearest];
        if (spent < below) {
            if (spent > oldSpent) {
                for (int t = 0; t < open.length; t++) {
                    update(t);
                }
            } else {
                for (int k = trees.from[v]; k < trees.from[v + 1]; k++) {
                    update(trees.using[k]);
                }
            }
            explore(depth + 1, nearest[v] != oldNearest);
        }
        undo(mark);
        restore(depth);
        low[v] = oldLow;
        high[v] = oldHigh;
        nearest[v] = oldNearest;
        spent = oldSpent;
        if (words == 1) {
            box[word[v]] = kept0;
        } else if (words > 1) {
            System.arraycopy(oldBox, 0, box, word[v], words);
        }
    }

    private static final long[] NONE = {};

    private void narrow(int node, int v, boolean left) {
        int at = trees.at[node];
        if (moves.ordered[v]) {
            if (left) {
                high[v] = at - 1;
            } else {
                low[v] = at;
            }
            nearest[v] = Math.max(low[v], Math.min(high[v], nearest[v]));
            return;
        }
        for (int w = word[v]; w < word[v + 1]; w++) {
            long mask = trees.masks[at + w - word[v]];
            box[w] &= left ? mask : ~mask;
        }
        nearest[v] = cheapest(v);
    }

    /** The cheapest option of an unordered variable in the box. */
    private int cheapest(int v) {
        int found = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int w = word[v]; w < word[v + 1]; w++) {
            for (long rest = box[w]; rest != 0; rest &= rest - 1) {
                int o = (w - word[v]) * 64 + Long.numberOfTrailingZeros(rest);
                double cost = moves.part[moves.first[v] + o] + (o == moves.start[v] ? -1e-12 : 0);
                if (cost < least) {
                    least = cost;
                    found = o;
                }
            }
        }
        return found;
    }

    /** Keeps the sums of a depth, so that no rounding adds up on the way down and back. */
    private void keep(int depth) {
        int members = bound.length;
        if (2 * members * (depth + 1) > kept.length) {
            kept = Arrays.copyOf(kept, 2 * Math.max(kept.length, 2 * members * (depth + 1)));
        }
        System.arraycopy(bound, 0, kept, 2 * members * depth, members);
        System.arraycopy(point, 0, kept, 2 * members * depth + members, members);
    }

    private void restore(int depth) {
        int members = bound.length;
        System.arraycopy(kept, 2 * members * depth, bound, 0, members);
        System.arraycopy(kept, 2 * members * depth + members, point, 0, members);
    }

    /** Brings a tree up to date if it is open, and remembers how it was. */
    private void update(int t) {
        if (trees.variable[open[t]] >= 0) {
            trail.push(t, open[t], best[t], here[t], lead[t]);
            refresh(t);
        }
    }

    private void undo(int mark) {
        while (trail.size > mark) {
            int k = --trail.size;
            int t = trail.tree[k];
            open[t] = trail.open[k];
            best[t] = trail.best[k];
            here[t] = trail.here[k];
            lead[t] = trail.lead[k];
        }
    }

    private void refresh(int t) {
        int node = open[t];
        while (trees.variable[node] >= 0) {
            int side = sides(node);
            if (side == BOTH && isFarOpen(node)) {
                break;
            }
            boolean left = side == BOTH ? isNearLeft(node) : side == LEFT;
            node = left ? trees.left[node] : trees.right[node];
        }
        open[t] = node;
        double value;
        double at;
        double more = 0;
        if (trees.variable[node] < 0) {
            value = trees.output[node];
            at = value;
        } else {
            double slack = below - spent;
            boolean nearLeft = isNearLeft(node);
            double near = largest(nearLeft ? trees.left[node] : trees.right[node], slack);
            double far = far(node, nearLeft, slack);
            value = Math.max(near, far);
            double gap = far == Double.NEGATIVE_INFINITY ? 0 : near - far;
            more = nearLeft ? gap : -gap;
            at = atNearest(node);
        }
        int m = trees.memberOf[t];
        bound[m] += value - best[t];
        point[m] += at - here[t];
        best[t] = value;
        here[t] = at;
        lead[t] = more;
    }

    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int BOTH = 3;

    /** Which children options of the box reach. */
    private int sides(int node) {
        int v = trees.variable[node];
        int at = trees.at[node];
        if (moves.ordered[v]) {
            return high[v] < at ? LEFT : low[v] >= at ? RIGHT : BOTH;
        }
        int found = 0;
        for (int w = word[v]; w < word[v + 1]; w++) {
            long mask = trees.masks[at + w - word[v]];
            found |= ((box[w] & mask) != 0 ? LEFT : 0) | ((box[w] & ~mask) != 0 ? RIGHT : 0);
        }
        return found;
    }

    private boolean isNearLeft(int node) {
        int v = trees.variable[node];
        int o = nearest[v];
        return moves.ordered[v] ? o < trees.at[node] : (trees.masks[trees.at[node] + o / 64] >>> (o % 64) & 1) != 0;
    }

    private double atNearest(int from) {
        int node = from;
        while (trees.variable[node] >= 0) {
            node = isNearLeft(node) ? trees.left[node] : trees.right[node];
        }
        return trees.output[node];
    }

    /** The largest output below a node that the box and what is left of the total reach. */
    private double largest(int from, double slack) {
        int node = from;
        while (trees.variable[node] >= 0) {
            int side = sides(node);
            if (side == BOTH) {
                boolean nearLeft = isNearLeft(node);
                double far = far(node, nearLeft, slack);
                double near = largest(nearLeft ? trees.left[node] : trees.right[node], slack);
                return Math.max(near, far);
            }
            node = side == LEFT ? trees.left[node] : trees.right[node];
        }
        return trees.output[node];
    }

    /** The same on the side of an open split where the nearest point is not. */
    private double far(int node, boolean nearLeft, double slack) {
        int child = nearLeft ? trees.right[node] : trees.left[node];
        if (free) {
            return largest(child, slack);
        }
        int v = trees.variable[node];
        int kept = nearest[v];
        int other = other(node, nearLeft);
        double more = moves.part[moves.first[v] + other] - moves.part[moves.first[v] + kept];
        if (more >= slack) {
            return Double.NEGATIVE_INFINITY;
        }
        nearest[v] = other;
        double found = largest(child, slack - Math.max(0, more));
        nearest[v] = kept;
        return found;
    }

    /** The cheapest option of the box on the side of an open split where the nearest point is not. */
    private int other(int node, boolean nearLeft) {
        int v = trees.variable[node];
        int at = trees.at[node];
        return moves.ordered[v] ? (nearLeft ? at : at - 1) : cheapest(v, at, !nearLeft);
    }

    /** Whether what is left of the total reaches that side. */
    private boolean isFarOpen(int node) {
        if (free) {
            return true;
        }
        int from = moves.first[trees.variable[node]];
        double more =
                moves.part[from + other(node, isNearLeft(node))] - moves.part[from + nearest[trees.variable[node]]];
        return more < below - spent;
    }

    private int cheapest(int v, int at, boolean left) {
        int found = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int w = word[v]; w < word[v + 1]; w++) {
            long mask = trees.masks[at + w - word[v]];
            for (long rest = box[w] & (left ? mask : ~mask); rest != 0; rest &= rest - 1) {
                int o = (w - word[v]) * 64 + Long.numberOfTrailingZeros(rest);
                if (moves.part[moves.first[v] + o] < least) {
                    least = moves.part[moves.first[v] + o];
                    found = o;
                }
            }
        }
        return found;
    }

    /** What trees were before boxes were narrowed. */
    private static final class Trail {
        private int size;
        private int[] tree = new int[4096];
        private int[] open = new int[4096];
        private double[] best = new double[4096];
        private double[] here = new double[4096];
        private double[] lead = new double[4096];

        void push(int t, int node, double most, double near, double more) {
            if (size == tree.length) {
                tree = Arrays.copyOf(tree, 2 * size);
                open = Arrays.copyOf(open, 2 * size);
                best = Arrays.copyOf(best, 2 * size);
                here = Arrays.copyOf(here, 2 * size);
                lead = Arrays.copyOf(lead, 2 * size);
            }
            tree[size] = t;
            open[size] = node;
            best[size] = most;
            here[size] = near;
            lead[size++] = more;
        }
    }
}

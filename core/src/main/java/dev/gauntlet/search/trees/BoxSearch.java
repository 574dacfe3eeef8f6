package dev.gauntlet.search.trees;

import java.util.Arrays;

/**
 * Looks for a change below a total of parts that reaches the aim, depth first over boxes of options. The bound of a box
 * is the sum of each tree's best leaf among those that the box and what is left of the total reach; a box is split
 * where the bound falls most on one side, the better side first. Its nearest point is
 * tried before; if that reaches the aim, nothing else in the box is nearer. Nothing is allocated on the way down.
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

    /** The most boxes within each other, so that no stack overflows; a search that needs more is not complete. */
    private static final int DEEPEST = 1500;

    private final RowTrees trees;
    private final Moves moves;
    private final Taker taker;
    private final Box box;
    /** Per tree, the first split that the box leaves open, or a leaf. */
    private final int[] open;
    /** Per tree, the largest output within reach, the output at the nearest point, and how much better left is than right. */
    private final double[] best;

    private final double[] here;
    private final double[] lead;
    private final double[] bound;
    private final double[] point;
    /** Per split, how much of the bound the trees lose on each side of which it is the first open split. */
    private final double[] loseLeft;

    private final double[] loseRight;
    /** Per variable, the most that the path under way has counted for it. */
    private final double[] counted;

    private final int[] nodeOf;
    private final int[] touched;
    private final Trail trail = new Trail();
    /** The total of the nearest point, and the total below which a change must stay. */
    private double spent;

    private double below;
    /** Whether no option adds to the total. */
    private final boolean free;

    private long nodes;
    private long limit;
    private boolean stopped;
    /** Not negative if the left side of the split chosen last is better. */
    private double preferred;

    private double[] kept = new double[256];

    BoxSearch(RowTrees trees, Taker taker) {
        this.trees = trees;
        this.moves = trees.moves;
        this.taker = taker;
        box = new Box(trees);
        int size = trees.root.length;
        open = new int[size];
        best = new double[size];
        here = new double[size];
        lead = new double[size];
        bound = new double[trees.base.length];
        point = new double[trees.base.length];
        loseLeft = new double[trees.splits];
        loseRight = new double[trees.splits];
        counted = new double[moves.count];
        nodeOf = new int[trees.splits];
        Arrays.fill(nodeOf, -1);
        touched = new int[size];
        free = Arrays.stream(moves.part).allMatch(part -> part == 0);
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
        explore(0, true);
        return !stopped;
    }

    /** Whether the bound of the whole box allows such a change. */
    boolean possible(double total, double distance) {
        begin(total, distance);
        return isPossible();
    }

    private void begin(double total, double distance) {
        below = total;
        spent = 0;
        box.fill(total, distance);
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
        if (nodes++ >= limit || depth >= DEEPEST) {
            stopped = true;
            return;
        }
        if (moved && isHere()) {
            double left = taker.take(box.nearest);
            if (left < 0) {
                stopped = true;
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

    /** The first open split of trees on one side of which the bound falls most. */
    private int chosen() {
        int count = 0;
        for (int t = 0; t < open.length; t++) {
            int node = open[t];
            if (trees.variable[node] < 0) {
                continue;
            }
            int s = trees.split[node];
            if (nodeOf[s] < 0) {
                touched[count++] = s;
                nodeOf[s] = node;
            }
            if (lead[t] > 0) {
                loseRight[s] += lead[t];
            } else {
                loseLeft[s] -= lead[t];
            }
        }
        int chosen = -1;
        double most = -1;
        for (int k = 0; k < count; k++) {
            int s = touched[k];
            double size = Math.max(loseLeft[s], loseRight[s]);
            if (size > most) {
                most = size;
                chosen = nodeOf[s];
                preferred = loseRight[s] - loseLeft[s];
            }
            loseLeft[s] = 0;
            loseRight[s] = 0;
            nodeOf[s] = -1;
        }
        return chosen;
    }

    private void side(int node, boolean left, int depth) {
        if (stopped || !(spent < below)) {
            return;
        }
        int v = trees.variable[node];
        int mark = trail.size;
        int oldNearest = box.nearest[v];
        double oldSpent = spent;
        double oldPart = box.part(v);
        keep(depth);
        box.narrow(node, left);
        spent += box.part(v) - oldPart;
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
            explore(depth + 1, box.nearest[v] != oldNearest);
        }
        undo(mark);
        restore(depth);
        box.widen(v);
        spent = oldSpent;
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
            int side = box.sides(node);
            if (side == Box.BOTH && isFarOpen(node)) {
                break;
            }
            boolean left = side == Box.BOTH ? box.isNearLeft(node) : side == Box.LEFT;
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
            boolean nearLeft = box.isNearLeft(node);
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

    private double atNearest(int from) {
        int node = from;
        while (trees.variable[node] >= 0) {
            node = box.isNearLeft(node) ? trees.left[node] : trees.right[node];
        }
        return trees.output[node];
    }

    /** The largest output below a node that the box and what is left of the total reach. */
    private double largest(int from, double slack) {
        int node = from;
        while (trees.variable[node] >= 0) {
            int side = box.sides(node);
            if (side == Box.BOTH) {
                boolean nearLeft = box.isNearLeft(node);
                double far = far(node, nearLeft, slack);
                double near = largest(nearLeft ? trees.left[node] : trees.right[node], slack);
                return Math.max(near, far);
            }
            node = side == Box.LEFT ? trees.left[node] : trees.right[node];
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
        int kept = box.nearest[v];
        double before = counted[v];
        double old = Math.max(before, box.part(v));
        box.nearest[v] = box.other(node, nearLeft);
        // A path that comes back to a cheaper option has counted the dearer one, and counts only what goes beyond it.
        counted[v] = Math.max(old, box.part(v));
        double more = counted[v] - old;
        double found = more < slack ? largest(child, slack - more) : Double.NEGATIVE_INFINITY;
        box.nearest[v] = kept;
        counted[v] = before;
        return found;
    }

    /** Whether what is left of the total reaches that side. */
    private boolean isFarOpen(int node) {
        if (free) {
            return true;
        }
        int v = trees.variable[node];
        double more = moves.part[moves.first[v] + box.other(node, box.isNearLeft(node))] - box.part(v);
        return more < below - spent;
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

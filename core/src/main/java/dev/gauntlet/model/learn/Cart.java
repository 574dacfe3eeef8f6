package dev.gauntlet.model.learn;

import dev.gauntlet.base.Rng;
import dev.gauntlet.model.kernel.Tree;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Grows one classification tree by exact splits that lower the Gini impurity most; the leaf's output is its weighted
 * share of malicious rows. A missing value goes the way of the heavier child.
 *
 * <p>Source: Breiman, Friedman, Olshen, Stone, "Classification and Regression Trees", 1984. Not thread-safe.
 */
final class Cart {
    /**
     * When to stop.
     *
     * @param depth the most splits on a path; 0 is no limit
     * @param minLeaf the least weight of a leaf
     * @param features how many features, not constant at the node, compete for each split
     */
    record Limits(int depth, int minLeaf, int features) {}

    private record Job(int node, int from, int to, int depth) {}

    private final Columns data;
    private final int[] weights;
    private final Limits limits;
    private final Rng rng;
    private final int[] rows;
    private final int[] scratch;
    private final long[] keys;
    private final int[] order;
    private final Tree.Builder tree = new Tree.Builder();

    private int bestColumn;
    private int bestLower;
    private int bestHigher;
    private boolean bestMissingLeft;
    private double bestPurity;

    /** Prepares to grow on rows with whole weights (bootstrap counts); rows of weight 0 are left out. */
    Cart(Columns data, int[] weights, Limits limits, Rng rng) {
        this.data = data;
        this.weights = weights;
        this.limits = limits;
        this.rng = rng;
        int used = 0;
        int[] kept = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                kept[used++] = i;
            }
        }
        rows = Arrays.copyOf(kept, used);
        scratch = new int[used];
        keys = new long[used];
        order = new int[data.width()];
        for (int j = 0; j < order.length; j++) {
            order[j] = j;
        }
    }

    Tree grow() {
        Deque<Job> jobs = new ArrayDeque<>();
        jobs.push(new Job(tree.node(), 0, rows.length, 0));
        while (!jobs.isEmpty()) {
            Job job = jobs.pop();
            double bad = 0;
            double all = 0;
            for (int i = job.from; i < job.to; i++) {
                int weight = weights[rows[i]];
                all += weight;
                bad += data.malicious(rows[i]) ? weight : 0;
            }
            boolean grows = bad > 0 && bad < all && (limits.depth == 0 || job.depth < limits.depth);
            if (!grows || !findSplit(job.from, job.to, bad, all)) {
                tree.leaf(job.node, bad / all);
                continue;
            }
            int middle = partition(job.from, job.to);
            int left = tree.node();
            int right = tree.node();
            tree.split(
                    job.node,
                    bestColumn,
                    data.between(bestColumn, bestLower, bestHigher),
                    bestMissingLeft,
                    left,
                    right);
            jobs.push(new Job(right, middle, job.to, job.depth + 1));
            jobs.push(new Job(left, job.from, middle, job.depth + 1));
        }
        return tree.build();
    }

    private boolean findSplit(int from, int to, double bad, double all) {
        bestColumn = -1;
        bestPurity = Double.NEGATIVE_INFINITY;
        int tried = 0;
        for (int k = 0; k < order.length && tried < limits.features; k++) {
            if (limits.features < order.length) {
                int other = k + rng.nextInt(order.length - k);
                int swap = order[k];
                order[k] = order[other];
                order[other] = swap;
            }
            tried += tryColumn(order[k], from, to, bad, all) ? 1 : 0;
        }
        return bestColumn >= 0;
    }

    /** Tries every threshold of a column; false if it is constant here. */
    private boolean tryColumn(int column, int from, int to, double bad, double all) {
        int count = 0;
        double lostBad = bad;
        double lost = all;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            int rank = data.rank(column, row);
            if (rank != Columns.MISSING) {
                boolean malicious = data.malicious(row);
                keys[count++] = ((long) rank << 32) | ((long) weights[row] << 1) | (malicious ? 1 : 0);
                lost -= weights[row];
                lostBad -= malicious ? weights[row] : 0;
            }
        }
        Arrays.sort(keys, 0, count);
        if (count == 0 || keys[0] >>> 32 == keys[count - 1] >>> 32) {
            return false;
        }
        scan(column, count, new double[] {bad, all, lostBad, lost});
        return true;
    }

    private void scan(int column, int count, double[] totals) {
        double bad = totals[0];
        double all = totals[1];
        double lostBad = totals[2];
        double lost = totals[3];
        double leftBad = 0;
        double left = 0;
        for (int i = 0; i + 1 < count; i++) {
            long weight = (keys[i] & 0xFFFFFFFFL) >>> 1;
            left += weight;
            leftBad += (keys[i] & 1) * weight;
            if (keys[i] >>> 32 == keys[i + 1] >>> 32) {
                continue;
            }
            boolean missingLeft = left >= all - lost - left;
            double leftAll = missingLeft ? left + lost : left;
            double badLeft = missingLeft ? leftBad + lostBad : leftBad;
            double rightAll = all - leftAll;
            if (leftAll < limits.minLeaf || rightAll < limits.minLeaf) {
                continue;
            }
            // Lowering sum n p (1 - p) is raising sum of squares over n, as the total of malicious rows is fixed.
            double purity = badLeft * badLeft / leftAll + (bad - badLeft) * (bad - badLeft) / rightAll;
            if (purity > bestPurity) {
                bestPurity = purity;
                bestColumn = column;
                bestLower = (int) (keys[i] >>> 32);
                bestHigher = (int) (keys[i + 1] >>> 32);
                bestMissingLeft = missingLeft;
            }
        }
    }

    private int partition(int from, int to) {
        int left = from;
        int kept = 0;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            int rank = data.rank(bestColumn, row);
            if (rank == Columns.MISSING ? bestMissingLeft : rank <= bestLower) {
                rows[left++] = row;
            } else {
                scratch[kept++] = row;
            }
        }
        System.arraycopy(scratch, 0, rows, left, kept);
        return left;
    }
}

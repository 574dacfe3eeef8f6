package dev.gauntlet.model.learn;

import dev.gauntlet.base.Rng;
import dev.gauntlet.model.kernel.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Grows one classification tree by exact splits that lower the Gini impurity most. Of two classes a leaf's output is its
 * weighted share of the second; of more it is the place of the leaf's shares. A missing value goes the way of the heavier
 * child.
 *
 * <p>Source: Breiman, Friedman, Olshen, Stone, "Classification and Regression Trees", 1984. Not thread-safe.
 */
final class Cart {
    /**
     * When to stop.
     *
     * @param depth the largest depth; 0 is no limit
     * @param minLeaf the least weight of a leaf
     * @param features how many features, not constant at the node, compete for each split
     */
    record Limits(int depth, int minLeaf, int features) {}

    /** Ranks are counted rather than sorted where there are at most so many for each row of the node. */
    private static final int SPARSE = 4;

    /** So few rows are sorted by comparing. */
    private static final int FEW = 40;

    private record Job(int node, int from, int to, int depth) {}

    private final Columns data;
    private final int[] weights;
    private final Limits limits;
    private final Rng rng;
    private final int[] rows;
    private final int[] scratch;
    private long[] keys;
    private long[] spare;
    private final int[] starts;
    private final int[] order;
    private final Tree.Builder tree = new Tree.Builder();
    private final List<double[]> shares = new ArrayList<>();
    private final int classes;
    private final int first;
    private final int shift;
    /** Weight by class: of the node, of its rows whose value is missing, and left of a threshold. */
    private final double[] all;

    private final double[] lost;
    private final double[] below;

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
        classes = data.classes();
        first = classes == 2 ? 1 : 0; // of two classes the squares of one tell which split is purer
        shift = 32 - Integer.numberOfLeadingZeros(classes - 1);
        all = new double[classes];
        lost = new double[classes];
        below = new double[classes];
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
        spare = new long[used];
        starts = new int[SPARSE * used + 1];
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
            Arrays.fill(all, 0);
            for (int i = job.from; i < job.to; i++) {
                all[data.label(rows[i])] += weights[rows[i]];
            }
            tree.cover(job.node, sum(all));
            boolean grows = limits.depth == 0 || job.depth < limits.depth;
            if (isPure() || !grows || !findSplit(job.from, job.to)) {
                leaf(job.node);
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

    /** The shares of the classes in each leaf, in the order the leaves were made. */
    List<double[]> shares() {
        return shares;
    }

    private boolean isPure() {
        int present = 0;
        for (double weight : all) {
            present += weight > 0 ? 1 : 0;
        }
        return present < 2;
    }

    private void leaf(int node) {
        double total = sum(all);
        if (classes == 2) {
            tree.leaf(node, all[1] / total);
            return;
        }
        tree.leaf(node, shares.size());
        double[] share = new double[classes];
        for (int c = 0; c < classes; c++) {
            share[c] = all[c] / total;
        }
        shares.add(share);
    }

    private boolean findSplit(int from, int to) {
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
            tried += tryColumn(order[k], from, to) ? 1 : 0;
        }
        return bestColumn >= 0;
    }

    /** Tries every threshold of a column; false if it is constant here. */
    private boolean tryColumn(int column, int from, int to) {
        int count = 0;
        int lowest = Integer.MAX_VALUE;
        int highest = Columns.MISSING;
        System.arraycopy(all, 0, lost, 0, classes);
        for (int i = from; i < to; i++) {
            int row = rows[i];
            int rank = data.rank(column, row);
            if (rank != Columns.MISSING) {
                int label = data.label(row);
                keys[count++] = ((long) rank << 32) | ((long) weights[row] << shift) | label;
                lost[label] -= weights[row];
                lowest = Math.min(lowest, rank);
                highest = Math.max(highest, rank);
            }
        }
        if (lowest >= highest) {
            return false;
        }
        sort(count, lowest, highest);
        scan(column, count, sum(all), sum(lost));
        return true;
    }

    /** Sorts the keys by rank; the order of equal ranks does not matter. */
    private void sort(int count, int lowest, int highest) {
        int span = highest - lowest + 1;
        if (count <= FEW || span > SPARSE * count) {
            Arrays.sort(keys, 0, count);
            return;
        }
        Arrays.fill(starts, 0, span + 1, 0);
        for (int i = 0; i < count; i++) {
            starts[(int) (keys[i] >>> 32) - lowest + 1]++;
        }
        for (int r = 1; r < span; r++) {
            starts[r] += starts[r - 1];
        }
        for (int i = 0; i < count; i++) {
            spare[starts[(int) (keys[i] >>> 32) - lowest]++] = keys[i];
        }
        long[] sorted = spare;
        spare = keys;
        keys = sorted;
    }

    private void scan(int column, int count, double total, double missing) {
        Arrays.fill(below, 0);
        double left = 0;
        for (int i = 0; i + 1 < count; i++) {
            long weight = (keys[i] & 0xFFFFFFFFL) >>> shift;
            left += weight;
            below[(int) (keys[i] & ((1L << shift) - 1))] += weight;
            if (keys[i] >>> 32 == keys[i + 1] >>> 32) {
                continue;
            }
            boolean missingLeft = left >= total - missing - left;
            double leftAll = missingLeft ? left + missing : left;
            double rightAll = total - leftAll;
            if (leftAll < limits.minLeaf || rightAll < limits.minLeaf) {
                continue;
            }
            double purity = purity(missingLeft, leftAll, rightAll);
            if (purity > bestPurity) {
                bestPurity = purity;
                bestColumn = column;
                bestLower = (int) (keys[i] >>> 32);
                bestHigher = (int) (keys[i + 1] >>> 32);
                bestMissingLeft = missingLeft;
            }
        }
    }

    /** Lowering the sum of n p (1 - p) is raising the sum of squares over n, as each class's total is fixed. */
    private double purity(boolean missingLeft, double leftAll, double rightAll) {
        double leftSquares = 0;
        double rightSquares = 0;
        for (int c = first; c < classes; c++) {
            double l = missingLeft ? below[c] + lost[c] : below[c];
            leftSquares += l * l;
            rightSquares += (all[c] - l) * (all[c] - l);
        }
        return leftSquares / leftAll + rightSquares / rightAll;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
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

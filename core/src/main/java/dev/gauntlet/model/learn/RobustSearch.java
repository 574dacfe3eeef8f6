package dev.gauntlet.model.learn;

import dev.gauntlet.model.learn.RobustSplits.Sides;
import java.util.Arrays;

/**
 * Finds the best split of a node by one sweep over the cuts of each column: at every cut the rows that are left of it whatever an
 * attacker does, those right of it, and those that he can place on either side. A missing value goes the way of the heavier child. Not
 * thread-safe.
 */
final class RobustSearch {
    /** The rows that can be in a node, and where the splits above it lie, by column. */
    static final class Node {
        final int[] rows;
        final int depth;
        private final double[] above;
        private final double[] below;

        private Node(int[] rows, int depth, double[] above, double[] below) {
            this.rows = rows;
            this.depth = depth;
            this.above = above;
            this.below = below;
        }
    }

    private final ReachableValues values;
    private final RobustSplits splits;
    private final int minLeaf;
    private final double[] weight;
    private final int[] count;
    /** By bin and class, the weight of the rows whose least value is in it; the same of the largest values; counts by bin. */
    private final double[] lows;

    private final double[] highs;
    private final int[] lowCounts;
    private final int[] highCounts;
    /** Of the split that is looked at, of the rows whose value is missing, of both together, and of the best split. */
    private final Sides now = new Sides();

    private final Sides missing = new Sides();
    private final Sides tried = new Sides();
    private final Sides best = new Sides();
    private int column;
    private int firstCut;
    private int lastCut;
    private boolean missingLeft;
    private double loss;

    /**
     * Searches over weighted rows.
     *
     * @param weight in the loss, by row
     * @param count by row, how often it counts for the size of a leaf; rows of count 0 are left out
     * @param minLeaf the least count of the rows that can be in a leaf
     */
    RobustSearch(ReachableValues values, RobustSplits splits, double[] weight, int[] count, int minLeaf) {
        this.values = values;
        this.splits = splits;
        this.weight = weight;
        this.count = count;
        this.minLeaf = minLeaf;
        int bins = 1
                + Arrays.stream(values.cuts).mapToInt(cuts -> cuts.length).max().orElse(0);
        lows = new double[2 * bins];
        highs = new double[2 * bins];
        lowCounts = new int[bins];
        highCounts = new int[bins];
    }

    /** All rows. */
    Node root() {
        double[] above = new double[values.width];
        double[] below = new double[values.width];
        Arrays.fill(above, Double.NEGATIVE_INFINITY);
        Arrays.fill(below, Double.POSITIVE_INFINITY);
        int[] rows = new int[values.size];
        int size = 0;
        for (int i = 0; i < rows.length; i++) {
            rows[size] = i;
            size += count[i] > 0 ? 1 : 0;
        }
        return new Node(Arrays.copyOf(rows, size), 0, above, below);
    }

    /** The column of the split that was found. */
    int column() {
        return column;
    }

    /** Values below it go left: midway between the cuts that part the rows of the node in this way. */
    double threshold() {
        double[] cuts = values.cuts[column];
        return firstCut == lastCut ? cuts[firstCut] : cuts[firstCut] / 2 + cuts[lastCut] / 2;
    }

    boolean missingLeft() {
        return missingLeft;
    }

    /** The weights on both sides and between. */
    Sides sides() {
        return best;
    }

    /** Whether some split on one of the first {@code many} columns has a smaller loss than none. */
    boolean finds(Node node, int[] columns, int many, double without) {
        loss = without;
        column = -1;
        for (int k = 0; k < many; k++) {
            int bins = values.cuts[columns[k]].length + 1;
            if (bins > 1) {
                splits.on(columns[k]);
                fill(node, columns[k], bins);
                sweep(node, columns[k], bins);
            }
        }
        return column >= 0;
    }

    private void fill(Node node, int j, int bins) {
        char[] low = values.lowBins(j);
        char[] high = values.highBins(j);
        Arrays.fill(lows, 0, 2 * bins, 0);
        Arrays.fill(lowCounts, 0, bins, 0);
        missing.clear();
        now.clear();
        for (int row : node.rows) {
            int bin = low[row];
            if (bin == ReachableValues.MISSING) {
                missing.right(weight[row], count[row], values.malicious[row]);
                continue;
            }
            lows[2 * bin + (values.malicious[row] ? 1 : 0)] += weight[row];
            lowCounts[bin] += count[row];
        }
        for (int b = 0; b < bins; b++) {
            now.rightHarmless += lows[2 * b];
            now.rightMalicious += lows[2 * b + 1];
            now.rightCount += lowCounts[b];
        }
        if (high == low) {
            System.arraycopy(lows, 0, highs, 0, 2 * bins);
            System.arraycopy(lowCounts, 0, highCounts, 0, bins);
            return;
        }
        Arrays.fill(highs, 0, 2 * bins, 0);
        Arrays.fill(highCounts, 0, bins, 0);
        for (int row : node.rows) {
            int bin = high[row];
            if (bin != ReachableValues.MISSING) {
                highs[2 * bin + (values.malicious[row] ? 1 : 0)] += weight[row];
                highCounts[bin] += count[row];
            }
        }
    }

    private void sweep(Node node, int j, int bins) {
        double[] cuts = values.cuts[j];
        int considered = -1; // the last cut that parts the rows in another way than the one before
        for (int k = 0; k + 1 < bins; k++) {
            boolean same = lowCounts[k] == 0 && highCounts[k] == 0;
            if (!same) {
                now.enter(lows[2 * k], lows[2 * k + 1], lowCounts[k]);
                now.leave(highs[2 * k], highs[2 * k + 1], highCounts[k]);
            }
            if (cuts[k] <= node.above[j] || cuts[k] >= node.below[j]) {
                continue;
            }
            if (!same || considered < 0) {
                considered = k;
                consider(j, k);
            } else if (column == j && firstCut == considered) {
                lastCut = k;
            }
        }
    }

    private void consider(int j, int cut) {
        tried.set(now);
        boolean left = now.left() >= now.right();
        if (missing.rightCount > 0) {
            tried.add(missing, left);
        }
        if (tried.leftCount + tried.betweenCount < minLeaf || tried.rightCount + tried.betweenCount < minLeaf) {
            return;
        }
        double its = splits.split(tried);
        if (its < loss) {
            loss = its;
            column = j;
            firstCut = cut;
            lastCut = cut;
            missingLeft = left;
            best.set(tried);
        }
    }

    /** Whether a row can go left at the split that was found. */
    boolean canGoLeft(int row) {
        int bin = values.lowBins(column)[row];
        return bin == ReachableValues.MISSING ? missingLeft : bin <= firstCut;
    }

    /** Whether a row can go right there. */
    boolean canGoRight(int row) {
        int bin = values.highBins(column)[row];
        return bin == ReachableValues.MISSING ? !missingLeft : bin > firstCut;
    }

    /**
     * One side of the split that was found.
     *
     * @param goes by row, whether it can be there
     */
    Node child(Node node, boolean left, boolean[] goes) {
        double[] above = node.above.clone();
        double[] below = node.below.clone();
        (left ? below : above)[column] = threshold();
        int[] rows = new int[node.rows.length];
        int size = 0;
        for (int row : node.rows) {
            rows[size] = row;
            size += goes[row] ? 1 : 0;
        }
        return new Node(Arrays.copyOf(rows, size), node.depth + 1, above, below);
    }
}

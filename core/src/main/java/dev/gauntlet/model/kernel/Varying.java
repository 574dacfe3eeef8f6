package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Arrays;

/**
 * One row with one feature at many values, all of which go down a tree together: in order of size, they separate only
 * where a split uses that feature.
 */
final class Varying {
    private final TreeTable table;
    private final boolean floats;
    private final double[] row;
    private final int feature;
    private final double[] sorted;
    private final double[] sums;

    private Varying(TreeTable table, double[] row, int feature, double[] values) {
        Require.same("columns", table.inputs, row.length);
        Require.between("feature", feature, 0, table.inputs - 1.0);
        this.table = table;
        floats = table.precision == Precision.FLOAT;
        this.row = seen(row);
        this.feature = feature;
        sorted = seen(values);
        Arrays.sort(sorted);
        sums = new double[sorted.length];
    }

    private double[] seen(double[] values) {
        double[] seen = values.clone();
        if (floats) {
            for (int i = 0; i < seen.length; i++) {
                seen[i] = (float) seen[i];
            }
        }
        return seen;
    }

    /** Per value, the sum of all trees in their order. */
    static double[] sums(TreeTable table, double start, double[] row, int feature, double[] values) {
        Varying varying = new Varying(table, row, feature, values);
        Arrays.fill(varying.sums, start);
        varying.add();
        double[] asked = varying.seen(values);
        for (int i = 0; i < asked.length; i++) {
            asked[i] = varying.sums[Arrays.binarySearch(varying.sorted, asked[i])];
        }
        return asked;
    }

    private void add() {
        int numbers = sorted.length;
        while (numbers > 0 && Double.isNaN(sorted[numbers - 1])) {
            numbers--;
        }
        for (int root : table.roots) {
            add(root, 0, numbers);
            add(root, numbers, sorted.length);
        }
    }

    /** Takes the values {@code from} to {@code to} down from a node; all of them are numbers, or none is. */
    private void add(int start, int from, int to) {
        int node = start;
        int low = from;
        int high = to;
        while (!table.isLeaf(node) && low < high) {
            int cut = table.feature(node) != feature
                    ? table.goesLeft(node, row[table.feature(node)]) ? high : low
                    : cut(node, low, high);
            if (cut - low > high - cut) {
                add(table.right(node), cut, high);
                node = table.left(node);
                high = cut;
            } else {
                add(table.left(node), low, cut);
                node = table.right(node);
                low = cut;
            }
        }
        addLeaf(table.value[node], low, high);
    }

    private int cut(int node, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (table.goesLeft(node, sorted[middle])) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void addLeaf(double leaf, int from, int to) {
        for (int i = from; i < to; i++) {
            sums[i] = floats ? (float) sums[i] + (float) leaf : sums[i] + leaf;
        }
    }
}

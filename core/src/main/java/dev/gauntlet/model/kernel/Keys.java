package dev.gauntlet.model.kernel;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.TreeEnsemble.Precision;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Numbers as integers of the same order, so close together that the sign of a difference tells which way a row goes,
 * without a branch. A row has a key per slot; a slot is a column that some split looks at, with the side its missing
 * values take. Keys stand for values exactly: a row goes right of a split where its key is above {@link #bound}.
 */
final class Keys {
    private static final long LEAST = Double.doubleToRawLongBits(0x1p-511);
    private static final long MOST = Double.doubleToRawLongBits(0x1p511);
    /** Above every key, that of a value missing to the right included. */
    static final long NEVER = MOST - LEAST + 1;
    /** Below every bound, that of a split whose threshold no number is below included. */
    private static final long ALWAYS = -NEVER - 2;

    private final boolean floats;
    private final int[] column;
    private final long[] missing;
    /** Per column and side of missing values, its slot; -1 where no split needs one. */
    private final int[] slotOf;
    /** The thresholds of each column in order, whose ranks are the keys where some threshold is too great or too small. */
    private final double[][] ranks;

    private Keys(TreeTable table, double[][] ranks) {
        floats = table.precision == Precision.FLOAT;
        slotOf = new int[2 * table.inputs];
        Arrays.fill(slotOf, -1);
        for (int node = 0; node < table.nodes(); node++) {
            if (!table.isLeaf(node)) {
                slotOf[place(table, node)] = 0;
            }
        }
        int[] used =
                IntStream.range(0, slotOf.length).filter(p -> slotOf[p] == 0).toArray();
        column = new int[used.length];
        missing = new long[used.length];
        for (int s = 0; s < used.length; s++) {
            slotOf[used[s]] = s;
            column[s] = used[s] / 2;
            missing[s] = used[s] % 2 == 0 ? NEVER : ALWAYS;
        }
        this.ranks = ranks;
    }

    static Keys of(TreeTable table) {
        for (int node = 0; node < table.nodes(); node++) {
            double size = Math.abs(table.value[node]);
            boolean isExact =
                    size == 0 || (size > 0x1p-511 && size < 0x1p511) || table.value[node] == Double.NEGATIVE_INFINITY;
            if (!table.isLeaf(node) && !isExact) {
                return new Keys(table, ranks(table));
            }
        }
        return new Keys(table, new double[0][]);
    }

    private static double[][] ranks(TreeTable table) {
        int[] counts = new int[table.inputs];
        for (int node = 0; node < table.nodes(); node++) {
            if (!table.isLeaf(node)) {
                counts[table.feature(node)]++;
            }
        }
        double[][] ranks = new double[table.inputs][];
        for (int j = 0; j < ranks.length; j++) {
            ranks[j] = new double[counts[j]];
        }
        for (int node = 0; node < table.nodes(); node++) {
            if (!table.isLeaf(node)) {
                int column = table.feature(node);
                ranks[column][--counts[column]] = table.value[node] + 0.0;
            }
        }
        for (int j = 0; j < ranks.length; j++) {
            ranks[j] = ranks[j].length < 2
                    ? ranks[j]
                    : Arrays.stream(ranks[j]).sorted().distinct().toArray();
        }
        return ranks;
    }

    private static int place(TreeTable table, int node) {
        return 2 * table.feature(node) + (table.missingLeft(node) ? 1 : 0);
    }

    /** How many keys a row has, at least one. */
    int slots() {
        return Math.max(1, column.length);
    }

    /** The slot that a split looks at. */
    int slot(TreeTable table, int node) {
        return slotOf[place(table, node)];
    }

    /** The greatest key that goes left of a split. */
    long bound(TreeTable table, int node) {
        return key(table.feature(node), table.value[node]) - 1;
    }

    /** Writes the keys of rows {@code from} to {@code to}, row by row; {@code row} has room for one. */
    void write(Rows rows, int from, int to, double[] row, long[] into) {
        for (int i = from, at = 0; i < to; i++, at += slots()) {
            rows.read(i, row);
            for (int s = 0; s < column.length; s++) {
                double x = floats ? (float) row[column[s]] : row[column[s]];
                into[at + s] = Double.isNaN(x) ? missing[s] : key(column[s], x);
            }
        }
    }

    private long key(int feature, double x) {
        if (ranks.length > 0) {
            int found = Arrays.binarySearch(ranks[feature], x + 0.0);
            return found < 0 ? -found - 1 : found + 1;
        }
        long bits = Double.doubleToRawLongBits(x + 0.0);
        long size = Math.min(Math.max(bits & Long.MAX_VALUE, LEAST), MOST) - LEAST;
        return size ^ (bits >> 63);
    }
}

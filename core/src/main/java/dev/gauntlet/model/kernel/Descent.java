package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;

/**
 * The descent of rows through all trees, block by block; if the rows are too few to fill the lanes, they descend many
 * trees at once.
 */
final class Descent {
    private final int trees;
    private final int inputs;
    private final Keys keys;
    private final TreeLayout layout;

    Descent(TreeTable table) {
        trees = table.trees();
        inputs = table.inputs;
        keys = Keys.of(table);
        int depth = table.depth();
        layout = PaddedTrees.suits(table, depth) ? new PaddedTrees(table, keys, depth) : new DeepTrees(table, keys);
    }

    /** Receives the leaves that were reached; of each row, the trees come in their order. */
    @FunctionalInterface
    interface Arrivals {
        /** Rows {@code row} to {@code row + count} of a tree reached the nodes {@code leaves[at]} on. */
        void at(int tree, int row, int count, int[] leaves, int at);
    }

    void of(Rows rows, Arrivals arrivals) {
        Require.same("columns", inputs, rows.width());
        int most = TreeLayout.round(Math.min(rows.size(), layout.block()));
        double[] row = new double[inputs];
        long[] block = new long[most * keys.slots()];
        int[] leaves = new int[Math.max(most, TreeLayout.round(trees))];
        for (int from = 0; from < rows.size(); from += most) {
            int count = Math.min(most, rows.size() - from);
            keys.write(rows, from, from + count, row, block);
            if (count < TreeLayout.LANES) {
                across(block, from, count, leaves, arrivals);
            } else {
                down(block, from, count, leaves, arrivals);
            }
        }
    }

    private void down(long[] block, int from, int count, int[] leaves, Arrivals arrivals) {
        for (int t = 0; t < trees; t++) {
            for (int i = 0; i < count; i += TreeLayout.LANES) {
                layout.descend(block, i, t, true, leaves);
            }
            arrivals.at(t, from, count, leaves, 0);
        }
    }

    private void across(long[] block, int from, int count, int[] leaves, Arrivals arrivals) {
        for (int i = 0; i < count; i++) {
            for (int t = 0; t < trees; t += TreeLayout.LANES) {
                layout.descend(block, i, t, false, leaves);
            }
            for (int t = 0; t < trees; t++) {
                arrivals.at(t, from + i, 1, leaves, t);
            }
        }
    }
}

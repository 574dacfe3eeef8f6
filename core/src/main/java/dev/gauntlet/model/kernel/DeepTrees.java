package dev.gauntlet.model.kernel;

/**
 * Trees of any depth, the children of a split side by side, a node of several parents beside each of its siblings. A
 * leaf is a split that always leads back to itself; eight pairs descend in parallel until all have reached a leaf.
 */
final class DeepTrees implements TreeLayout {
    private static final int MOST_ROWS = 1024;
    private static final int MOST_KEYS = 1 << 16;

    private final int slots;
    private final int[] roots;
    private final int[] slot;
    private final long[] bound;
    private final int[] child;
    private final int[] origin;

    DeepTrees(TreeTable table, Keys keys) {
        slots = keys.slots();
        int trees = table.trees();
        int[] pair = new int[table.nodes()];
        int size = trees;
        for (int node = 0; node < pair.length; node++) {
            if (!table.isLeaf(node)) {
                pair[node] = size;
                size += 2;
            }
        }
        roots = new int[TreeLayout.round(trees)];
        slot = new int[size];
        bound = new long[size];
        child = new int[size];
        origin = new int[size];
        for (int t = 0; t < trees; t++) {
            roots[t] = t;
            put(table, keys, table.roots[t], t, pair);
        }
        for (int node = 0; node < pair.length; node++) {
            if (!table.isLeaf(node)) {
                put(table, keys, table.left(node), pair[node], pair);
                put(table, keys, table.right(node), pair[node] + 1, pair);
            }
        }
    }

    private void put(TreeTable table, Keys keys, int node, int at, int[] pair) {
        boolean leaf = table.isLeaf(node);
        origin[at] = node;
        slot[at] = leaf ? 0 : keys.slot(table, node);
        bound[at] = leaf ? Keys.NEVER : keys.bound(table, node);
        child[at] = leaf ? at : pair[node];
    }

    /** The larger the trees, the more rows share what of them was fetched into the cache. */
    @Override
    public int block() {
        int most = Math.min(MOST_ROWS, MOST_KEYS / slots);
        return Math.max(64, TreeLayout.round(Math.min(most, origin.length / roots.length / 16)));
    }

    @Override
    public void descend(long[] keys, int row, int tree, boolean rows, int[] leaves) {
        int at = rows ? row : tree;
        int k = row * slots;
        int w = rows ? slots : 0;
        int step = rows ? 0 : 1;
        int a = roots[tree];
        int b = roots[tree + step];
        int c = roots[tree + 2 * step];
        int d = roots[tree + 3 * step];
        int e = roots[tree + 4 * step];
        int f = roots[tree + 5 * step];
        int g = roots[tree + 6 * step];
        int h = roots[tree + 7 * step];
        int before;
        int sum = 0;
        do {
            before = sum;
            a = next(keys, k, a);
            b = next(keys, k + w, b);
            c = next(keys, k + 2 * w, c);
            d = next(keys, k + 3 * w, d);
            e = next(keys, k + 4 * w, e);
            f = next(keys, k + 5 * w, f);
            g = next(keys, k + 6 * w, g);
            h = next(keys, k + 7 * w, h);
            sum = a + b + c + d + e + f + g + h;
        } while (sum != before);
        leaves[at] = origin[a];
        leaves[at + 1] = origin[b];
        leaves[at + 2] = origin[c];
        leaves[at + 3] = origin[d];
        leaves[at + 4] = origin[e];
        leaves[at + 5] = origin[f];
        leaves[at + 6] = origin[g];
        leaves[at + 7] = origin[h];
    }

    private int next(long[] keys, int row, int node) {
        return child[node] + (int) ((bound[node] - keys[row + slot[node]]) >>> 63);
    }
}

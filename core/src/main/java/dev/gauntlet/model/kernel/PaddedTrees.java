package dev.gauntlet.model.kernel;

/**
 * Shallow trees, all padded to complete trees of one depth. Level by level the nodes of all trees are side by side, so
 * that the children of place q of a level are at 2q and 2q + 1 of the next.
 */
final class PaddedTrees implements TreeLayout {
    private static final int DEEPEST = 8;
    /** How many leaves may be made of each node before trees are too uneven to be padded; few nodes may always be. */
    private static final int MOST = 16;

    private static final int FEW = 1 << 12;

    private final int depth;
    private final int wide;
    private final int slots;
    private final int[] slot;
    private final long[] bound;
    private final int[] leaf;

    PaddedTrees(TreeTable table, Keys keys, int depth) {
        this.depth = depth;
        wide = TreeLayout.round(table.trees());
        slots = keys.slots();
        slot = new int[wide * ((1 << depth) - 1)];
        bound = new long[slot.length];
        leaf = new int[wide << depth];
        for (int t = 0; t < table.trees(); t++) {
            put(table, keys, table.roots[t], 0, t);
        }
    }

    /** Whether trees are shallow, and alike enough that one deep tree does not blow up many small ones. */
    static boolean suits(TreeTable table, int depth) {
        return depth <= DEEPEST && (long) table.trees() << depth <= (long) MOST * Math.max(FEW, table.nodes());
    }

    private void put(TreeTable table, Keys keys, int node, int level, int place) {
        if (level == depth) {
            leaf[place] = node;
            return;
        }
        boolean isLeaf = table.isLeaf(node);
        if (!isLeaf) {
            int at = wide * ((1 << level) - 1) + place;
            slot[at] = keys.slot(table, node);
            bound[at] = keys.bound(table, node);
        }
        put(table, keys, isLeaf ? node : table.left(node), level + 1, 2 * place);
        put(table, keys, isLeaf ? node : table.right(node), level + 1, 2 * place + 1);
    }

    @Override
    public int block() {
        return 64;
    }

    @Override
    public void descend(long[] keys, int row, int tree, boolean rows, int[] leaves) {
        int step = rows ? 0 : 1;
        int k = row * slots;
        int w = rows ? slots : 0;
        int a = tree;
        int b = a + step;
        int c = b + step;
        int d = c + step;
        int e = d + step;
        int f = e + step;
        int g = f + step;
        int h = g + step;
        for (int level = 0, from = 0; level < depth; from += wide << level++) {
            a = 2 * a + right(keys, k, from + a);
            b = 2 * b + right(keys, k + w, from + b);
            c = 2 * c + right(keys, k + 2 * w, from + c);
            d = 2 * d + right(keys, k + 3 * w, from + d);
            e = 2 * e + right(keys, k + 4 * w, from + e);
            f = 2 * f + right(keys, k + 5 * w, from + f);
            g = 2 * g + right(keys, k + 6 * w, from + g);
            h = 2 * h + right(keys, k + 7 * w, from + h);
        }
        int at = rows ? row : tree;
        leaves[at] = leaf[a];
        leaves[at + 1] = leaf[b];
        leaves[at + 2] = leaf[c];
        leaves[at + 3] = leaf[d];
        leaves[at + 4] = leaf[e];
        leaves[at + 5] = leaf[f];
        leaves[at + 6] = leaf[g];
        leaves[at + 7] = leaf[h];
    }

    private int right(long[] keys, int row, int node) {
        return (int) ((bound[node] - keys[row + slot[node]]) >>> 63);
    }
}

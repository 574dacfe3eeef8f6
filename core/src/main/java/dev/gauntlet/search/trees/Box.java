package dev.gauntlet.search.trees;

import java.util.Arrays;

/** A box of options: a range for each variable with an order, a set for each other one, and the cheapest point of both. */
final class Box {
    static final int LEFT = 1;
    static final int RIGHT = 2;
    static final int BOTH = 3;

    /** Per variable, the cheapest option of the box; while a path is followed, that which the path needs. */
    final int[] nearest;

    private final RowTrees trees;
    private final Moves moves;
    private final int[] low;
    private final int[] high;
    /** The sets, one bit an option; that of a variable starts at {@code word[v]}. */
    private final long[] sets;

    private final int[] word;
    private long[] kept = new long[256];
    private int top;

    Box(RowTrees trees) {
        this.trees = trees;
        this.moves = trees.moves;
        int variables = moves.count;
        low = new int[variables];
        high = new int[variables];
        nearest = new int[variables];
        word = new int[variables + 1];
        for (int v = 0; v < variables; v++) {
            word[v + 1] = word[v] + (moves.ordered[v] ? 0 : (moves.options(v) + 63) / 64);
        }
        sets = new long[word[variables]];
    }

    /** Makes it all options below a total of parts whose numbers move by at most a distance. */
    void fill(double below, double reach) {
        top = 0;
        for (int v = 0; v < moves.count; v++) {
            nearest[v] = moves.start[v];
            if (moves.ordered[v]) {
                low[v] = moves.start[v];
                high[v] = moves.start[v];
                while (low[v] > 0 && isWithin(v, low[v] - 1, below, reach)) {
                    low[v]--;
                }
                while (high[v] + 1 < moves.options(v) && isWithin(v, high[v] + 1, below, reach)) {
                    high[v]++;
                }
                continue;
            }
            Arrays.fill(sets, word[v], word[v + 1], 0);
            for (int o = 0; o < moves.options(v); o++) {
                if (isWithin(v, o, below, reach)) {
                    sets[word[v] + o / 64] |= 1L << (o % 64);
                }
            }
        }
    }

    private boolean isWithin(int v, int option, double below, double reach) {
        int at = moves.first[v] + option;
        return moves.move[at] <= reach && moves.part[at] < below;
    }

    /** What the cheapest option of a variable adds to the total. */
    double part(int v) {
        return moves.part[moves.first[v] + nearest[v]];
    }

    /** Which children of a split options of the box reach. */
    int sides(int node) {
        int v = trees.variable[node];
        int at = trees.at[node];
        if (moves.ordered[v]) {
            return high[v] < at ? LEFT : low[v] >= at ? RIGHT : BOTH;
        }
        int found = 0;
        for (int w = word[v]; w < word[v + 1]; w++) {
            long mask = trees.masks[at + w - word[v]];
            found |= ((sets[w] & mask) != 0 ? LEFT : 0) | ((sets[w] & ~mask) != 0 ? RIGHT : 0);
        }
        return found;
    }

    /** Whether the cheapest point goes left at a split. */
    boolean isNearLeft(int node) {
        int v = trees.variable[node];
        int o = nearest[v];
        return moves.ordered[v] ? o < trees.at[node] : (trees.masks[trees.at[node] + o / 64] >>> (o % 64) & 1) != 0;
    }

    /** The cheapest option of the box on the side of an open split where the cheapest point is not. */
    int other(int node, boolean nearLeft) {
        int v = trees.variable[node];
        int at = trees.at[node];
        if (moves.ordered[v]) {
            return nearLeft ? at : at - 1;
        }
        int found = -1;
        for (int w = word[v]; w < word[v + 1]; w++) {
            long mask = trees.masks[at + w - word[v]];
            found = cheaper(v, found, w, sets[w] & (nearLeft ? ~mask : mask));
        }
        return found;
    }

    /** The cheapest of one option and those in a word; the one that changes nothing is the cheapest of equals. */
    private int cheaper(int v, int option, int w, long set) {
        int from = moves.first[v];
        int found = option;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            int o = (w - word[v]) * 64 + Long.numberOfTrailingZeros(rest);
            boolean better = found < 0
                    || moves.part[from + o] < moves.part[from + found]
                    || (o == moves.start[v] && moves.part[from + found] == 0);
            found = better ? o : found;
        }
        return found;
    }

    /** Keeps what {@link #narrow} changes until {@link #widen}. */
    void narrow(int node, boolean left) {
        int v = trees.variable[node];
        int at = trees.at[node];
        int words = word[v + 1] - word[v];
        if (top + words + 3 > kept.length) {
            kept = Arrays.copyOf(kept, 2 * (kept.length + words + 3));
        }
        System.arraycopy(sets, word[v], kept, top, words);
        top += words;
        kept[top++] = low[v];
        kept[top++] = high[v];
        kept[top++] = nearest[v];
        if (moves.ordered[v]) {
            low[v] = left ? low[v] : at;
            high[v] = left ? at - 1 : high[v];
            nearest[v] = Math.max(low[v], Math.min(high[v], nearest[v]));
            return;
        }
        int found = -1;
        for (int w = word[v]; w < word[v + 1]; w++) {
            long mask = trees.masks[at + w - word[v]];
            sets[w] &= left ? mask : ~mask;
            found = cheaper(v, found, w, sets[w]);
        }
        nearest[v] = found;
    }

    /** Undoes the last {@link #narrow}, which was of this variable. */
    void widen(int v) {
        nearest[v] = (int) kept[--top];
        high[v] = (int) kept[--top];
        low[v] = (int) kept[--top];
        int words = word[v + 1] - word[v];
        top -= words;
        System.arraycopy(kept, top, sets, word[v], words);
    }
}

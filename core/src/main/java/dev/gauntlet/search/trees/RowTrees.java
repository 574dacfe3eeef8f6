package dev.gauntlet.search.trees;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Trees as one row sees them: splits between options of its variables, without branches that no option reaches, and
 * outputs with the sign that is wanted. A split of a variable with an order sends options below {@link #at} left;
 * another one those in the mask that starts at {@link #at} in {@link #masks}.
 */
final class RowTrees {
    final Moves moves;
    final Aim aim;
    final int[] root;
    final int[] memberOf;
    /** Per node, the variable of its split; -1 of a leaf. */
    int[] variable = new int[1024];

    int[] at = new int[1024];
    /** Per node, the number of its split: the same for all nodes that divide options alike. */
    int[] split = new int[1024];

    int[] left = new int[1024];
    int[] right = new int[1024];
    double[] output = new double[1024];
    long[] masks = new long[64];
    int splits;
    int nodes;
    /** Per variable, the trees with a split of it, from {@code from[v]} to {@code from[v + 1]}. */
    final int[] from;

    final int[] using;
    /** Per member, the signed start of its sum, and the sum up to which it surely stays below the aim. */
    final double[] base;

    final double[] enough;

    private final SplitTrees trees;
    private final int[] orderedSplit;
    private final Map<String, Integer> masked = new HashMap<>();
    private int maskEnd;
    /** Per feature with an order, the option from which values are at or above each cut. */
    private final int[][] optionOfCut;

    RowTrees(Aim aim, Moves moves) {
        this.aim = aim;
        this.moves = moves;
        this.trees = aim.trees();
        this.memberOf = trees.memberOf;
        orderedSplit = new int[moves.part.length + 1];
        Arrays.fill(orderedSplit, -1);
        optionOfCut = new int[moves.variable.length][];
        root = new int[trees.roots.length];
        for (int t = 0; t < root.length; t++) {
            root[t] = copy(trees.roots[t], trees.memberOf[t]);
        }
        int members = aim.sign.length;
        double[] errors = trees.errors();
        base = new double[members];
        enough = new double[members];
        for (int m = 0; m < members; m++) {
            base[m] = aim.sign[m] * trees.start(m);
            enough[m] = aim.least[m] - errors[m];
        }
        from = new int[moves.count + 1];
        using = users();
    }

    private int copy(int node, int member) {
        int j = trees.feature[node];
        if (j < 0) {
            int leaf = add();
            variable[leaf] = -1;
            output[leaf] = aim.sign[member] * trees.output[node];
            return leaf;
        }
        int v = moves.variable[j];
        return moves.ordered[v] ? ordered(node, member, j, v) : choice(node, member, j, v);
    }

    private int ordered(int node, int member, int j, int v) {
        int bound = option(j, v, trees.cut[node]);
        if (bound == 0) {
            return copy(trees.right[node], member);
        }
        if (bound == moves.options(v)) {
            return copy(trees.left[node], member);
        }
        int own = add();
        variable[own] = v;
        at[own] = bound;
        int number = moves.first[v] + bound;
        if (orderedSplit[number] < 0) {
            orderedSplit[number] = splits++;
        }
        split[own] = orderedSplit[number];
        return branch(own, node, member);
    }

    private int branch(int own, int node, int member) {
        int below = copy(trees.left[node], member);
        int above = copy(trees.right[node], member);
        left[own] = below;
        right[own] = above;
        return own;
    }

    private int option(int j, int v, double cut) {
        double[] cuts = trees.cuts[j];
        if (optionOfCut[j] == null) {
            optionOfCut[j] = new int[cuts.length];
            int option = 0;
            for (int k = 0; k < cuts.length; k++) {
                while (option < moves.options(v) && moves.value[moves.first[v] + option] < cuts[k]) {
                    option++;
                }
                optionOfCut[j][k] = option;
            }
        }
        return optionOfCut[j][Arrays.binarySearch(cuts, cut)];
    }

    private int choice(int node, int member, int j, int v) {
        int options = moves.options(v);
        long[] mask = new long[(options + 63) / 64];
        int inside = 0;
        for (int o = 0; o < options; o++) {
            if (trees.goesLeft(node, member, moves.value(v, o, j))) {
                mask[o / 64] |= 1L << (o % 64);
                inside++;
            }
        }
        if (inside == 0 || inside == options) {
            return copy(inside == 0 ? trees.right[node] : trees.left[node], member);
        }
        int own = add();
        variable[own] = v;
        String key = v + Arrays.toString(mask);
        Integer known = masked.get(key);
        if (known == null) {
            masked.put(key, own);
            at[own] = maskEnd;
            split[own] = splits++;
            while (maskEnd + mask.length > masks.length) {
                masks = Arrays.copyOf(masks, 2 * masks.length);
            }
            System.arraycopy(mask, 0, masks, maskEnd, mask.length);
            maskEnd += mask.length;
        } else {
            at[own] = at[known];
            split[own] = split[known];
        }
        return branch(own, node, member);
    }

    private int add() {
        if (nodes == variable.length) {
            variable = Arrays.copyOf(variable, 2 * nodes);
            at = Arrays.copyOf(at, 2 * nodes);
            split = Arrays.copyOf(split, 2 * nodes);
            left = Arrays.copyOf(left, 2 * nodes);
            right = Arrays.copyOf(right, 2 * nodes);
            output = Arrays.copyOf(output, 2 * nodes);
        }
        return nodes++;
    }

    /** The trees that use each variable. The nodes of a tree are contiguous, and its root is the first. */
    private int[] users() {
        int[] tree = new int[nodes];
        int[] last = new int[moves.count];
        Arrays.fill(last, -1);
        for (int i = 0, t = -1; i < nodes; i++) {
            t += t + 1 < root.length && root[t + 1] == i ? 1 : 0;
            boolean isNew = variable[i] >= 0 && last[variable[i]] != t;
            tree[i] = isNew ? t : -1;
            if (isNew) {
                last[variable[i]] = t;
                from[variable[i] + 1]++;
            }
        }
        for (int v = 0; v < moves.count; v++) {
            from[v + 1] += from[v];
        }
        int[] next = from.clone();
        int[] users = new int[from[moves.count]];
        for (int i = 0; i < nodes; i++) {
            if (tree[i] >= 0) {
                users[next[variable[i]]++] = tree[i];
            }
        }
        return users;
    }
}

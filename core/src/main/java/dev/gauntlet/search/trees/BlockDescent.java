package dev.gauntlet.search.trees;

import dev.gauntlet.data.Norm;
import java.util.Arrays;

/**
 * A fast attack that finds a change, not always the least: it gives variables the option that helps the aim most for what
 * it adds, one after another, until the aim is reached, and then takes every variable back as far as the aim allows, the
 * dearest first, until nothing can be taken back any more.
 *
 * <p>Compare Zhang, Zhang, Hsieh, An Efficient Adversarial Attack for Tree Ensembles, NeurIPS 2020, which moves between tuples
 * of leaves.
 */
public final class BlockDescent {
    private static final int STEPS = 10_000;
    private static final double ROUNDING = 1e-12;

    private final Norm norm;
    private final double reach;

    /**
     * A descent.
     *
     * @param norm what is made small
     * @param reach the largest move of a number that is allowed, in scales
     */
    public BlockDescent(Norm norm, double reach) {
        this.norm = norm;
        this.reach = reach;
    }

    /** The change that it finds; its lower bound is 0, and its nodes are the rows that it looked at. */
    public LeastChange of(Aim aim, double[] row) {
        if (aim.reached(row)) {
            return new LeastChange(0, 0, row, 0, 0);
        }
        Walk walk = new Walk(aim, row);
        if (!walk.climb()) {
            return new LeastChange(0, Double.POSITIVE_INFINITY, new double[0], walk.looked, 0);
        }
        walk.descend();
        double[] changed = walk.row();
        return new LeastChange(0, norm.of(aim.trees().schema, row, changed), changed, walk.looked, 0);
    }

    private final class Walk {
        private final Aim aim;
        private final Moves moves;
        private final RowTrees trees;
        private final int[] at;
        private final double[][] gain;
        private long looked;

        Walk(Aim aim, double[] row) {
            this.aim = aim;
            moves = new Moves(aim.trees(), row, norm, reach);
            trees = new RowTrees(aim, moves);
            at = Arrays.copyOf(moves.start, moves.count);
            gain = new double[moves.count][];
            for (int v = 0; v < moves.count; v++) {
                gain[v] = new double[moves.options(v)];
            }
        }

        double[] row() {
            double[] row = moves.row.clone();
            for (int v = 0; v < moves.count; v++) {
                if (at[v] != moves.start[v]) {
                    moves.put(v, at[v], row);
                }
            }
            return row;
        }

        /** What an option costs: its part, or under {@link Norm#LINF} its move. */
        private double cost(int v, int option) {
            int k = moves.first[v] + option;
            return norm == Norm.LINF ? moves.move[k] : moves.part[k];
        }

        /** The sum of all trees' outputs at each option of a variable, the others as they are. */
        private double[] sweep(int v) {
            Arrays.fill(gain[v], 0);
            for (int k = trees.from[v]; k < trees.from[v + 1]; k++) {
                int t = trees.using[k];
                for (int o = 0; o < gain[v].length; o++) {
                    gain[v][o] += leaf(trees.root[t], v, o);
                }
            }
            looked += gain[v].length;
            return gain[v];
        }

        private double leaf(int root, int v, int option) {
            int node = root;
            while (trees.variable[node] >= 0) {
                int w = trees.variable[node];
                int o = w == v ? option : at[w];
                boolean left = moves.ordered[w]
                        ? o < trees.at[node]
                        : (trees.masks[trees.at[node] + o / 64] >>> (o % 64) & 1) != 0;
                node = left ? trees.left[node] : trees.right[node];
            }
            return trees.output[node];
        }

        /** Goes on until the aim is reached, or nothing helps. */
        boolean climb() {
            for (int step = 0; !aim.reached(row()); step++) {
                int best = -1;
                int option = 0;
                double most = 0;
                for (int v = 0; v < moves.count; v++) {
                    if (trees.from[v] == trees.from[v + 1]) {
                        continue;
                    }
                    double[] sums = sweep(v);
                    for (int o = 0; o < sums.length; o++) {
                        double more = sums[o] - sums[at[v]];
                        double rate = more / Math.max(1e-9, cost(v, o) - cost(v, at[v]));
                        if (more > ROUNDING && rate > most) {
                            most = rate;
                            best = v;
                            option = o;
                        }
                    }
                }
                if (best < 0 || step == STEPS) {
                    return false;
                }
                at[best] = option;
            }
            return true;
        }

        /** Takes back what can be taken back, the dearest variable first. */
        void descend() {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = false;
                Integer[] order = new Integer[moves.count];
                Arrays.setAll(order, v -> v);
                Arrays.sort(order, (a, b) -> Double.compare(cost(b, at[b]), cost(a, at[a])));
                for (int v : order) {
                    goesOn |= at[v] != moves.start[v] && cheaper(v);
                }
            }
        }

        private boolean cheaper(int v) {
            int kept = at[v];
            int best = kept;
            for (int o = 0; o < moves.options(v); o++) {
                if (cost(v, o) < cost(v, best)) {
                    at[v] = o;
                    looked++;
                    best = aim.reached(row()) ? o : best;
                }
            }
            at[v] = best;
            return best != kept;
        }
    }
}

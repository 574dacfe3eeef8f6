package dev.gauntlet.model.explain;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import java.util.List;

/**
 * Exact Shapley values of trees, path-dependent: where a feature is not known, a row goes both ways of its splits, by the
 * shares of the training rows that did. The margin is a base and a sum of leaves, for a mean the sum over the number of
 * trees, for an isolation forest the base-2 logarithm of the score.
 *
 * <p>Source: Lundberg and others, "From local explanations to global understanding with explainable AI for trees", Nature
 * Machine Intelligence 2, 2020, Algorithm 2.
 */
final class TreeShap implements Division {
    private final List<Tree> trees;
    private final boolean floats;
    private final double factor;
    private final double expectation;
    private final int deepest;

    TreeShap(TreeEnsemble ensemble) {
        trees = ensemble.apart();
        floats = ensemble.precision() == TreeEnsemble.Precision.FLOAT;
        factor = switch (ensemble.output()) {
            case LOGIT_SUM, NUMBER_SUM -> 1;
            case PROBABILITY_MEAN -> 1.0 / trees.size();
            case ISOLATION -> -1 / (trees.size() * ensemble.base());
        };
        boolean starts = ensemble.output() == TreeEnsemble.Output.LOGIT_SUM
                || ensemble.output() == TreeEnsemble.Output.NUMBER_SUM;
        double sum = 0;
        int depth = 0;
        for (Tree tree : trees) {
            sum += mean(tree);
            depth = Math.max(depth, depth(tree));
        }
        expectation = (starts ? ensemble.base() : 0) + factor * sum;
        deepest = depth;
    }

    /** The share of a parent's training rows that went to one child; half where no row came. */
    private static double share(Tree tree, int node, int child) {
        return tree.cover(node) > 0 ? tree.cover(child) / tree.cover(node) : 0.5;
    }

    private static double mean(Tree tree) {
        double[] mean = new double[tree.size()];
        for (int i = mean.length - 1; i >= 0; i--) {
            mean[i] = tree.isLeaf(i)
                    ? tree.output(i)
                    : share(tree, i, tree.left(i)) * mean[tree.left(i)]
                            + share(tree, i, tree.right(i)) * mean[tree.right(i)];
        }
        return mean[0];
    }

    private static int depth(Tree tree) {
        int[] depth = new int[tree.size()];
        int deepest = 0;
        for (int i = 0; i < depth.length; i++) {
            deepest = Math.max(deepest, depth[i]);
            if (!tree.isLeaf(i)) {
                depth[tree.left(i)] = depth[i] + 1;
                depth[tree.right(i)] = depth[i] + 1;
            }
        }
        return deepest;
    }

    @Override
    public double expectation() {
        return expectation;
    }

    @Override
    public Rows divide(Rows rows) {
        int width = rows.width();
        double[] all = new double[Math.multiplyExact(rows.size(), width)];
        double[] row = new double[width];
        double[] sums = new double[width];
        Walk walk = new Walk(row, sums, deepest);
        for (int i = 0; i < rows.size(); i++) {
            rows.read(i, row);
            for (int j = 0; floats && j < width; j++) {
                row[j] = (float) row[j];
            }
            java.util.Arrays.fill(sums, 0);
            for (Tree tree : trees) {
                walk.take(tree);
            }
            for (int j = 0; j < width; j++) {
                all[i * width + j] = factor * sums[j];
            }
        }
        return Rows.of(rows.size(), width, all);
    }

    /**
     * The path of one row through all branches of a tree. The path to a node holds the features split on so far, each
     * once: with {@code zero}, the share of training rows that pass where the feature is unknown, {@code one}, whether
     * the row itself passes, and {@code weight} by the number of known features. Each level's path lies behind its
     * parent's.
     */
    private static final class Walk {
        private final double[] row;
        private final double[] sums;
        private final int[] feature;
        private final double[] zero;
        private final double[] one;
        private final double[] weight;

        Walk(double[] row, double[] sums, int deepest) {
            this.row = row;
            this.sums = sums;
            // Each feature is on a path once.
            int room = (deepest + 2) * (Math.min(deepest, row.length) + 3);
            feature = new int[room];
            zero = new double[room];
            one = new double[room];
            weight = new double[room];
        }

        void take(Tree tree) {
            visit(tree, 0, 0, 0, 1, 1, -1);
        }

        private void visit(Tree tree, int node, int length, int parent, double zeroShare, double oneShare, int split) {
            if (zeroShare == 0 && oneShare == 0) {
                return;
            }
            int path = parent + length + 1;
            System.arraycopy(feature, parent, feature, path, length + 1);
            System.arraycopy(zero, parent, zero, path, length + 1);
            System.arraycopy(one, parent, one, path, length + 1);
            System.arraycopy(weight, parent, weight, path, length + 1);
            extend(path, length, zeroShare, oneShare, split);
            if (tree.isLeaf(node)) {
                for (int k = 1; k <= length; k++) {
                    double share = one[path + k] - zero[path + k];
                    sums[feature[path + k]] += unwound(path, length, k) * share * tree.output(node);
                }
                return;
            }
            int column = tree.feature(node);
            int before = 1;
            while (before <= length && feature[path + before] != column) {
                before++;
            }
            double zeroBefore = 1;
            double oneBefore = 1;
            int kept = length;
            if (before <= length) {
                zeroBefore = zero[path + before];
                oneBefore = one[path + before];
                unwind(path, length, before);
                kept--;
            }
            double x = row[column];
            boolean goesLeft = x < tree.threshold(node) || (tree.missingLeft(node) && Double.isNaN(x));
            int hot = goesLeft ? tree.left(node) : tree.right(node);
            int cold = goesLeft ? tree.right(node) : tree.left(node);
            visit(tree, hot, kept + 1, path, share(tree, node, hot) * zeroBefore, oneBefore, column);
            visit(tree, cold, kept + 1, path, share(tree, node, cold) * zeroBefore, 0, column);
        }

        private void extend(int path, int length, double zeroShare, double oneShare, int split) {
            feature[path + length] = split;
            zero[path + length] = zeroShare;
            one[path + length] = oneShare;
            weight[path + length] = length == 0 ? 1 : 0;
            for (int i = length - 1; i >= 0; i--) {
                weight[path + i + 1] += oneShare * weight[path + i] * (i + 1) / (length + 1);
                weight[path + i] = zeroShare * weight[path + i] * (length - i) / (length + 1);
            }
        }

        /** Takes one feature out of the path. */
        private void unwind(int path, int length, int out) {
            double next = weight[path + length];
            for (int i = length - 1; i >= 0; i--) {
                if (one[path + out] != 0) {
                    double before = weight[path + i];
                    weight[path + i] = next * (length + 1) / ((i + 1) * one[path + out]);
                    next = before - weight[path + i] * zero[path + out] * (length - i) / (length + 1);
                } else {
                    weight[path + i] = weight[path + i] * (length + 1) / (zero[path + out] * (length - i));
                }
            }
            for (int i = out; i < length; i++) {
                feature[path + i] = feature[path + i + 1];
                zero[path + i] = zero[path + i + 1];
                one[path + i] = one[path + i + 1];
            }
        }

        /** The sum of the weights if one feature were taken out. */
        private double unwound(int path, int length, int out) {
            double next = weight[path + length];
            double total = 0;
            for (int i = length - 1; i >= 0; i--) {
                if (one[path + out] != 0) {
                    double now = next * (length + 1) / ((i + 1) * one[path + out]);
                    total += now;
                    next = weight[path + i] - now * zero[path + out] * (length - i) / (length + 1);
                } else {
                    total += weight[path + i] * (length + 1) / (zero[path + out] * (length - i));
                }
            }
            return total;
        }
    }
}

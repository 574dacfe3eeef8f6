package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.Scores.Scale;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A sum or mean of trees with two outcomes per split and one number per leaf. A row goes left where its value is below
 * the threshold; a missing value goes the split's default way.
 *
 * <p>All trees lie in flat arrays. Node {@code i} is a leaf where {@code left[i] < 0}, and {@code value[i]} is then its
 * output; otherwise {@code value[i]} is its threshold. A tree's nodes are contiguous and children come after their
 * parent.
 */
public final class TreeEnsemble implements Kernel {
    /** How numbers are compared and summed, which is the trained library's own business. */
    public enum Precision {
        /** Values and thresholds are cast to float and outputs summed as floats, as XGBoost does. */
        FLOAT,
        DOUBLE
    }

    /** What becomes of the trees' outputs. */
    public enum Output {
        /** base + sum: a log-odds. */
        LOGIT_SUM,
        /** The mean: a probability. */
        PROBABILITY_MEAN,
        /** 2^(-mean / base): the isolation forest's score from path lengths. */
        ISOLATION
    }

    private static final int BLOCK = 64;

    private final int inputs;
    private final Precision precision;
    private final Output output;
    private final double base;
    private final int[] roots;
    private final int[] feature;
    private final double[] value;
    private final int[] left;
    private final int[] right;
    private final boolean[] missingLeft;

    private TreeEnsemble(
            int inputs,
            Precision precision,
            Output output,
            double base,
            int[] roots,
            int[] feature,
            double[] value,
            int[] left,
            int[] right,
            boolean[] missingLeft) {
        this.inputs = inputs;
        this.precision = precision;
        this.output = output;
        this.base = base;
        this.roots = roots;
        this.feature = feature;
        this.value = value;
        this.left = left;
        this.right = right;
        this.missingLeft = missingLeft;
    }

    /**
     * An ensemble from its trees.
     *
     * @param base the starting log-odds, or the normalising path length of an isolation forest; else 0
     */
    public static TreeEnsemble of(
            int inputs, Precision precision, Output output, double base, java.util.List<Tree> trees) {
        Require.notEmpty("trees", trees);
        int nodes = trees.stream().mapToInt(Tree::size).sum();
        int[] roots = new int[trees.size()];
        int[] feature = new int[nodes];
        double[] value = new double[nodes];
        int[] left = new int[nodes];
        int[] right = new int[nodes];
        boolean[] missingLeft = new boolean[nodes];
        int at = 0;
        for (int t = 0; t < roots.length; t++) {
            roots[t] = at;
            Tree tree = trees.get(t);
            for (int i = 0; i < tree.size(); i++) {
                feature[at + i] = tree.isLeaf(i) ? -1 : tree.feature(i);
                value[at + i] = tree.isLeaf(i) ? tree.output(i) : tree.threshold(i);
                left[at + i] = tree.isLeaf(i) ? -1 : at + tree.left(i);
                right[at + i] = tree.isLeaf(i) ? -1 : at + tree.right(i);
                missingLeft[at + i] = !tree.isLeaf(i) && tree.missingLeft(i);
            }
            at += tree.size();
        }
        TreeEnsemble ensemble =
                new TreeEnsemble(inputs, precision, output, base, roots, feature, value, left, right, missingLeft);
        ensemble.check();
        return ensemble;
    }

    private void check() {
        for (int i = 0; i < feature.length; i++) {
            if (left[i] >= 0) {
                Require.between("feature of node " + i, feature[i], 0, inputs - 1.0);
                Require.that(left[i] > i && right[i] > i, "children of node " + i + " must come after it");
                Require.that(
                        left[i] < feature.length && right[i] < feature.length, "child of node " + i + " is missing");
            }
            Require.that(!Double.isNaN(value[i]), "node " + i + " holds no number");
        }
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public String form() {
        return "trees";
    }

    @Override
    public Scale scale() {
        return switch (output) {
            case LOGIT_SUM -> Scale.LOGIT;
            case PROBABILITY_MEAN -> Scale.PROBABILITY;
            case ISOLATION -> Scale.DISTANCE;
        };
    }

    @Override
    public int outputs() {
        return output == Output.ISOLATION ? 1 : 2;
    }

    public int trees() {
        return roots.length;
    }

    public int nodes() {
        return feature.length;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        return switch (output) {
            case LOGIT_SUM -> Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 0 : malice[i]);
            case PROBABILITY_MEAN -> Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 1 - malice[i] : malice[i]);
            case ISOLATION -> Rows.of(malice.length, 1, malice);
        };
    }

    /** The log-odds, probability or isolation score of each row: the trees' outputs summed in tree order. */
    @Override
    public double[] malice(Rows rows) {
        Require.same("columns", inputs, rows.width());
        double[] values = rows.toArray();
        if (precision == Precision.FLOAT) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) values[i];
            }
        }
        double[] sums = new double[rows.size()];
        for (int from = 0; from < sums.length; from += BLOCK) {
            addBlock(values, sums, from, Math.min(sums.length, from + BLOCK));
        }
        return sums;
    }

    private void addBlock(double[] values, double[] sums, int from, int to) {
        boolean floats = precision == Precision.FLOAT;
        double start = output == Output.LOGIT_SUM ? base : 0;
        java.util.Arrays.fill(sums, from, to, start);
        for (int root : roots) {
            for (int i = from; i < to; i++) {
                double leaf = value[leaf(root, values, i * inputs)];
                sums[i] = floats ? (float) sums[i] + (float) leaf : sums[i] + leaf;
            }
        }
        for (int i = from; i < to; i++) {
            sums[i] = switch (output) {
                case LOGIT_SUM -> sums[i];
                case PROBABILITY_MEAN -> sums[i] / roots.length;
                case ISOLATION -> StrictMath.pow(2, -sums[i] / roots.length / base);
            };
        }
    }

    private int leaf(int root, double[] values, int offset) {
        int node = root;
        int next = left[node];
        while (next >= 0) {
            double x = values[offset + feature[node]];
            boolean goesLeft = x < value[node] || (missingLeft[node] && Double.isNaN(x));
            node = goesLeft ? next : right[node];
            next = left[node];
        }
        return node;
    }

    /**
     * The leaf each row reaches in each tree.
     *
     * @return n x {@link #trees()} node numbers, unique over the ensemble
     */
    public int[][] leaves(Rows rows) {
        Require.same("columns", inputs, rows.width());
        double[] values = rows.toArray();
        if (precision == Precision.FLOAT) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) values[i];
            }
        }
        int[][] reached = new int[rows.size()][roots.length];
        for (int i = 0; i < reached.length; i++) {
            for (int t = 0; t < roots.length; t++) {
                reached[i][t] = leaf(roots[t], values, i * inputs);
            }
        }
        return reached;
    }

    /** {@code value}: per node, the threshold of a split or the output of a leaf; {@code base}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("base", new double[] {base});
        parameters.put("value", value.clone());
        parameters.put("feature", doubles(feature));
        parameters.put("left", doubles(left));
        parameters.put("right", doubles(right));
        parameters.put("missing_left", doubles(missingLeft));
        parameters.put("roots", doubles(roots));
        parameters.put("form", new double[] {inputs, precision == Precision.FLOAT ? 0 : 1, outputCode(output)});
        return parameters;
    }

    @Override
    public TreeEnsemble rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }

    /** The ensemble whose {@link #parameters} these are. */
    public static TreeEnsemble fromParameters(Map<String, double[]> parameters) {
        double[] form = array(parameters, "form");
        Require.same("numbers in form", 3, form.length);
        int[] missing = ints(parameters, "missing_left");
        boolean[] missingLeft = new boolean[missing.length];
        for (int i = 0; i < missing.length; i++) {
            missingLeft[i] = missing[i] != 0;
        }
        int[] left = ints(parameters, "left");
        TreeEnsemble ensemble = new TreeEnsemble(
                (int) form[0],
                form[1] == 0 ? Precision.FLOAT : Precision.DOUBLE,
                output(form[2]),
                array(parameters, "base")[0],
                ints(parameters, "roots"),
                ints(parameters, "feature"),
                array(parameters, "value").clone(),
                left,
                ints(parameters, "right"),
                missingLeft);
        Require.same("values of trees", left.length, ensemble.value.length);
        ensemble.check();
        return ensemble;
    }

    private static int outputCode(Output output) {
        return switch (output) {
            case LOGIT_SUM -> 0;
            case PROBABILITY_MEAN -> 1;
            case ISOLATION -> 2;
        };
    }

    private static Output output(double code) {
        for (Output output : Output.values()) {
            if (outputCode(output) == code) {
                return output;
            }
        }
        throw new IllegalArgumentException("trees have no output of code " + code);
    }

    private static double[] array(Map<String, double[]> parameters, String name) {
        double[] found = parameters.get(name);
        if (found == null) {
            throw new IllegalArgumentException("trees need the parameter " + name);
        }
        return found;
    }

    private static int[] ints(Map<String, double[]> parameters, String name) {
        double[] found = array(parameters, name);
        int[] ints = new int[found.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) found[i];
        }
        return ints;
    }

    private static double[] doubles(int[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    private static double[] doubles(boolean[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i] ? 1 : 0;
        }
        return copy;
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.Scores.Scale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sum or mean of trees with two outcomes per split and one number per leaf. A row goes left where its value is below
 * the threshold; a missing value goes the split's default way.
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
        ISOLATION,
        /** base + sum: a quantity. */
        NUMBER_SUM
    }

    private static final int BLOCK = 64;

    private final TreeTable table;
    private final Output output;
    private final double base;

    private TreeEnsemble(TreeTable table, Output output, double base) {
        this.table = table;
        this.output = output;
        this.base = base;
    }

    /**
     * An ensemble from its trees.
     *
     * @param base the starting log-odds or quantity, or the normalising path length of an isolation forest; else 0
     */
    public static TreeEnsemble of(int inputs, Precision precision, Output output, double base, List<Tree> trees) {
        return new TreeEnsemble(TreeTable.of(inputs, precision, trees), output, base);
    }

    @Override
    public int inputs() {
        return table.inputs;
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
            case NUMBER_SUM -> Scale.NUMBER;
        };
    }

    @Override
    public int outputs() {
        return output == Output.ISOLATION || output == Output.NUMBER_SUM ? 1 : 2;
    }

    public int trees() {
        return table.trees();
    }

    public Precision precision() {
        return table.precision;
    }

    public Output output() {
        return output;
    }

    /** The starting log-odds or quantity, or the normalising path length of an isolation forest. */
    public double base() {
        return base;
    }

    /** Whether it is known how many training rows reached each node, without which no answer can be divided among features. */
    public boolean hasCovers() {
        return table.hasCovers();
    }

    /** The trees one by one. */
    public List<Tree> apart() {
        return table.apart();
    }

    public int nodes() {
        return table.nodes();
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        return switch (output) {
            case LOGIT_SUM -> Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 0 : malice[i]);
            case PROBABILITY_MEAN -> Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 1 - malice[i] : malice[i]);
            case ISOLATION, NUMBER_SUM -> Rows.of(malice.length, 1, malice);
        };
    }

    /** The log-odds, probability, isolation score or quantity of each row: the trees' outputs summed in tree order. */
    @Override
    public double[] malice(Rows rows) {
        double[] values = table.values(rows);
        double[] sums = new double[rows.size()];
        for (int from = 0; from < sums.length; from += BLOCK) {
            addBlock(values, sums, from, Math.min(sums.length, from + BLOCK));
        }
        return sums;
    }

    private void addBlock(double[] values, double[] sums, int from, int to) {
        boolean floats = table.precision == Precision.FLOAT;
        int inputs = table.inputs;
        boolean starts = output == Output.LOGIT_SUM || output == Output.NUMBER_SUM;
        java.util.Arrays.fill(sums, from, to, starts ? base : 0);
        for (int root : table.roots) {
            for (int i = from; i < to; i++) {
                double leaf = table.value[table.leaf(root, values, i * inputs)];
                sums[i] = floats ? (float) sums[i] + (float) leaf : sums[i] + leaf;
            }
        }
        for (int i = from; i < to; i++) {
            sums[i] = switch (output) {
                case LOGIT_SUM, NUMBER_SUM -> sums[i];
                case PROBABILITY_MEAN -> sums[i] / table.trees();
                case ISOLATION -> StrictMath.pow(2, -sums[i] / table.trees() / base);
            };
        }
    }

    /**
     * The leaf each row reaches in each tree.
     *
     * @return n x {@link #trees()} node numbers, unique over the ensemble
     */
    public int[][] leaves(Rows rows) {
        double[] values = table.values(rows);
        int[][] reached = new int[rows.size()][trees()];
        for (int i = 0; i < reached.length; i++) {
            for (int t = 0; t < trees(); t++) {
                reached[i][t] = table.leaf(table.roots[t], values, i * table.inputs);
            }
        }
        return reached;
    }

    /**
     * {@code value}: per node, the threshold of a split or the output of a leaf; {@code base}; {@code cover}, if known: per
     * node, the weight of the training rows that reached it.
     */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("base", new double[] {base});
        table.writeTo(parameters);
        parameters.put("form", new double[] {table.inputs, table.precisionCode(), outputCode(output)});
        return parameters;
    }

    @Override
    public TreeEnsemble rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }

    /** The ensemble whose {@link #parameters} these are. */
    public static TreeEnsemble fromParameters(Map<String, double[]> parameters) {
        double[] form = TreeTable.array(parameters, "form");
        Require.same("numbers in form", 3, form.length);
        TreeTable table = TreeTable.read(parameters, (int) form[0], TreeTable.precision(form[1]));
        double[] base = TreeTable.array(parameters, "base");
        Require.same("numbers in base", 1, base.length);
        return new TreeEnsemble(table, output(form[2]), base[0]);
    }

    private static int outputCode(Output output) {
        return switch (output) {
            case LOGIT_SUM -> 0;
            case PROBABILITY_MEAN -> 1;
            case ISOLATION -> 2;
            case NUMBER_SUM -> 3;
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
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Reorders;
import dev.gauntlet.model.Scores.Scale;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A sum or mean of trees with two outcomes per split and one number per leaf. A row goes left where its value is below
 * the threshold; a missing value goes the split's default way.
 */
public final class TreeEnsemble implements Reorders {
    /** How numbers are compared and summed, as in the library that trained the model. */
    public enum Precision {
        /** Values and thresholds are cast to float and outputs summed as floats, as XGBoost does. */
        FLOAT,
        DOUBLE
    }

    /** How the trees' outputs are combined. */
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

    private final TreeTable table;
    private final Descent descent;
    private final Output output;
    private final double base;

    private TreeEnsemble(TreeTable table, Output output, double base) {
        this.table = table;
        descent = new Descent(table);
        this.output = output;
        this.base = base;
        table.refuseOverflow(start());
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
        double[] sums = new double[rows.size()];
        Arrays.fill(sums, start());
        descent.of(rows, (tree, row, count, leaves, at) -> add(sums, row, count, leaves, at));
        for (int i = 0; i < sums.length; i++) {
            sums[i] = outcome(sums[i]);
        }
        return sums;
    }

    /**
     * The malice score of one row with one feature at many values: of the same bits as {@link #malice} of as many rows,
     * and many times faster, as the other features are looked at once.
     *
     * @param feature the column that varies
     * @return per value, the malice of {@code row} with that value in that column
     */
    public double[] maliceVarying(double[] row, int feature, double[] values) {
        double[] sums = Varying.sums(table, start(), row, feature, values);
        for (int i = 0; i < sums.length; i++) {
            sums[i] = outcome(sums[i]);
        }
        return sums;
    }

    private double start() {
        return output == Output.LOGIT_SUM || output == Output.NUMBER_SUM ? base : 0;
    }

    private void add(double[] sums, int row, int count, int[] leaves, int at) {
        double[] value = table.value;
        if (table.precision == Precision.FLOAT) {
            for (int i = 0; i < count; i++) {
                sums[row + i] = (float) sums[row + i] + (float) value[leaves[at + i]];
            }
        } else {
            for (int i = 0; i < count; i++) {
                sums[row + i] += value[leaves[at + i]];
            }
        }
    }

    /** The score of a sum of the trees' outputs, starting from {@link #base} where that is added. */
    public double ofSum(double sum) {
        return outcome(sum);
    }

    private double outcome(double sum) {
        return switch (output) {
            case LOGIT_SUM, NUMBER_SUM -> sum;
            case PROBABILITY_MEAN -> sum / table.trees();
            case ISOLATION -> StrictMath.pow(2, -sum / table.trees() / base);
        };
    }

    /**
     * The leaf each row reaches in each tree.
     *
     * @return n x {@link #trees()} node numbers, unique over the ensemble
     */
    public int[][] leaves(Rows rows) {
        int[][] reached = new int[rows.size()][trees()];
        descent.of(rows, (tree, row, count, leaves, at) -> {
            for (int i = 0; i < count; i++) {
                reached[row + i][tree] = leaves[at + i];
            }
        });
        return reached;
    }

    /** The same ensemble of other trees over this many inputs. */
    public TreeEnsemble over(int inputs, UnaryOperator<Tree> other) {
        return of(inputs, precision(), output, base, apart().stream().map(other).toList());
    }

    @Override
    public TreeEnsemble withFirst(int output) {
        Require.same("outputs", 2, outputs());
        if (Reorders.sign(output) > 0) {
            return this;
        }
        double whole = this.output == Output.PROBABILITY_MEAN ? 1 : 0;
        List<Tree> opposite = apart().stream()
                .map(tree -> tree.withOutputs(leaf -> whole - leaf))
                .toList();
        return of(inputs(), precision(), this.output, -base, opposite);
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
        Parameters given = new Parameters("trees", parameters);
        double[] form = given.array("form", 3);
        TreeTable table = TreeTable.read("trees", parameters, form[0], form[1]);
        Output output = output(form[2]);
        double base = given.number("base");
        Require.that(
                output != Output.ISOLATION || base > 0, "base of an isolation forest must be positive but is " + base);
        return new TreeEnsemble(table, output, base);
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
        throw new IllegalArgumentException("unknown output code of trees: " + code);
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Kernel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For each of k classes the probability, by a logistic function of a weighted sum s, that a row is of it and not of the rest,
 * all divided by their sum. The logit of a class is the logarithm of its undivided probability: -log(1 + exp(-s)).
 */
public final class OneAgainstRest implements Kernel, Gradients {
    static final String FORM = "one-against-rest";

    private final int inputs;
    /** A row per class. */
    private final double[][] weights;
    /** A row per input. */
    private final double[][] columns;

    private final double[] biases;

    /**
     * A kernel from its sums.
     *
     * @param weights class by class, one per input
     * @param biases one per class
     */
    public OneAgainstRest(double[] weights, double[] biases) {
        Require.atLeast("classes", biases.length, 2);
        Require.that(
                weights.length > 0 && weights.length % biases.length == 0,
                "weights must be given for " + biases.length + " classes");
        this.inputs = weights.length / biases.length;
        this.weights = MatrixProduct.rows(weights, inputs);
        columns = MatrixProduct.transpose(this.weights, biases.length, inputs);
        this.biases = biases.clone();
    }

    /** The kernel whose {@link #parameters} these are. */
    public static OneAgainstRest fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        return new OneAgainstRest(given.array("weights"), given.array("biases"));
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public String form() {
        return FORM;
    }

    @Override
    public Scale scale() {
        return Scale.LOGIT;
    }

    @Override
    public int outputs() {
        return biases.length;
    }

    @Override
    public Rows scores(Rows rows) {
        Require.same("columns", inputs, rows.width());
        int classes = biases.length;
        double[] row = new double[inputs];
        double[] sums = new double[classes];
        return Rows.build(rows.size(), classes, scores -> {
            for (int i = 0; i < rows.size(); i++) {
                rows.read(i, row);
                sum(row, sums);
                for (int c = 0; c < classes; c++) {
                    scores[i * classes + c] = logit(sums[c]);
                }
            }
        });
    }

    private void sum(double[] row, double[] sums) {
        System.arraycopy(biases, 0, sums, 0, sums.length);
        MatrixProduct.addRow(row, columns, inputs, sums);
    }

    private static double logit(double sum) {
        return Math.min(sum, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(sum)));
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", inputs, rows.width());
        double[] row = new double[inputs];
        double[] sums = new double[biases.length];
        double[] slopes = new double[biases.length];
        double[] gradient = new double[inputs];
        return Rows.build(rows.size(), inputs, gradients -> {
            for (int i = 0; i < rows.size(); i++) {
                rows.read(i, row);
                sum(row, sums);
                for (int c = 0; c < sums.length; c++) {
                    slopes[c] = logit(sums[c]);
                }
                Softmax.maliceSlopes(slopes, 0, slopes.length, slopes);
                for (int c = 0; c < sums.length; c++) {
                    slopes[c] /= 1 + StrictMath.exp(sums[c]);
                }
                Arrays.fill(gradient, 0);
                MatrixProduct.addRow(slopes, weights, slopes.length, gradient);
                System.arraycopy(gradient, 0, gradients, i * inputs, inputs);
            }
        });
    }

    /** {@code weights}: class by class, one per input; {@code biases}: one per class. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("weights", MatrixProduct.flat(weights));
        parameters.put("biases", biases.clone());
        return parameters;
    }

    @Override
    public OneAgainstRest rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}

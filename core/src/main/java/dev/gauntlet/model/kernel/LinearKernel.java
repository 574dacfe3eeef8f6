package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Convex;
import dev.gauntlet.model.Reorders;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A weighted sum of the inputs plus a bias, read as the log-odds of the malicious class or as a quantity. */
public final class LinearKernel implements Reorders, Convex {
    static final String FORM = "linear";
    static final String NUMBER_FORM = "linear-number";

    private final double[] weights;
    private final double bias;
    private final Scale scale;
    private final ThreadLocal<double[][]> blocks;

    private LinearKernel(double[] weights, double bias, Scale scale) {
        this.weights = weights.clone();
        this.bias = bias;
        this.scale = scale;
        int inputs = weights.length;
        blocks = ThreadLocal.withInitial(() -> new double[Pass.BLOCK][inputs]);
    }

    /** A detector's. */
    public LinearKernel(double[] weights, double bias) {
        this(weights, bias, Scale.LOGIT);
    }

    /** A quantity's. */
    public static LinearKernel ofNumber(double[] weights, double bias) {
        return new LinearKernel(weights, bias, Scale.NUMBER);
    }

    /** The kernel whose {@link #parameters} these are. */
    public static LinearKernel fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        double[] weights = given.array("weights");
        Require.that(weights.length > 0, "weights of linear must not be empty");
        return new LinearKernel(weights, given.number("bias"));
    }

    static LinearKernel numberFromParameters(Map<String, double[]> parameters) {
        LinearKernel read = fromParameters(parameters);
        return ofNumber(read.weights, read.bias);
    }

    @Override
    public int inputs() {
        return weights.length;
    }

    public double weight(int input) {
        return weights[input];
    }

    public double bias() {
        return bias;
    }

    @Override
    public String form() {
        return scale == Scale.LOGIT ? FORM : NUMBER_FORM;
    }

    @Override
    public Scale scale() {
        return scale;
    }

    @Override
    public int outputs() {
        return scale == Scale.LOGIT ? 2 : 1;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        return scale == Scale.LOGIT
                ? Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 0 : malice[i])
                : Rows.of(malice.length, 1, malice);
    }

    @Override
    public double[] malice(Rows rows) {
        Require.same("columns", weights.length, rows.width());
        double[] malice = new double[rows.size()];
        Arrays.fill(malice, bias);
        double[][] block = blocks.get();
        for (int from = 0; from < malice.length; from += block.length) {
            int n = Math.min(block.length, malice.length - from);
            for (int i = 0; i < n; i++) {
                rows.read(from + i, block[i]);
            }
            MatrixProduct.addDots(block, n, weights, weights.length, malice, from);
        }
        return malice;
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", weights.length, rows.width());
        return Rows.build(rows.size(), weights.length, gradient -> {
            for (int at = 0; at < gradient.length; at += weights.length) {
                System.arraycopy(weights, 0, gradient, at, weights.length);
            }
        });
    }

    /** The weights, then the bias. */
    @Override
    public int learnt() {
        return weights.length + 1;
    }

    @Override
    public Rows lossGradients(Rows rows, double[] targets) {
        Require.same("targets", rows.size(), targets.length);
        double[] malice = malice(rows);
        for (int i = 0; i < malice.length; i++) {
            malice[i] = (scale == Scale.LOGIT ? 1 / (1 + StrictMath.exp(-malice[i])) : malice[i]) - targets[i];
        }
        return Rows.fill(
                malice.length, learnt(), (i, j) -> j == weights.length ? malice[i] : malice[i] * rows.get(i, j));
    }

    @Override
    public double[] hessianProduct(Rows rows, double[] vector, double l2) {
        check(rows, vector, l2);
        double[] curvature = malice(rows);
        for (int i = 0; i < curvature.length; i++) {
            double p = 1 / (1 + StrictMath.exp(-curvature[i]));
            curvature[i] = (scale == Scale.LOGIT ? p * (1 - p) : 1) / curvature.length;
        }
        return hessianProduct(rows.withOnes(), curvature, vector, l2);
    }

    /**
     * As {@link #hessianProduct(Rows, double[], double)}, of the summed loss of rows with a 1 at their ends.
     *
     * @param curvature the second derivative of each row's loss by its score
     */
    public static double[] hessianProduct(double[][] rows, double[] curvature, double[] vector, double l2) {
        double[] along = new double[rows.length];
        MatrixProduct.addDots(rows, rows.length, vector, vector.length, along, 0);
        for (int i = 0; i < along.length; i++) {
            along[i] *= curvature[i];
        }
        double[] product = new double[vector.length];
        MatrixProduct.addRow(along, rows, rows.length, product);
        for (int j = 0; j < product.length - 1; j++) {
            product[j] += l2 * vector[j];
        }
        return product;
    }

    @Override
    public LinearKernel withFirst(int output) {
        Require.that(scale == Scale.LOGIT, "a quantity has no classes");
        double sign = Reorders.sign(output);
        return new LinearKernel(Reorders.times(sign, weights), sign * bias);
    }

    /** {@code weights}: one per input; {@code bias}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("weights", weights.clone());
        parameters.put("bias", new double[] {bias});
        return parameters;
    }

    @Override
    public LinearKernel rebuild(Map<String, double[]> parameters) {
        return scale == Scale.LOGIT ? fromParameters(parameters) : numberFromParameters(parameters);
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Kernel;
import java.util.LinkedHashMap;
import java.util.Map;

/** A weighted sum of exp(-gamma |x - v|^2) over support vectors v plus a bias: a margin, read as the log-odds of malice. */
public final class RadialKernel implements Kernel, Gradients {
    static final String FORM = "radial";

    private final Rows vectors;
    private final double[] flat;
    private final double[] coefficients;
    private final double gamma;
    private final double bias;

    /**
     * A kernel from its support vectors.
     *
     * @param coefficients one per vector, positive for a malicious one
     */
    public RadialKernel(Rows vectors, double[] coefficients, double gamma, double bias) {
        Require.same("coefficients", vectors.size(), coefficients.length);
        Require.that(vectors.size() > 0 && vectors.width() > 0, "a radial kernel needs support vectors");
        Require.that(gamma > 0, "gamma must be positive but is " + gamma);
        this.vectors = vectors;
        this.flat = vectors.toArray();
        this.coefficients = coefficients.clone();
        this.gamma = gamma;
        this.bias = bias;
    }

    /** The kernel whose {@link #parameters} these are. */
    public static RadialKernel fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        double[] coefficients = given.array("coefficients");
        return new RadialKernel(
                given.rows("vectors", coefficients.length), coefficients, given.number("gamma"), given.number("bias"));
    }

    @Override
    public int inputs() {
        return vectors.width();
    }

    public int vectors() {
        return vectors.size();
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
        return 2;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        return Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 0 : malice[i]);
    }

    @Override
    public double[] malice(Rows rows) {
        Require.same("columns", inputs(), rows.width());
        double[] values = rows.toArray();
        double[] malice = new double[rows.size()];
        for (int i = 0; i < malice.length; i++) {
            double sum = bias;
            for (int v = 0; v < coefficients.length; v++) {
                sum += pull(values, i, v);
            }
            malice[i] = sum;
        }
        return malice;
    }

    private double pull(double[] values, int row, int vector) {
        int d = inputs();
        double squared = Distances.squared(values, row * d, flat, vector * d, d);
        return coefficients[vector] * StrictMath.exp(-gamma * squared);
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", inputs(), rows.width());
        int d = inputs();
        double[] values = rows.toArray();
        double[] gradient = new double[values.length];
        for (int i = 0; i < rows.size(); i++) {
            for (int v = 0; v < coefficients.length; v++) {
                double factor = -2 * gamma * pull(values, i, v);
                for (int j = 0; j < d; j++) {
                    gradient[i * d + j] += factor * (values[i * d + j] - flat[v * d + j]);
                }
            }
        }
        return Rows.of(rows.size(), d, gradient);
    }

    /** {@code vectors}, row by row; {@code coefficients}, one each; {@code gamma}; {@code bias}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("vectors", flat.clone());
        parameters.put("coefficients", coefficients.clone());
        parameters.put("gamma", new double[] {gamma});
        parameters.put("bias", new double[] {bias});
        return parameters;
    }

    @Override
    public RadialKernel rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}

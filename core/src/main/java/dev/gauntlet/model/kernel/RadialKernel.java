package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Reorders;
import java.util.LinkedHashMap;
import java.util.Map;

/** A weighted sum of exp(-gamma |x - v|^2) over support vectors v plus a bias: a margin, read as the log-odds of the malicious class. */
public final class RadialKernel implements Reorders, Gradients {
    static final String FORM = "radial";

    private final Rows vectors;
    private final Distances distances;
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
        distances = new Distances(vectors);
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
        double[] malice = new double[rows.size()];
        double[] row = new double[inputs()];
        double[] pulls = new double[coefficients.length];
        for (int i = 0; i < malice.length; i++) {
            rows.read(i, row);
            pull(row, pulls);
            double sum = bias;
            for (double pull : pulls) {
                sum += pull;
            }
            malice[i] = sum;
        }
        return malice;
    }

    /** Fills in what each support vector adds to the malice score of a row. */
    private void pull(double[] row, double[] pulls) {
        distances.from(row, pulls);
        for (int v = 0; v < pulls.length; v++) {
            pulls[v] = coefficients[v] * StrictMath.exp(-gamma * pulls[v]);
        }
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", inputs(), rows.width());
        int d = inputs();
        double[] row = new double[d];
        double[] pulls = new double[coefficients.length];
        return Rows.build(rows.size(), d, gradient -> {
            for (int i = 0; i < rows.size(); i++) {
                rows.read(i, row);
                pull(row, pulls);
                for (int v = 0; v < pulls.length; v++) {
                    double factor = -2 * gamma * pulls[v];
                    for (int j = 0; j < d; j++) {
                        gradient[i * d + j] += factor * (row[j] - vectors.get(v, j));
                    }
                }
            }
        });
    }

    @Override
    public RadialKernel withFirst(int output) {
        double sign = Reorders.sign(output);
        return new RadialKernel(vectors, Reorders.times(sign, coefficients), gamma, sign * bias);
    }

    /** {@code vectors}, row by row; {@code coefficients}, one each; {@code gamma}; {@code bias}. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("vectors", vectors.toArray());
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

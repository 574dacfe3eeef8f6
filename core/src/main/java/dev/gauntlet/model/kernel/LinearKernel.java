package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Kernel;
import java.util.LinkedHashMap;
import java.util.Map;

/** A weighted sum of the inputs plus a bias, read as the log-odds of malice or as a quantity. */
public final class LinearKernel implements Kernel, Gradients {
    static final String FORM = "linear";
    static final String NUMBER_FORM = "linear-number";

    private final double[] weights;
    private final double bias;
    private final Scale scale;

    private LinearKernel(double[] weights, double bias, Scale scale) {
        this.weights = weights.clone();
        this.bias = bias;
        this.scale = scale;
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
        for (int i = 0; i < malice.length; i++) {
            double sum = bias;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * rows.get(i, j);
            }
            malice[i] = sum;
        }
        return malice;
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", weights.length, rows.width());
        return Rows.fill(rows.size(), weights.length, (i, j) -> weights[j]);
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

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.ClassGradients;
import dev.gauntlet.model.Predictor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The logit of each of k classes if each input is normal and independent within a class. */
public final class GaussianClasses implements Predictor, ClassGradients {
    static final String FORM = "gaussian-classes";

    private final int classes;
    private final int inputs;
    private final double[] priors;
    private final double[] means;
    private final double[] variances;
    private final double[] constants;

    /**
     * A kernel from the statistics of its classes.
     *
     * @param priors the logarithm of each class's share
     * @param means class by class, one per input
     * @param variances in the same order, all positive
     */
    public GaussianClasses(double[] priors, double[] means, double[] variances) {
        classes = priors.length;
        Require.atLeast("classes", classes, 2);
        Require.that(
                means.length > 0 && means.length % classes == 0, "means must be given for " + classes + " classes");
        Require.same("variances", means.length, variances.length);
        inputs = means.length / classes;
        this.priors = priors.clone();
        this.means = means.clone();
        this.variances = variances.clone();
        constants = priors.clone();
        for (int k = 0; k < means.length; k++) {
            Require.that(variances[k] > 0, "variance " + k + " must be positive");
            constants[k / inputs] -= 0.5 * StrictMath.log(variances[k]);
        }
    }

    /** The kernel whose {@link #parameters} these are. */
    public static GaussianClasses fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        return new GaussianClasses(given.array("priors"), given.array("means"), given.array("variances"));
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
        return classes;
    }

    @Override
    public Rows scores(Rows rows) {
        Require.same("columns", inputs, rows.width());
        return Rows.fill(rows.size(), classes, (i, c) -> logit(rows, i, c));
    }

    private double logit(Rows rows, int row, int c) {
        double sum = constants[c];
        for (int j = 0; j < inputs; j++) {
            double gap = rows.get(row, j) - means[c * inputs + j];
            sum -= 0.5 * gap * gap / variances[c * inputs + j];
        }
        return sum;
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        double[] slopes = scores(rows).toArray();
        for (int i = 0; i < rows.size(); i++) {
            Softmax.maliceSlopes(slopes, i * classes, classes, slopes);
        }
        return Rows.fill(rows.size(), inputs, (i, j) -> {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                int k = c * inputs + j;
                sum -= slopes[i * classes + c] * (rows.get(i, j) - means[k]) / variances[k];
            }
            return sum;
        });
    }

    @Override
    public Rows classGradient(Rows rows, int output) {
        int first = output * inputs;
        return Rows.fill(rows.size(), inputs, (i, j) -> (means[first + j] - rows.get(i, j)) / variances[first + j]);
    }

    /** {@code priors}: one per class; {@code means} and {@code variances}: class by class, one per input. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("priors", priors.clone());
        parameters.put("means", means.clone());
        parameters.put("variances", variances.clone());
        return parameters;
    }

    @Override
    public GaussianClasses rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}

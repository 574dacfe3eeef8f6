package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Predictor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The log-odds of the malicious class if each input is normal and independent within each of the two classes. */
public final class GaussianBayes implements Predictor, Gradients {
    static final String FORM = "gaussian-bayes";

    private final int inputs;
    private final double prior;
    private final double[] means;
    private final double[] variances;
    private final double constant;

    /**
     * A kernel from the statistics of its classes.
     *
     * @param prior the log-odds of the malicious class before anything is seen
     * @param means of the benign class by input, then of the malicious class
     * @param variances in the same order, all positive
     */
    public GaussianBayes(double prior, double[] means, double[] variances) {
        Require.same("variances", means.length, variances.length);
        Require.that(means.length > 0 && means.length % 2 == 0, "means must be given for two classes");
        this.inputs = means.length / 2;
        this.prior = prior;
        this.means = means.clone();
        this.variances = variances.clone();
        double sum = prior;
        for (int j = 0; j < inputs; j++) {
            Require.that(variances[j] > 0 && variances[inputs + j] > 0, "variance of input " + j + " must be positive");
            sum += 0.5 * (StrictMath.log(variances[j]) - StrictMath.log(variances[inputs + j]));
        }
        this.constant = sum;
    }

    /** The kernel whose {@link #parameters} these are. */
    public static GaussianBayes fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        return new GaussianBayes(given.number("prior"), given.array("means"), given.array("variances"));
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
        return 2;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        return Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 0 : malice[i]);
    }

    @Override
    public double[] malice(Rows rows) {
        Require.same("columns", inputs, rows.width());
        double[] malice = new double[rows.size()];
        for (int i = 0; i < malice.length; i++) {
            double sum = constant;
            for (int j = 0; j < inputs; j++) {
                double benign = rows.get(i, j) - means[j];
                double malicious = rows.get(i, j) - means[inputs + j];
                sum += 0.5 * (benign * benign / variances[j] - malicious * malicious / variances[inputs + j]);
            }
            malice[i] = sum;
        }
        return malice;
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", inputs, rows.width());
        return Rows.fill(
                rows.size(),
                inputs,
                (i, j) -> (rows.get(i, j) - means[j]) / variances[j]
                        - (rows.get(i, j) - means[inputs + j]) / variances[inputs + j]);
    }

    /** {@code prior}; {@code means} and {@code variances}: one per input, benign class first. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("prior", new double[] {prior});
        parameters.put("means", means.clone());
        parameters.put("variances", variances.clone());
        return parameters;
    }

    @Override
    public GaussianBayes rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}

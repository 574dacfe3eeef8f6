package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.ClassGradients;
import dev.gauntlet.model.Reorders;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For each of k classes the probability, by a logistic function of a weighted sum s, that a row is of it and not of the rest,
 * all divided by their sum. The logit of a class is the logarithm of its undivided probability: -log(1 + exp(-s)).
 */
public final class OneAgainstRest implements Reorders, ClassGradients {
    static final String FORM = "one-against-rest";

    private final Network sums;

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
        double[][] rows = MatrixProduct.rows(weights, weights.length / biases.length);
        double[][] columns = MatrixProduct.transpose(rows, biases.length, rows[0].length);
        sums = new Network(new double[][] {MatrixProduct.flat(columns)}, new double[][] {biases});
    }

    /** The kernel whose {@link #parameters} these are. */
    public static OneAgainstRest fromParameters(Map<String, double[]> parameters) {
        Parameters given = new Parameters(FORM, parameters);
        return new OneAgainstRest(given.array("weights"), given.array("biases"));
    }

    @Override
    public int inputs() {
        return sums.inputs();
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
        return sums.outputs();
    }

    @Override
    public Rows scores(Rows rows) {
        return Rows.build(rows.size(), outputs(), logits -> {
            sums.lastLayer(rows, logits);
            for (int i = 0; i < logits.length; i++) {
                logits[i] = logit(logits[i]);
            }
        });
    }

    private static double logit(double sum) {
        return Math.min(sum, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(sum)));
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        return sums.gradient(rows, (values, slopes) -> {
            for (int c = 0; c < values.length; c++) {
                slopes[c] = logit(values[c]);
            }
            Softmax.maliceSlopes(slopes, 0, slopes.length, slopes);
            for (int c = 0; c < values.length; c++) {
                slopes[c] /= 1 + StrictMath.exp(values[c]);
            }
        });
    }

    @Override
    public Rows classGradient(Rows rows, int output) {
        return sums.gradient(rows, (values, slopes) -> {
            Arrays.fill(slopes, 0);
            slopes[output] = 1 / (1 + StrictMath.exp(values[output]));
        });
    }

    @Override
    public OneAgainstRest withFirst(int output) {
        return new OneAgainstRest(
                Reorders.moved(MatrixProduct.flat(sums.columns(0)), outputs(), output),
                Reorders.moved(sums.biases(0), outputs(), output));
    }

    /** {@code weights}: class by class, one per input; {@code biases}: one per class. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("weights", MatrixProduct.flat(sums.columns(0)));
        parameters.put("biases", sums.biases(0).clone());
        return parameters;
    }

    @Override
    public OneAgainstRest rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}

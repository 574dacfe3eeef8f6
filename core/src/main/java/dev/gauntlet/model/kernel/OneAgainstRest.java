package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Kernel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For each of k classes the probability, by a logistic function of a weighted sum s, that a row is of it and not of the rest,
 * all divided by their sum. The logit of a class is the logarithm of its undivided probability: -log(1 + exp(-s)).
 */
public final class OneAgainstRest implements Kernel, Gradients {
    static final String FORM = "one-against-rest";

    private final int inputs;
    private final double[] weights;
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
        this.weights = weights.clone();
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
        return Rows.fill(rows.size(), biases.length, (i, c) -> {
            double sum = sum(rows, i, c);
            return Math.min(sum, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(sum)));
        });
    }

    private double sum(Rows rows, int row, int c) {
        double sum = biases[c];
        for (int j = 0; j < inputs; j++) {
            sum += weights[c * inputs + j] * rows.get(row, j);
        }
        return sum;
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        int classes = biases.length;
        double[] slopes = scores(rows).toArray();
        for (int i = 0; i < rows.size(); i++) {
            Softmax.maliceSlopes(slopes, i * classes, classes, slopes);
            for (int c = 0; c < classes; c++) {
                slopes[i * classes + c] /= 1 + StrictMath.exp(sum(rows, i, c));
            }
        }
        return Rows.fill(rows.size(), inputs, (i, j) -> {
            double gradient = 0;
            for (int c = 0; c < classes; c++) {
                gradient += slopes[i * classes + c] * weights[c * inputs + j];
            }
            return gradient;
        });
    }

    /** {@code weights}: class by class, one per input; {@code biases}: one per class. */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("weights", weights.clone());
        parameters.put("biases", biases.clone());
        return parameters;
    }

    @Override
    public OneAgainstRest rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters);
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Gradients;
import dev.gauntlet.model.Kernel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Dense layers with a bend between them and one output, the log-odds of malice, or one logit per class. */
public final class Network implements Kernel, Gradients {
    /** What bends a hidden unit's sum. */
    public enum Activation {
        /** {@code max(0, x)}. */
        RELU,
        TANH,
        /** {@code 1 / (1 + exp(-x))}. */
        LOGISTIC;

        private String form() {
            return switch (this) {
                case RELU -> FORM;
                case TANH -> TANH_FORM;
                case LOGISTIC -> LOGISTIC_FORM;
            };
        }

        void bend(double[] values, int count) {
            if (this == RELU) {
                Dense.relu(values, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                values[i] = this == TANH ? StrictMath.tanh(values[i]) : 1 / (1 + StrictMath.exp(-values[i]));
            }
        }

        /** The slope where the unit gives this. */
        double slope(double output) {
            return switch (this) {
                case RELU -> output > 0 ? 1 : 0;
                case TANH -> 1 - output * output;
                case LOGISTIC -> output * (1 - output);
            };
        }
    }

    static final String FORM = "network";
    static final String TANH_FORM = "network-tanh";
    static final String LOGISTIC_FORM = "network-logistic";
    private static final int BLOCK = 64;

    private final int[] sizes;
    private final double[][] weights;
    private final double[][] biases;
    private final Activation activation;

    /** A network whose hidden units give max(0, x). */
    public Network(double[][] weights, double[][] biases) {
        this(weights, biases, Activation.RELU);
    }

    /**
     * A network from its layers.
     *
     * @param weights per layer, inputs x outputs, row by row
     * @param biases per layer, one per output; the last layer has one, or one per class
     */
    public Network(double[][] weights, double[][] biases, Activation activation) {
        this.activation = activation;
        Require.same("layers of biases", weights.length, biases.length);
        Require.that(weights.length > 0, "a network needs a layer");
        this.weights = new double[weights.length][];
        this.biases = new double[weights.length][];
        this.sizes = new int[weights.length + 1];
        for (int l = 0; l < weights.length; l++) {
            int outs = biases[l].length;
            Require.that(
                    outs > 0 && weights[l].length > 0 && weights[l].length % outs == 0,
                    "layer %d: %d weights do not fit %d outputs".formatted(l, weights[l].length, outs));
            int ins = weights[l].length / outs;
            if (l > 0) {
                Require.same("inputs of layer " + l, sizes[l], ins);
            }
            sizes[l] = ins;
            sizes[l + 1] = outs;
            this.weights[l] = weights[l].clone();
            this.biases[l] = biases[l].clone();
        }
    }

    /** The network of max(0, x) whose {@link #parameters} these are. */
    public static Network fromParameters(Map<String, double[]> parameters) {
        return fromParameters(parameters, Activation.RELU);
    }

    static Network fromParameters(Map<String, double[]> parameters, Activation activation) {
        Parameters given = new Parameters(FORM, parameters);
        double[] sizes = given.array("sizes");
        Require.that(sizes.length > 1, "sizes of network must name inputs and outputs");
        double[][] weights = new double[sizes.length - 1][];
        double[][] biases = new double[sizes.length - 1][];
        for (int l = 0; l < weights.length; l++) {
            Require.between("size of layer " + l, sizes[l], 1, 1e6);
            Require.between("size of layer " + (l + 1), sizes[l + 1], 1, 1e6);
            weights[l] = given.array("weights" + l, Math.multiplyExact((int) sizes[l], (int) sizes[l + 1]));
            biases[l] = given.array("biases" + l, (int) sizes[l + 1]);
        }
        return new Network(weights, biases, activation);
    }

    public Activation activation() {
        return activation;
    }

    @Override
    public int inputs() {
        return sizes[0];
    }

    public int layers() {
        return weights.length;
    }

    @Override
    public String form() {
        return activation.form();
    }

    @Override
    public Scale scale() {
        return Scale.LOGIT;
    }

    @Override
    public int outputs() {
        return Math.max(2, last());
    }

    /** How many outputs the last layer has. */
    int last() {
        return sizes[layers()];
    }

    @Override
    public Rows scores(Rows rows) {
        double[] last = lastLayer(rows);
        return last() == 1
                ? Rows.fill(last.length, 2, (i, k) -> k == 0 ? 0 : last[i])
                : Rows.of(rows.size(), last(), last);
    }

    @Override
    public double[] malice(Rows rows) {
        return last() == 1 ? lastLayer(rows) : Gradients.super.malice(rows);
    }

    /** What the last layer gives, row by row. */
    double[] lastLayer(Rows rows) {
        Require.same("columns", sizes[0], rows.width());
        double[] values = rows.toArray();
        double[][] buffers = buffers();
        double[] outputs = new double[rows.size() * last()];
        for (int from = 0; from < rows.size(); from += BLOCK) {
            int n = Math.min(BLOCK, rows.size() - from);
            forward(values, from, n, buffers);
            System.arraycopy(buffers[layers()], 0, outputs, from * last(), n * last());
        }
        return outputs;
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        Require.same("columns", sizes[0], rows.width());
        double[] values = rows.toArray();
        double[][] buffers = buffers();
        double[][] slopes = buffers();
        double[][] turned = new double[layers()][];
        for (int l = 0; l < layers(); l++) {
            turned[l] = Dense.transpose(weights[l], sizes[l + 1]);
        }
        double[] gradient = new double[values.length];
        for (int from = 0; from < rows.size(); from += BLOCK) {
            int n = Math.min(BLOCK, rows.size() - from);
            forward(values, from, n, buffers);
            slopesOfMalice(buffers[layers()], n, slopes[layers()]);
            for (int l = layers() - 1; l >= 0; l--) {
                Dense.forward(slopes[l + 1], n, turned[l], new double[sizes[l]], slopes[l]);
                for (int i = 0; l > 0 && i < n * sizes[l]; i++) {
                    slopes[l][i] *= activation.slope(buffers[l][i]);
                }
            }
            System.arraycopy(slopes[0], 0, gradient, from * sizes[0], n * sizes[0]);
        }
        return Rows.of(rows.size(), sizes[0], gradient);
    }

    private void slopesOfMalice(double[] outputs, int n, double[] slopes) {
        if (last() == 1) {
            Arrays.fill(slopes, 0, n, 1);
            return;
        }
        for (int i = 0; i < n; i++) {
            Softmax.maliceSlopes(outputs, i * last(), last(), slopes);
        }
    }

    private double[][] buffers() {
        double[][] buffers = new double[sizes.length][];
        for (int l = 0; l < sizes.length; l++) {
            buffers[l] = new double[BLOCK * sizes[l]];
        }
        return buffers;
    }

    private void forward(double[] values, int from, int n, double[][] buffers) {
        System.arraycopy(values, from * sizes[0], buffers[0], 0, n * sizes[0]);
        for (int l = 0; l < layers(); l++) {
            Dense.forward(buffers[l], n, weights[l], biases[l], buffers[l + 1]);
            if (l < layers() - 1) {
                activation.bend(buffers[l + 1], n * sizes[l + 1]);
            }
        }
    }

    /** {@code sizes}: inputs, then outputs of each layer; {@code weights0}, {@code biases0}, {@code weights1} ... */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("sizes", Arrays.stream(sizes).asDoubleStream().toArray());
        for (int l = 0; l < layers(); l++) {
            parameters.put("weights" + l, weights[l].clone());
            parameters.put("biases" + l, biases[l].clone());
        }
        return parameters;
    }

    @Override
    public Network rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters, activation);
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.ClassGradients;
import dev.gauntlet.model.Convex;
import dev.gauntlet.model.Differentiable;
import dev.gauntlet.model.Reorders;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Dense layers with an activation between them and one output, the log-odds of the malicious class, or one logit per
 * class.
 */
public final class Network implements Reorders, Differentiable, ClassGradients {
    static final String FORM = "network";
    static final String TANH_FORM = "network-tanh";
    static final String LOGISTIC_FORM = "network-logistic";

    private final int[] sizes;
    private final double[][][] weights;
    private final double[][][] columns;
    private final double[][] biases;
    private final Activation activation;
    private final ThreadLocal<Pass> passes;

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
        this.weights = new double[weights.length][][];
        columns = new double[weights.length][][];
        this.biases = new double[weights.length][];
        this.sizes = new int[weights.length + 1];
        for (int l = 0; l < weights.length; l++) {
            int outs = biases[l].length;
            Require.that(
                    outs > 0 && weights[l].length > 0 && weights[l].length % outs == 0,
                    "layer %d: %d weights do not fit %d outputs",
                    l,
                    weights[l].length,
                    outs);
            int ins = weights[l].length / outs;
            if (l > 0) {
                Require.same("inputs of layer " + l, sizes[l], ins);
            }
            sizes[l] = ins;
            sizes[l + 1] = outs;
            this.weights[l] = MatrixProduct.rows(weights[l], outs);
            columns[l] = MatrixProduct.transpose(this.weights[l], ins, outs);
            this.biases[l] = biases[l].clone();
        }
        int[] widths = sizes;
        passes = ThreadLocal.withInitial(() -> new Pass(widths));
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
            weights[l] = given.array("weights" + l, product(sizes[l], sizes[l + 1]));
            biases[l] = given.array("biases" + l, (int) sizes[l + 1]);
        }
        return new Network(weights, biases, activation);
    }

    private static int product(double ins, double outs) {
        return (int) Require.between("weights of a layer", ins * outs, 1, Integer.MAX_VALUE);
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
        return switch (activation) {
            case RELU -> FORM;
            case TANH -> TANH_FORM;
            case LOGISTIC -> LOGISTIC_FORM;
        };
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

    /** The number of inputs of a layer, or of outputs of the last one. */
    int size(int layer) {
        return sizes[layer];
    }

    double[] biases(int layer) {
        return biases[layer];
    }

    /** The weights of a layer, a row per input. */
    double[][] rows(int layer) {
        return weights[layer];
    }

    /** The weights of a layer, a row per output. */
    double[][] columns(int layer) {
        return columns[layer];
    }

    @Override
    public Rows scores(Rows rows) {
        if (last() > 1) {
            return Rows.build(rows.size(), last(), scores -> lastLayer(rows, scores));
        }
        double[] malice = malice(rows);
        return Rows.fill(malice.length, 2, (i, k) -> k == 0 ? 0 : malice[i]);
    }

    @Override
    public double[] malice(Rows rows) {
        if (last() > 1) {
            return Differentiable.super.malice(rows);
        }
        double[] malice = new double[rows.size()];
        lastLayer(rows, malice);
        return malice;
    }

    /** Writes what the last layer gives, row by row. */
    void lastLayer(Rows rows, double[] into) {
        eachBlock(rows, (pass, from, n) -> {
            for (int i = 0; i < n; i++) {
                System.arraycopy(pass.values[layers()][i], 0, into, (from + i) * last(), last());
            }
        });
    }

    /** Receives rows {@code from} to {@code from + n} after their forward pass. */
    private interface Block {
        void done(Pass pass, int from, int n);
    }

    private void eachBlock(Rows rows, Block block) {
        Require.same("columns", sizes[0], rows.width());
        Pass pass = passes.get();
        for (int from = 0; from < rows.size(); from += Pass.BLOCK) {
            int n = Math.min(Pass.BLOCK, rows.size() - from);
            pass.forward(this, rows, from, n);
            block.done(pass, from, n);
        }
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        return gradient(rows, (outputs, slopes) -> {
            if (last() == 1) {
                slopes[0] = 1;
            } else {
                Softmax.maliceSlopes(outputs, 0, last(), slopes);
            }
        });
    }

    @Override
    public Rows classGradient(Rows rows, int output) {
        return gradient(rows, (outputs, slopes) -> {
            Arrays.fill(slopes, 0);
            slopes[last() == 1 ? 0 : output] = last() == 1 ? output : 1;
        });
    }

    /** The derivative by every input of something whose slopes by the outputs of a row are filled in. */
    Rows gradient(Rows rows, BiConsumer<double[], double[]> slopes) {
        return Rows.build(
                rows.size(),
                sizes[0],
                gradient -> eachBlock(rows, (pass, from, n) -> {
                    for (int i = 0; i < n; i++) {
                        slopes.accept(pass.values[layers()][i], pass.slopes[layers()][i]);
                    }
                    pass.backward(this, n, 0);
                    for (int i = 0; i < n; i++) {
                        System.arraycopy(pass.slopes[0][i], 0, gradient, (from + i) * sizes[0], sizes[0]);
                    }
                }));
    }

    /** Layer by layer the weights, inputs x outputs row by row, then the biases. */
    @Override
    public int learnt() {
        int learnt = 0;
        for (int l = 0; l < layers(); l++) {
            learnt = Math.addExact(learnt, Math.multiplyExact(sizes[l] + 1, sizes[l + 1]));
        }
        return learnt;
    }

    @Override
    public Rows lossGradients(Rows rows, double[] targets) {
        Require.same("targets", rows.size(), targets.length);
        for (int i = 0; i < targets.length && last() > 1; i++) {
            boolean known = targets[i] >= 0 && targets[i] < last() && targets[i] == Math.rint(targets[i]);
            Require.that(known, "the class of row %d must be 0 to %d but is %s", i, last() - 1, targets[i]);
        }
        int width = learnt();
        return Rows.build(
                rows.size(),
                width,
                gradients -> eachBlock(rows, (pass, from, n) -> {
                    for (int i = 0; i < n; i++) {
                        Softmax.lossSlopes(pass.values[layers()][i], targets[from + i], pass.slopes[layers()][i]);
                    }
                    pass.backward(this, n, 1);
                    for (int i = 0; i < n; i++) {
                        write(pass, i, gradients, (from + i) * width);
                    }
                }));
    }

    private void write(Pass pass, int row, double[] gradients, int start) {
        int at = start;
        for (int l = 0; l < layers(); l++) {
            double[] slopes = pass.slopes[l + 1][row];
            for (double value : pass.values[l][row]) {
                for (double slope : slopes) {
                    gradients[at++] = value * slope;
                }
            }
            System.arraycopy(slopes, 0, gradients, at, slopes.length);
            at += slopes.length;
        }
    }

    /** A network of one layer, which is a logistic or softmax regression, with its second derivative. */
    public Optional<Convex> convex() {
        if (layers() > 1) {
            return Optional.empty();
        }
        return Optional.of(last() == 1 ? new LinearKernel(columns[0][0], biases[0][0]) : new SoftmaxLayer(this));
    }

    @Override
    public Network withFirst(int output) {
        int end = layers() - 1;
        Map<String, double[]> changed = parameters();
        if (last() == 1) {
            double sign = Reorders.sign(output);
            changed.put("weights" + end, Reorders.times(sign, columns[end][0]));
            changed.put("biases" + end, Reorders.times(sign, biases[end]));
            return rebuild(changed);
        }
        double[] byClass = Reorders.moved(MatrixProduct.flat(columns[end]), last(), output);
        double[][] rows = MatrixProduct.transpose(MatrixProduct.rows(byClass, sizes[end]), last(), sizes[end]);
        changed.put("weights" + end, MatrixProduct.flat(rows));
        changed.put("biases" + end, Reorders.moved(biases[end], last(), output));
        return rebuild(changed);
    }

    /** {@code sizes}: inputs, then outputs of each layer; {@code weights0}, {@code biases0}, {@code weights1} ... */
    @Override
    public Map<String, double[]> parameters() {
        Map<String, double[]> parameters = new LinkedHashMap<>();
        parameters.put("sizes", Arrays.stream(sizes).asDoubleStream().toArray());
        for (int l = 0; l < layers(); l++) {
            parameters.put("weights" + l, MatrixProduct.flat(weights[l]));
            parameters.put("biases" + l, biases[l].clone());
        }
        return parameters;
    }

    @Override
    public Network rebuild(Map<String, double[]> parameters) {
        return fromParameters(parameters, activation);
    }
}

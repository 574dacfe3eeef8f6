package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.ClassGradients;
import dev.gauntlet.model.Differentiable;
import dev.gauntlet.model.Reorders;
import java.util.Arrays;
import java.util.Map;

/**
 * A network that computes in floats, as the libraries that train networks do: the terms of a sum are rounded one by one and
 * added in the order of the inputs, the bias last. Derivatives are those of the same network in doubles.
 */
public final class FloatNetwork implements Reorders, Differentiable, ClassGradients {
    private static final String PREFIX = "float-";
    static final String FORM = PREFIX + Network.FORM;
    static final String TANH_FORM = PREFIX + Network.TANH_FORM;
    static final String LOGISTIC_FORM = PREFIX + Network.LOGISTIC_FORM;

    private final Network doubles;
    private final float[][][] weights;
    private final float[][] biases;
    private final ThreadLocal<float[][]> values;

    /**
     * The network with its numbers and its rows rounded to floats.
     *
     * @throws IllegalArgumentException if one of its numbers is beyond floats
     */
    public FloatNetwork(Network doubles) {
        this.doubles = doubles;
        weights = new float[doubles.layers()][][];
        biases = new float[weights.length][];
        int[] sizes = new int[weights.length + 1];
        sizes[0] = doubles.inputs();
        for (int l = 0; l < weights.length; l++) {
            weights[l] =
                    Arrays.stream(doubles.rows(l)).map(FloatNetwork::floats).toArray(float[][]::new);
            biases[l] = floats(doubles.biases(l));
            sizes[l + 1] = biases[l].length;
        }
        values = ThreadLocal.withInitial(() -> values(sizes));
    }

    static FloatNetwork fromParameters(Map<String, double[]> parameters, Activation activation) {
        return new FloatNetwork(Network.fromParameters(parameters, activation));
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
            Require.that(Float.isFinite(floats[i]), "%s is too large for a network of floats", numbers[i]);
        }
        return floats;
    }

    private static float[][] values(int[] sizes) {
        return Arrays.stream(sizes).mapToObj(float[]::new).toArray(float[][]::new);
    }

    /** The same network in doubles. */
    public Network doubles() {
        return doubles;
    }

    @Override
    public int inputs() {
        return doubles.inputs();
    }

    @Override
    public String form() {
        return PREFIX + doubles.form();
    }

    @Override
    public Scale scale() {
        return doubles.scale();
    }

    @Override
    public int outputs() {
        return doubles.outputs();
    }

    @Override
    public Rows scores(Rows rows) {
        int last = doubles.last();
        Rows sums = Rows.build(rows.size(), last, into -> lastLayer(rows, into));
        return last > 1 ? sums : Rows.fill(rows.size(), 2, (i, k) -> k == 0 ? 0 : sums.get(i, 0));
    }

    @Override
    public double[] malice(Rows rows) {
        if (doubles.last() > 1) {
            return Differentiable.super.malice(rows);
        }
        double[] malice = new double[rows.size()];
        lastLayer(rows, malice);
        return malice;
    }

    private void lastLayer(Rows rows, double[] into) {
        Require.same("columns", inputs(), rows.width());
        float[][] pass = values.get();
        float[] sums = pass[weights.length];
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.width(); j++) {
                pass[0][j] = (float) rows.get(i, j);
            }
            forward(pass);
            for (int j = 0; j < sums.length; j++) {
                into[i * sums.length + j] = sums[j];
            }
        }
    }

    private void forward(float[][] pass) {
        for (int l = 0; l < weights.length; l++) {
            float[] sums = pass[l + 1];
            Arrays.fill(sums, 0);
            addRow(pass[l], weights[l], sums);
            for (int j = 0; j < sums.length; j++) {
                sums[j] += biases[l][j];
            }
            if (l < weights.length - 1) {
                doubles.activation().bend(sums);
            }
        }
    }

    /** {@code sums += left right}, without fused operations. */
    private static void addRow(float[] left, float[][] right, float[] sums) {
        int k = 0;
        for (; k + 4 <= left.length; k += 4) {
            addFour(left[k], left[k + 1], left[k + 2], left[k + 3], right, k, sums);
        }
        for (; k < left.length; k++) {
            float[] row = right[k];
            for (int j = 0; j < sums.length; j++) {
                sums[j] += left[k] * row[j];
            }
        }
    }

    private static void addFour(float a, float b, float c, float d, float[][] right, int k, float[] sums) {
        float[] p = right[k];
        float[] q = right[k + 1];
        float[] r = right[k + 2];
        float[] s = right[k + 3];
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] + a * p[j] + b * q[j] + c * r[j] + d * s[j];
        }
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        return doubles.maliceGradient(rows);
    }

    @Override
    public Rows classGradient(Rows rows, int output) {
        return doubles.classGradient(rows, output);
    }

    @Override
    public int learnt() {
        return doubles.learnt();
    }

    @Override
    public Rows lossGradients(Rows rows, double[] targets) {
        return doubles.lossGradients(rows, targets);
    }

    @Override
    public FloatNetwork withFirst(int output) {
        return new FloatNetwork(doubles.withFirst(output));
    }

    @Override
    public Map<String, double[]> parameters() {
        return doubles.parameters();
    }

    @Override
    public FloatNetwork rebuild(Map<String, double[]> parameters) {
        return new FloatNetwork(doubles.rebuild(parameters));
    }
}

package dev.gauntlet.model.kernel;

/**
 * The products of a batch with one dense layer, in plain loops whose inner one runs over outputs: every sum is taken in
 * the order of the inputs, so the bits do not depend on the machine.
 */
public final class Dense {
    private Dense() {}

    /**
     * {@code out = in W + bias} for n rows.
     *
     * @param in n x inputs, row by row
     * @param weights inputs x outputs, row by row
     * @param bias one per output
     * @param out n x outputs, overwritten; its length divided by that of {@code bias} is at least n
     */
    public static void forward(double[] in, int n, double[] weights, double[] bias, double[] out) {
        int outs = bias.length;
        int ins = weights.length / outs;
        for (int i = 0; i < n; i++) {
            System.arraycopy(bias, 0, out, i * outs, outs);
            for (int k = 0; k < ins; k++) {
                addScaled(in[i * ins + k], weights, k * outs, out, i * outs, outs);
            }
        }
    }

    /** Sets everything that is not positive to 0. */
    public static void relu(double[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = values[i] > 0 ? values[i] : 0;
        }
    }

    /** {@code into[t] += factor * from[f]} for {@code count} consecutive places. */
    public static void addScaled(double factor, double[] from, int f, double[] into, int t, int count) {
        if (factor == 0) {
            return;
        }
        for (int j = 0; j < count; j++) {
            into[t + j] += factor * from[f + j];
        }
    }

    /** The outputs x inputs transpose of inputs x outputs weights. */
    public static double[] transpose(double[] weights, int outs) {
        int ins = weights.length / outs;
        double[] turned = new double[weights.length];
        for (int k = 0; k < ins; k++) {
            for (int j = 0; j < outs; j++) {
                turned[j * ins + k] = weights[k * outs + j];
            }
        }
        return turned;
    }
}

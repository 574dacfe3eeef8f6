package dev.gauntlet.model.kernel;

/** The activation function of a hidden unit. */
public enum Activation {
    /** {@code max(0, x)}. */
    RELU,
    TANH,
    /** {@code 1 / (1 + exp(-x))}. */
    LOGISTIC;

    /** Applies the function to sums in place. As in ONNX Runtime, max(0, NaN) is 0. */
    public void bend(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = bent(values[i]);
        }
    }

    /** Applies the function to sums in place, each rounded to a float. */
    void bend(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) bent(values[i]);
        }
    }

    private double bent(double sum) {
        return switch (this) {
            case RELU -> Double.isNaN(sum) ? 0 : Math.max(sum, 0);
            case TANH -> StrictMath.tanh(sum);
            case LOGISTIC -> 1 / (1 + StrictMath.exp(-sum));
        };
    }

    /** Backpropagates: turns gradients by the units' outputs into gradients by their sums. */
    public void slope(double[] outputs, double[] slopes) {
        for (int i = 0; i < outputs.length; i++) {
            double output = outputs[i];
            slopes[i] = switch (this) {
                case RELU -> where(output, slopes[i]);
                case TANH -> slopes[i] * (1 - output * output);
                case LOGISTIC -> slopes[i] * output * (1 - output);
            };
        }
    }

    /** The value where the output, 0 or more, is above 0, and else 0: without an unpredictable branch. */
    private static double where(double output, double value) {
        long all = -Double.doubleToRawLongBits(output) >> 63;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) & all);
    }
}

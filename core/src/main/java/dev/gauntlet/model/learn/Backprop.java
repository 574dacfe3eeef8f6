package dev.gauntlet.model.learn;

import dev.gauntlet.base.Rng;
import dev.gauntlet.model.kernel.Activation;
import dev.gauntlet.model.kernel.MatrixProduct;
import dev.gauntlet.model.kernel.Network;
import dev.gauntlet.model.kernel.Softmax;
import java.util.Arrays;

/** A network in training: its weights, Adam's moments, and the buffers of one batch. One thread, sums in order. */
final class Backprop {
    /** How a row's loss changes with each of its outputs. */
    interface Slope {
        /** Fills the slopes of one row. */
        void fill(int row, double[] outputs, double[] slopes);

        /** Of the log-loss of one output, the log-odds of the malicious class, or of one logit per class. */
        static Slope logLoss(TrainingMatrix matrix) {
            return (row, outputs, slopes) -> Softmax.lossSlopes(outputs, matrix.targets[row], slopes);
        }

        /** Of half the squared distance to the row itself: an autoencoder's. */
        static Slope rebuilt(TrainingMatrix matrix) {
            return (row, outputs, slopes) -> {
                for (int j = 0; j < matrix.width; j++) {
                    slopes[j] = outputs[j] - matrix.inputs[row * matrix.width + j];
                }
            };
        }
    }

    private static final double DECAY1 = 0.9;
    private static final double DECAY2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final int[] sizes;
    private final int layers;
    private final double rate;
    /** Per layer, a row per input, then the biases. */
    private final double[][][] weights;

    private final double[][][] weightSlopes;
    private final Moments[] moments;
    private final double[][][] values;
    private final double[][][] slopes;
    /** Per layer, the columns of {@code values}, then one of ones for the biases. */
    private final double[][][] columns;

    private int steps;

    Backprop(int[] sizes, int batch, double rate, Rng rng) {
        this.sizes = sizes.clone();
        this.layers = sizes.length - 1;
        this.rate = rate;
        weights = new double[layers][][];
        weightSlopes = new double[layers][][];
        moments = new Moments[layers];
        columns = new double[layers][][];
        values = new double[layers + 1][][];
        slopes = new double[layers + 1][][];
        for (int l = 0; l <= layers; l++) {
            values[l] = new double[batch][sizes[l]];
            slopes[l] = new double[batch][sizes[l]];
        }
        for (int l = 0; l < layers; l++) {
            double deviation = StrictMath.sqrt(2.0 / sizes[l]);
            weights[l] = new double[sizes[l] + 1][sizes[l + 1]];
            for (int k = 0; k < sizes[l]; k++) {
                for (int j = 0; j < sizes[l + 1]; j++) {
                    weights[l][k][j] = deviation * rng.nextGaussian();
                }
            }
            weightSlopes[l] = new double[sizes[l] + 1][sizes[l + 1]];
            moments[l] = new Moments(sizes[l] + 1, sizes[l + 1]);
            columns[l] = new double[sizes[l] + 1][batch];
            Arrays.fill(columns[l][sizes[l]], 1);
        }
    }

    Network network() {
        double[][] flat = new double[layers][];
        double[][] biases = new double[layers][];
        for (int l = 0; l < layers; l++) {
            flat[l] = MatrixProduct.flat(Arrays.copyOf(weights[l], sizes[l]));
            biases[l] = weights[l][sizes[l]];
        }
        return new Network(flat, biases);
    }

    /** One step of Adam on rows {@code order[from]} to {@code order[to - 1]}. */
    void step(TrainingMatrix matrix, Slope loss, int[] order, int from, int to) {
        int n = to - from;
        forward(matrix, order, from, n);
        for (int i = 0; i < n; i++) {
            loss.fill(order[from + i], values[layers][i], slopes[layers][i]);
            for (int j = 0; j < sizes[layers]; j++) {
                slopes[layers][i][j] /= n;
            }
        }
        backward(n);
        steps++;
        double correction = StrictMath.sqrt(1 - StrictMath.pow(DECAY2, steps)) / (1 - StrictMath.pow(DECAY1, steps));
        for (int l = 0; l < layers; l++) {
            moments[l].move(weights[l], weightSlopes[l], rate * correction);
        }
    }

    private void forward(TrainingMatrix matrix, int[] order, int from, int n) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix.inputs, order[from + i] * sizes[0], values[0][i], 0, sizes[0]);
        }
        for (int l = 0; l < layers; l++) {
            for (int i = 0; i < n; i++) {
                System.arraycopy(weights[l][sizes[l]], 0, values[l + 1][i], 0, sizes[l + 1]);
            }
            MatrixProduct.add(values[l], n, weights[l], sizes[l], values[l + 1]);
            for (int i = 0; i < n && l < layers - 1; i++) {
                Activation.RELU.bend(values[l + 1][i]);
            }
        }
    }

    private void backward(int n) {
        for (int l = layers - 1; l >= 0; l--) {
            int ins = sizes[l];
            MatrixProduct.transpose(values[l], n, ins, columns[l]);
            zero(weightSlopes[l], ins + 1);
            MatrixProduct.add(columns[l], ins + 1, slopes[l + 1], n, weightSlopes[l]);
            if (l > 0) {
                double[][] turned = MatrixProduct.transpose(weights[l], ins, sizes[l + 1]);
                zero(slopes[l], n);
                MatrixProduct.add(slopes[l + 1], n, turned, sizes[l + 1], slopes[l]);
                for (int i = 0; i < n; i++) {
                    Activation.RELU.slope(values[l][i], slopes[l][i]);
                }
            }
        }
    }

    private static void zero(double[][] rows, int n) {
        for (int i = 0; i < n; i++) {
            Arrays.fill(rows[i], 0);
        }
    }

    /** Adam's running means of the slopes and of their squares. */
    private static final class Moments {
        private final double[][] first;
        private final double[][] second;

        private Moments(int rows, int width) {
            first = new double[rows][width];
            second = new double[rows][width];
        }

        private void move(double[][] weights, double[][] slopes, double rate) {
            for (int k = 0; k < weights.length; k++) {
                move(weights[k], slopes[k], first[k], second[k], rate);
            }
        }

        private static void move(double[] weights, double[] slopes, double[] first, double[] second, double rate) {
            for (int j = 0; j < weights.length; j++) {
                first[j] = DECAY1 * first[j] + (1 - DECAY1) * slopes[j];
                second[j] = DECAY2 * second[j] + (1 - DECAY2) * slopes[j] * slopes[j];
                weights[j] -= rate * first[j] / (StrictMath.sqrt(second[j]) + EPSILON);
            }
        }
    }
}

package dev.gauntlet.model.learn;

import dev.gauntlet.base.Rng;
import dev.gauntlet.model.kernel.Dense;
import dev.gauntlet.model.kernel.Network;
import java.util.Arrays;

/** A network in training: its weights, Adam's moments, and the buffers of one batch. One thread, sums in order. */
final class Backprop {
    /** How a row's loss changes with each of its outputs. */
    interface Slope {
        /**
         * Fills the slopes of one row.
         *
         * @param at where the row's outputs begin, and its slopes
         */
        void fill(int row, double[] outputs, int at, double[] slopes);

        /** Of the log-loss of one output, the log-odds of malice. */
        static Slope logistic(Lesson lesson) {
            return (row, outputs, at, slopes) ->
                    slopes[at] = 1 / (1 + StrictMath.exp(-outputs[at])) - lesson.targets[row];
        }

        /** Of the log-loss of one logit per class. */
        static Slope softmax(Lesson lesson) {
            return (row, outputs, at, slopes) -> {
                double largest = outputs[at];
                for (int c = 1; c < lesson.classes; c++) {
                    largest = Math.max(largest, outputs[at + c]);
                }
                double sum = 0;
                for (int c = 0; c < lesson.classes; c++) {
                    slopes[at + c] = StrictMath.exp(outputs[at + c] - largest);
                    sum += slopes[at + c];
                }
                for (int c = 0; c < lesson.classes; c++) {
                    slopes[at + c] = slopes[at + c] / sum - (c == lesson.label(row) ? 1 : 0);
                }
            };
        }

        /** Of half the squared distance to the row itself: an autoencoder's. */
        static Slope rebuilt(Lesson lesson) {
            return (row, outputs, at, slopes) -> {
                for (int j = 0; j < lesson.width; j++) {
                    slopes[at + j] = outputs[at + j] - lesson.inputs[row * lesson.width + j];
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
    private final double[][] weights;
    private final double[][] biases;
    private final double[][] weightSlopes;
    private final double[][] biasSlopes;
    private final Moments[] weightMoments;
    private final Moments[] biasMoments;
    private final double[][] values;
    private final double[][] slopes;
    private int steps;

    Backprop(int[] sizes, int batch, double rate, Rng rng) {
        this.sizes = sizes.clone();
        this.layers = sizes.length - 1;
        this.rate = rate;
        weights = new double[layers][];
        biases = new double[layers][];
        weightSlopes = new double[layers][];
        biasSlopes = new double[layers][];
        weightMoments = new Moments[layers];
        biasMoments = new Moments[layers];
        values = new double[layers + 1][];
        slopes = new double[layers + 1][];
        for (int l = 0; l <= layers; l++) {
            values[l] = new double[batch * sizes[l]];
            slopes[l] = new double[batch * sizes[l]];
        }
        for (int l = 0; l < layers; l++) {
            int count = sizes[l] * sizes[l + 1];
            double deviation = StrictMath.sqrt(2.0 / sizes[l]);
            weights[l] = new double[count];
            for (int k = 0; k < count; k++) {
                weights[l][k] = deviation * rng.nextGaussian();
            }
            biases[l] = new double[sizes[l + 1]];
            weightSlopes[l] = new double[count];
            biasSlopes[l] = new double[sizes[l + 1]];
            weightMoments[l] = new Moments(count);
            biasMoments[l] = new Moments(sizes[l + 1]);
        }
    }

    Network network() {
        return new Network(weights, biases);
    }

    /** One step of Adam on rows {@code order[from]} to {@code order[to - 1]}. */
    void step(Lesson lesson, Slope loss, int[] order, int from, int to) {
        int n = to - from;
        for (int i = 0; i < n; i++) {
            System.arraycopy(lesson.inputs, order[from + i] * sizes[0], values[0], i * sizes[0], sizes[0]);
        }
        for (int l = 0; l < layers; l++) {
            Dense.forward(values[l], n, weights[l], biases[l], values[l + 1]);
            if (l < layers - 1) {
                Dense.relu(values[l + 1], n * sizes[l + 1]);
            }
        }
        int outs = sizes[layers];
        for (int i = 0; i < n; i++) {
            loss.fill(order[from + i], values[layers], i * outs, slopes[layers]);
        }
        for (int k = 0; k < n * outs; k++) {
            slopes[layers][k] /= n;
        }
        backward(n);
        steps++;
        double correction = StrictMath.sqrt(1 - StrictMath.pow(DECAY2, steps)) / (1 - StrictMath.pow(DECAY1, steps));
        for (int l = 0; l < layers; l++) {
            weightMoments[l].move(weights[l], weightSlopes[l], rate * correction);
            biasMoments[l].move(biases[l], biasSlopes[l], rate * correction);
        }
    }

    private void backward(int n) {
        for (int l = layers - 1; l >= 0; l--) {
            int ins = sizes[l];
            int outs = sizes[l + 1];
            Arrays.fill(weightSlopes[l], 0);
            Arrays.fill(biasSlopes[l], 0);
            for (int i = 0; i < n; i++) {
                Dense.addScaled(1, slopes[l + 1], i * outs, biasSlopes[l], 0, outs);
                for (int k = 0; k < ins; k++) {
                    Dense.addScaled(values[l][i * ins + k], slopes[l + 1], i * outs, weightSlopes[l], k * outs, outs);
                }
            }
            if (l > 0) {
                Dense.forward(slopes[l + 1], n, Dense.transpose(weights[l], outs), new double[ins], slopes[l]);
                for (int k = 0; k < n * ins; k++) {
                    slopes[l][k] = values[l][k] > 0 ? slopes[l][k] : 0;
                }
            }
        }
    }

    /** Adam's running means of the slopes and of their squares. */
    private static final class Moments {
        private final double[] first;
        private final double[] second;

        private Moments(int count) {
            first = new double[count];
            second = new double[count];
        }

        private void move(double[] weights, double[] slopes, double rate) {
            for (int k = 0; k < weights.length; k++) {
                first[k] = DECAY1 * first[k] + (1 - DECAY1) * slopes[k];
                second[k] = DECAY2 * second[k] + (1 - DECAY2) * slopes[k] * slopes[k];
                weights[k] -= rate * first[k] / (StrictMath.sqrt(second[k]) + EPSILON);
            }
        }
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.data.Rows;
import java.util.Arrays;

/** A block of rows on its way through a network, and slopes on their way back. Kept by a thread and used again. */
final class Pass {
    /** How many rows a block has at most. */
    static final int BLOCK = 64;
    /** A layer of fewer outputs is taken column by column. */
    private static final int NARROW = 4;

    private final Network network;
    private final int layers;
    /** Per layer, what comes in: n rows; last what comes out. */
    final double[][][] values;
    /** Per layer, the slope of something by what comes in. */
    final double[][][] slopes;

    private final double[] column = new double[BLOCK];

    Pass(Network network) {
        this.network = network;
        layers = network.layers();
        values = new double[layers + 1][BLOCK][];
        slopes = new double[layers + 1][BLOCK][];
        for (int l = 0; l <= layers; l++) {
            for (int i = 0; i < BLOCK; i++) {
                values[l][i] = new double[network.size(l)];
                slopes[l][i] = new double[network.size(l)];
            }
        }
    }

    /** Takes rows {@code from} to {@code from + n} through all layers. */
    void forward(Rows rows, int from, int n) {
        for (int i = 0; i < n; i++) {
            rows.read(from + i, values[0][i]);
        }
        for (int l = 0; l < layers; l++) {
            layer(l, n);
            for (int i = 0; i < n && l < layers - 1; i++) {
                network.activation().bend(values[l + 1][i]);
            }
        }
    }

    private void layer(int l, int n) {
        double[] biases = network.biases(l);
        if (biases.length < NARROW) {
            for (int j = 0; j < biases.length; j++) {
                Arrays.fill(column, 0, n, biases[j]);
                MatrixProduct.addDots(values[l], n, network.columns(l)[j], network.size(l), column, 0);
                for (int i = 0; i < n; i++) {
                    values[l + 1][i][j] = column[i];
                }
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            System.arraycopy(biases, 0, values[l + 1][i], 0, biases.length);
        }
        MatrixProduct.add(values[l], n, network.rows(l), network.size(l), values[l + 1]);
    }

    /** From slopes by the outputs of n rows to those by what came into each layer, down to one. */
    void backward(int n, int lowest) {
        for (int l = layers - 1; l >= lowest; l--) {
            for (int i = 0; i < n; i++) {
                Arrays.fill(slopes[l][i], 0);
            }
            MatrixProduct.add(slopes[l + 1], n, network.columns(l), network.size(l + 1), slopes[l]);
            for (int i = 0; i < n && l > 0; i++) {
                network.activation().slope(values[l][i], slopes[l][i]);
            }
        }
    }
}

package dev.gauntlet.model.kernel;

import dev.gauntlet.data.Rows;
import java.util.Arrays;

/**
 * The buffers of a forward and backward pass of a block of rows through a network. A thread keeps it and uses it again;
 * it does not hold the network, which would then be kept for as long as the thread.
 */
final class Pass {
    /** How many rows a block has at most. */
    static final int BLOCK = 64;
    /** A layer of fewer outputs is taken column by column. */
    private static final int NARROW = 4;

    /** Per layer, its inputs: n rows; last the outputs. */
    final double[][][] values;
    /** Per layer, the slope of something by what comes in. */
    final double[][][] slopes;

    private final double[] column = new double[BLOCK];

    /** For a network of as many inputs, then outputs of each layer. */
    Pass(int... sizes) {
        values = new double[sizes.length][][];
        slopes = new double[sizes.length][][];
        for (int l = 0; l < sizes.length; l++) {
            values[l] = new double[BLOCK][sizes[l]];
            slopes[l] = new double[BLOCK][sizes[l]];
        }
    }

    /** Takes rows {@code from} to {@code from + n} through all layers. */
    void forward(Network network, Rows rows, int from, int n) {
        for (int i = 0; i < n; i++) {
            rows.read(from + i, values[0][i]);
        }
        for (int l = 0; l < network.layers(); l++) {
            layer(network, l, n);
            for (int i = 0; i < n && l < network.layers() - 1; i++) {
                network.activation().bend(values[l + 1][i]);
            }
        }
    }

    private void layer(Network network, int l, int n) {
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
    void backward(Network network, int n, int lowest) {
        for (int l = network.layers() - 1; l >= lowest; l--) {
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

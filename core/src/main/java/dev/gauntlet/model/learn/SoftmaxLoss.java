package dev.gauntlet.model.learn;

import dev.gauntlet.model.kernel.Softmax;

/**
 * The penalised logistic loss of a matrix of k classes: inputs x k weights row by row, then k biases, which are not
 * penalised. A class without rows has no part in it.
 */
final class SoftmaxLoss implements Newton.Loss {
    private final TrainingMatrix matrix;
    private final double l2;
    private final int k;
    private final double[] present;
    private final double[][] rows;
    /** Per row, the share it gives each class. */
    private final double[][] shares;

    SoftmaxLoss(TrainingMatrix matrix, double l2) {
        this.matrix = matrix;
        this.l2 = l2;
        k = matrix.classes;
        present = matrix.counts();
        rows = matrix.rows().withOnes();
        shares = new double[matrix.size][k];
    }

    @Override
    public int size() {
        return (matrix.width + 1) * k;
    }

    @Override
    public double at(double[] w, double[] gradient) {
        double[][] slopes = Softmax.logits(rows, k, w);
        double loss = 0;
        for (int i = 0; i < matrix.size; i++) {
            int label = matrix.label(i);
            double own = slopes[i][label];
            loss += toShares(slopes[i]) - own;
            System.arraycopy(slopes[i], 0, shares[i], 0, k);
            slopes[i][label] -= 1;
        }
        System.arraycopy(Softmax.weightSlopes(rows, slopes, w, l2), 0, gradient, 0, gradient.length);
        for (int j = 0; j < matrix.width * k; j++) {
            loss += l2 / 2 * w[j] * w[j];
        }
        return loss;
    }

    @Override
    public double[] bent(double[] v) {
        return Softmax.hessianProduct(rows, shares, v, l2);
    }

    @Override
    public double[] diagonal() {
        return Softmax.hessianDiagonal(rows, shares, l2);
    }

    /** Turns logits into shares of the classes that have rows; gives the logarithm of what they are shares of. */
    private double toShares(double[] z) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < k; c++) {
            largest = present[c] > 0 ? Math.max(largest, z[c]) : largest;
        }
        double sum = 0;
        for (int c = 0; c < k; c++) {
            z[c] = present[c] > 0 ? StrictMath.exp(z[c] - largest) : 0;
            sum += z[c];
        }
        for (int c = 0; c < k; c++) {
            z[c] /= sum;
        }
        return largest + StrictMath.log(sum);
    }
}

package dev.gauntlet.model.learn;

import dev.gauntlet.model.kernel.Dense;
import java.util.Arrays;

/**
 * The penalised logistic loss of a lesson of k classes: inputs x k weights row by row, then k biases, which are not
 * penalised. A class without rows has no part in it.
 */
final class SoftmaxLoss implements Newton.Loss {
    private final Lesson lesson;
    private final double l2;
    private final int k;
    private final double[] present;
    private final double[] shares;

    SoftmaxLoss(Lesson lesson, double l2) {
        this.lesson = lesson;
        this.l2 = l2;
        k = lesson.classes;
        present = lesson.counts();
        shares = new double[lesson.size * k];
    }

    @Override
    public int size() {
        return (lesson.width + 1) * k;
    }

    @Override
    public double at(double[] w, double[] gradient) {
        Arrays.fill(gradient, 0);
        double[] gaps = new double[k];
        double loss = 0;
        for (int i = 0; i < lesson.size; i++) {
            logits(i, w, gaps);
            int label = lesson.label(i);
            double own = gaps[label];
            loss += toShares(gaps) - own;
            System.arraycopy(gaps, 0, shares, i * k, k);
            gaps[label] -= 1;
            addRow(i, gaps, gradient);
        }
        for (int j = 0; j < lesson.width * k; j++) {
            loss += l2 / 2 * w[j] * w[j];
            gradient[j] += l2 * w[j];
        }
        return loss;
    }

    @Override
    public double[] bent(double[] v) {
        double[] product = new double[size()];
        double[] z = new double[k];
        for (int i = 0; i < lesson.size; i++) {
            logits(i, v, z);
            double mean = 0;
            for (int c = 0; c < k; c++) {
                mean += shares[i * k + c] * z[c];
            }
            for (int c = 0; c < k; c++) {
                z[c] = shares[i * k + c] * (z[c] - mean);
            }
            addRow(i, z, product);
        }
        for (int j = 0; j < lesson.width * k; j++) {
            product[j] += l2 * v[j];
        }
        return product;
    }

    private void logits(int row, double[] w, double[] into) {
        int d = lesson.width;
        System.arraycopy(w, d * k, into, 0, k);
        for (int j = 0; j < d; j++) {
            Dense.addScaled(lesson.inputs[row * d + j], w, j * k, into, 0, k);
        }
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

    private void addRow(int row, double[] factors, double[] into) {
        int d = lesson.width;
        for (int j = 0; j < d; j++) {
            Dense.addScaled(lesson.inputs[row * d + j], factors, 0, into, j * k, k);
        }
        Dense.addScaled(1, factors, 0, into, d * k, k);
    }
}

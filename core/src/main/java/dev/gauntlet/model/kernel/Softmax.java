package dev.gauntlet.model.kernel;

import java.util.Arrays;

/** Derivatives by the logits: of the malice score, which is of every class but the first, and of the log-loss. */
public final class Softmax {
    private Softmax() {}

    /**
     * The derivative of the log-odds of the malicious class by each class's logit: each malicious class's share among the malicious,
     * and -1 for the benign one.
     *
     * @param logits of n rows, {@code classes} each, from {@code at} on
     */
    static void maliceSlopes(double[] logits, int at, int classes, double[] into) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 1; c < classes; c++) {
            largest = Math.max(largest, logits[at + c]);
        }
        double sum = 0;
        for (int c = 1; c < classes; c++) {
            into[at + c] = StrictMath.exp(logits[at + c] - largest);
            sum += into[at + c];
        }
        for (int c = 1; c < classes; c++) {
            into[at + c] /= sum;
        }
        into[at] = -1;
    }

    /**
     * The derivative of a row's log-loss by each of its logits, or by its log-odds of the malicious class where that is
     * all it has.
     *
     * @param target the row's class; 1 for malicious
     * @param into as long as {@code logits}
     */
    public static void lossSlopes(double[] logits, double target, double[] into) {
        if (logits.length == 1) {
            into[0] = 1 / (1 + StrictMath.exp(-logits[0])) - target;
            return;
        }
        shares(logits, into);
        into[(int) target] -= 1;
    }

    /** The probability of each class. */
    public static void shares(double[] logits, double[] into) {
        double largest = logits[0];
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            into[c] = StrictMath.exp(logits[c] - largest);
            sum += into[c];
        }
        for (int c = 0; c < logits.length; c++) {
            into[c] /= sum;
        }
    }

    /**
     * The product of a vector with the second derivative of the summed log-loss of one layer of k logits, and of
     * {@code l2} times half the squared length of its weights without the biases.
     *
     * @param rows n rows of d inputs with a 1 at their ends
     * @param shares k rows of n: what probability each class has of each row
     * @param vector (d + 1) x k, row by row, the biases' part last
     * @see <a href="https://www.microsoft.com/en-us/research/people/cmbishop/prml-book/">Bishop 2006, section 4.3.4</a>
     */
    public static double[] hessianProduct(double[][] rows, double[][] shares, double[] vector, double l2) {
        int k = shares.length;
        double[][] slopes = logits(rows, k, vector);
        for (int i = 0; i < rows.length; i++) {
            double mean = 0;
            for (int c = 0; c < k; c++) {
                mean += shares[c][i] * slopes[c][i];
            }
            for (int c = 0; c < k; c++) {
                slopes[c][i] = shares[c][i] * (slopes[c][i] - mean);
            }
        }
        return weightSlopes(rows, slopes, vector, l2);
    }

    /** What weights, (d + 1) x k, make of rows with a 1 at their ends: k rows of n. */
    public static double[][] logits(double[][] rows, int k, double[] weights) {
        int inputs = weights.length / k;
        double[][] columns = MatrixProduct.transpose(MatrixProduct.rows(weights, k), inputs, k);
        double[][] logits = new double[k][rows.length];
        for (int c = 0; c < k; c++) {
            MatrixProduct.addDots(rows, rows.length, columns[c], inputs, logits[c], 0);
        }
        return logits;
    }

    /** The products of rows with slopes of their logits, k rows of n, summed, and the penalty's part: (d + 1) x k. */
    public static double[] weightSlopes(double[][] rows, double[][] slopes, double[] weights, double l2) {
        int k = slopes.length;
        int inputs = weights.length / k;
        double[] sums = new double[inputs];
        double[] all = new double[weights.length];
        for (int c = 0; c < k; c++) {
            Arrays.fill(sums, 0);
            MatrixProduct.addRow(slopes[c], rows, rows.length, sums);
            for (int j = 0; j < inputs; j++) {
                all[j * k + c] = sums[j] + (j < inputs - 1 ? l2 * weights[j * k + c] : 0);
            }
        }
        return all;
    }
}

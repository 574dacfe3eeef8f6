package dev.gauntlet.model.kernel;

import java.util.Arrays;

/** Derivatives by the logits: of the malice score, which is of every class but the first, and of the log-loss. */
public final class Softmax {
    /** How many rows are laid side by side at a time. */
    private static final int BLOCK = 256;

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
     * @param shares n rows of k: what probability each class has of each row
     * @param vector (d + 1) x k, row by row, the biases' part last
     * @see <a href="https://www.microsoft.com/en-us/research/people/cmbishop/prml-book/">Bishop 2006, section 4.3.4</a>
     */
    public static double[] hessianProduct(double[][] rows, double[][] shares, double[] vector, double l2) {
        int k = shares[0].length;
        double[][] slopes = logits(rows, k, vector);
        for (int i = 0; i < rows.length; i++) {
            double[] share = shares[i];
            double[] slope = slopes[i];
            double mean = 0;
            for (int c = 0; c < k; c++) {
                mean += share[c] * slope[c];
            }
            for (int c = 0; c < k; c++) {
                slope[c] = share[c] * (slope[c] - mean);
            }
        }
        return weightSlopes(rows, slopes, vector, l2);
    }

    /** The diagonal of that second derivative: (d + 1) x k. */
    public static double[] hessianDiagonal(double[][] rows, double[][] shares, double l2) {
        int inputs = rows[0].length;
        double[][] squares = new double[rows.length][];
        double[][] bends = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            squares[i] = Arrays.stream(rows[i]).map(x -> x * x).toArray();
            bends[i] = Arrays.stream(shares[i]).map(p -> p * (1 - p)).toArray();
        }
        double[] ones = new double[inputs * shares[0].length];
        Arrays.fill(ones, 1);
        return weightSlopes(squares, bends, ones, l2);
    }

    /** What weights, (d + 1) x k, make of rows with a 1 at their ends: n rows of k. */
    public static double[][] logits(double[][] rows, int k, double[] weights) {
        double[][] logits = new double[rows.length][k];
        MatrixProduct.add(rows, rows.length, MatrixProduct.rows(weights, k), weights.length / k, logits);
        return logits;
    }

    /** The products of rows with slopes of their logits, n rows of k, summed, and the penalty's part: (d + 1) x k. */
    public static double[] weightSlopes(double[][] rows, double[][] slopes, double[] weights, double l2) {
        int k = slopes[0].length;
        int inputs = weights.length / k;
        double[][] sums = new double[inputs][k];
        double[][] columns = new double[inputs][Math.min(BLOCK, rows.length)];
        for (int from = 0; from < rows.length; from += BLOCK) {
            int to = Math.min(rows.length, from + BLOCK);
            MatrixProduct.transpose(Arrays.copyOfRange(rows, from, to), to - from, inputs, columns);
            MatrixProduct.add(columns, inputs, Arrays.copyOfRange(slopes, from, to), to - from, sums);
        }
        double[] all = MatrixProduct.flat(sums);
        for (int j = 0; j < all.length - k; j++) {
            all[j] += l2 * weights[j];
        }
        return all;
    }
}

package dev.gauntlet.model.kernel;

/** What log-odds of several classes say of malice, which is every class but the first. */
final class Softmax {
    private Softmax() {}

    /**
     * The derivative of the log-odds of malice by each class's logit: each malicious class's share among the malicious,
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
}

package dev.gauntlet.model.kernel;

/** Slopes of what logits say: of malice, which is every class but the first, and of the log-loss. */
public final class Softmax {
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

    /**
     * The derivative of a row's log-loss by each of its logits, or by its log-odds of malice where that is all it has.
     *
     * @param target the row's class; 1 for malicious
     * @param into as long as {@code logits}
     */
    public static void lossSlopes(double[] logits, double target, double[] into) {
        if (logits.length == 1) {
            into[0] = 1 / (1 + StrictMath.exp(-logits[0])) - target;
            return;
        }
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
            into[c] = into[c] / sum - (c == target ? 1 : 0);
        }
    }
}

package dev.gauntlet.model;

import dev.gauntlet.data.Rows;

/** A model that gives scores: a batch of n rows in, n rows of k outputs out. */
public interface Scores {
    /** What an output means. */
    enum Scale {
        /** One log-odds per class, class 0 is benign; a two-class margin m is (0, m). */
        LOGIT,
        /** One probability per class, class 0 is benign. */
        PROBABILITY,
        /** One number; larger is more anomalous. */
        DISTANCE,
        /** One number: the estimate of a quantity. */
        NUMBER
    }

    Scale scale();

    /** How many outputs a row gets: the number of classes, or 1 for a distance or a quantity. */
    int outputs();

    /**
     * Scores a batch.
     *
     * @param rows n rows of the model's input width
     * @return n rows of {@link #outputs()} values
     */
    Rows scores(Rows rows);

    /**
     * How malicious each row looks, one number a row, larger is worse: a log-odds, a probability, a distance or
     * the quantity, according to the scale.
     */
    default double[] malice(Rows rows) {
        Rows scores = scores(rows);
        double[] malice = new double[scores.size()];
        for (int i = 0; i < malice.length; i++) {
            malice[i] = switch (scale()) {
                case DISTANCE, NUMBER -> scores.get(i, 0);
                case PROBABILITY -> 1 - scores.get(i, 0);
                case LOGIT -> logitOfMalice(scores, i);
            };
        }
        return malice;
    }

    private static double logitOfMalice(Rows scores, int row) {
        if (scores.width() == 2) {
            return scores.get(row, 1) - scores.get(row, 0);
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 1; k < scores.width(); k++) {
            largest = Math.max(largest, scores.get(row, k));
        }
        double sum = 0;
        for (int k = 1; k < scores.width(); k++) {
            sum += StrictMath.exp(scores.get(row, k) - largest);
        }
        return largest + StrictMath.log(sum) - scores.get(row, 0);
    }
}

package dev.gauntlet.adapters.onnx;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.Scores.Scale;
import java.util.List;

/**
 * What a tensor of an ONNX graph holds once a kernel has scored.
 *
 * @param labels the names of the classes, if the graph states them
 */
record Outcome(Kind kind, Kernel kernel, Encoding encoding, List<String> labels) {
    /** What the numbers are. */
    enum Kind {
        /** The likeliest class. */
        LABEL,
        /** n x k: a logit per class; of two, the second alone counts. */
        LOGITS,
        /** n x k: a probability per class. */
        SHARES,
        /** n x 1: the log-odds of malice. */
        LOGIT,
        /** n x 1: the probability of malice. */
        CHANCE,
        /** n x 1: the probability of the benign. */
        REST,
        /** n x 1: a quantity. */
        NUMBER
    }

    Outcome as(Kind other) {
        return new Outcome(other, kernel, encoding, labels);
    }

    Outcome named(List<String> names) {
        return new Outcome(kind, kernel, encoding, names);
    }

    /** How many numbers a row has in the tensor. */
    int width() {
        return kind == Kind.LOGITS || kind == Kind.SHARES ? kernel.outputs() : 1;
    }

    /** Whether the first of two numbers says nothing more. */
    boolean secondOnly() {
        return width() == 2;
    }

    /** The numbers that the tensor must hold for rows: n x {@link #width()}. */
    Rows expected(Rows rows) {
        Rows encoded = encoding.encode(rows);
        if (kind == Kind.LOGITS) {
            return kernel.scores(encoded);
        }
        if (width() > 2) {
            Rows scores = kernel.scores(encoded);
            return kernel.scale() == Scale.LOGIT ? softmax(scores) : scores;
        }
        double[] malice = kernel.malice(encoded);
        boolean chance = kind == Kind.SHARES || kind == Kind.CHANCE || kind == Kind.REST;
        for (int i = 0; i < malice.length; i++) {
            double m = malice[i];
            malice[i] = chance && kernel.scale() == Scale.LOGIT ? 1 / (1 + StrictMath.exp(-m)) : m;
            malice[i] = kind == Kind.REST ? 1 - malice[i] : malice[i];
        }
        return Rows.fill(malice.length, width(), (i, c) -> width() == 2 && c == 0 ? 1 - malice[i] : malice[i]);
    }

    private static Rows softmax(Rows scores) {
        double[] values = scores.toArray();
        int k = scores.width();
        for (int i = 0; i < scores.size(); i++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                largest = Math.max(largest, values[i * k + c]);
            }
            double sum = 0;
            for (int c = 0; c < k; c++) {
                values[i * k + c] = StrictMath.exp(values[i * k + c] - largest);
                sum += values[i * k + c];
            }
            for (int c = 0; c < k; c++) {
                values[i * k + c] /= sum;
            }
        }
        return Rows.of(scores.size(), k, values);
    }
}

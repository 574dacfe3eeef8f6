package dev.gauntlet.adapters.onnx;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.Scores.Scale;
import java.util.List;

/**
 * The content of a tensor after a kernel has scored the rows.
 *
 * @param labels the class names, if the graph states them
 */
record Outcome(Kind kind, Predictor kernel, Encoding encoding, List<String> labels) {
    /** The meaning of the numbers. */
    enum Kind {
        /** The most likely class. */
        LABEL("a label"),
        /** n x k: a logit per class; with two classes only the second is used. */
        LOGITS("a logit per class"),
        /** n x k: a probability per class. */
        SHARES("a probability per class"),
        /** n x k: a probability per class, one against the rest. */
        AGAINST_REST("a probability per class, one against the rest"),
        /** n x 2: probabilities that ONNX Runtime couples; the kernel returns the log-odds before coupling. */
        COUPLED("a probability per class; scores are Platt's log-odds, and the probabilities of ONNX Runtime, "
                + "which uses pairwise coupling, differ by up to 0.005"),
        /** n x 1: the log-odds of the malicious class. */
        LOGIT("a single output without activation, which is read as a logit"),
        /** n x 2: the log-odds of the malicious class and their negative. */
        OPPOSED("the log-odds of the malicious class and their negative"),
        /** n x 1: the probability of the malicious class. */
        CHANCE("the probability of the malicious class"),
        /** n x 1: the probability of the benign class. */
        REST("the probability of the benign class"),
        /** n x 1: a score, higher is more malicious. */
        SCORE("a score; higher is more malicious"),
        /** n x 1: a quantity. */
        NUMBER("a quantity");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** A sentence on the meaning of an output. */
        String sentence(String output) {
            return "gives \"%s\": %s".formatted(About.shown(output), words);
        }
    }

    Outcome as(Kind other) {
        return new Outcome(other, kernel, encoding, labels);
    }

    Outcome named(List<String> names) {
        return new Outcome(kind, kernel, encoding, names);
    }

    /** The number of values per row in the tensor. */
    int width() {
        return switch (kind) {
            case LOGITS, SHARES, AGAINST_REST -> kernel.outputs();
            case OPPOSED, COUPLED -> 2;
            default -> 1;
        };
    }

    /** Whether the first of two numbers is redundant. */
    boolean secondOnly() {
        return width() == 2;
    }

    /** The expected content of the tensor for these rows: n x {@link #width()}. */
    Rows expected(Rows rows) {
        Rows encoded = encoding.encode(rows);
        if (kind == Kind.LOGITS) {
            return kernel.scores(encoded);
        }
        if (kind == Kind.AGAINST_REST) {
            Rows logs = kernel.scores(encoded);
            return Rows.fill(logs.size(), logs.width(), (i, c) -> StrictMath.exp(logs.get(i, c)));
        }
        if (width() > 2) {
            Rows scores = kernel.scores(encoded);
            return kernel.scale() == Scale.LOGIT ? softmax(scores) : scores;
        }
        double[] malice = kernel.malice(encoded);
        for (int i = 0; i < malice.length; i++) {
            malice[i] = expected(malice[i]);
        }
        return Rows.fill(malice.length, width(), (i, c) -> width() == 2 && c == 0 ? 1 - malice[i] : malice[i]);
    }

    private double expected(double malice) {
        double chance = kernel.scale() == Scale.LOGIT ? 1 / (1 + StrictMath.exp(-malice)) : malice;
        return switch (kind) {
            case SHARES, CHANCE -> chance;
            case REST -> 1 - chance;
            case COUPLED -> 1 - Coupling.of(1 - chance);
            case OPPOSED -> -malice;
            default -> malice;
        };
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

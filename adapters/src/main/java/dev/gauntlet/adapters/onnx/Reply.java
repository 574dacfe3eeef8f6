package dev.gauntlet.adapters.onnx;

import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.model.Scores.Scale;
import java.util.List;

/**
 * How a black box answers a row: which of its tensors is asked and what the numbers there mean.
 *
 * @param kind of two numbers that are one margin and its opposite, {@code LOGIT} or {@code OPPOSED}
 * @param width how many numbers a row has in the tensor
 * @param labels the names of the classes, of which the first is benign; empty if the file does not state them
 */
record Reply(Kind kind, String tensor, int width, List<String> labels) {
    boolean isLabel() {
        return kind == Kind.LABEL;
    }

    Scale scale() {
        return switch (kind) {
            case LOGITS, LOGIT, OPPOSED -> Scale.LOGIT;
            case SCORE -> Scale.DISTANCE;
            case NUMBER -> Scale.NUMBER;
            default -> Scale.PROBABILITY;
        };
    }

    int outputs() {
        return switch (kind) {
            case LOGITS, SHARES -> width;
            case SCORE, NUMBER -> 1;
            default -> 2;
        };
    }

    /** The names of the outputs, if they are known. */
    List<String> names() {
        return labels.size() == outputs() ? labels : List.of();
    }

    /** A row of scores from what the tensor holds: a label as the probabilities 1 and 0, a log-odds m as (0, m). */
    double[] scores(double[] numbers) {
        double last = numbers[numbers.length - 1];
        return switch (kind) {
            case LOGIT -> new double[] {0, last};
            case OPPOSED -> new double[] {0, -last};
            case CHANCE -> new double[] {1 - last, last};
            default -> numbers;
        };
    }

    double[] scores(String label) {
        return place(labels, label) == 0 ? new double[] {1, 0} : new double[] {0, 1};
    }

    /**
     * Which class a label is, from 0: its place among the names, else the number or truth value it is.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static int place(List<String> labels, String label) {
        int place = labels.indexOf(label);
        if (place >= 0) {
            return place;
        }
        try {
            return label.equals("false") ? 0 : label.equals("true") ? 1 : Integer.parseInt(label);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "ONNX model: it answers with the label \"%s\", and the file does not list its classes"
                            .formatted(About.shown(label)),
                    e);
        }
    }
}

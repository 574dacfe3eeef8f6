package dev.gauntlet.adapters.onnx;

import dev.gauntlet.adapters.onnx.Outcome.Kind;
import dev.gauntlet.base.Require;
import dev.gauntlet.model.Scores.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The output of a black box: which tensor is used, and the meaning of its numbers.
 *
 * @param kind {@code LOGIT} or {@code OPPOSED} for a margin and its negative
 * @param width the number of values per row in the tensor
 * @param labels the class names in the file's order; empty if it does not state them
 * @param order the file's class at each position, the first is benign; empty if the order is that of the file
 */
record Reply(Kind kind, String tensor, int width, List<String> labels, List<Integer> order) {
    /** A reply with the classes in the file's order. */
    Reply(Kind kind, String tensor, int width, List<String> labels) {
        this(kind, tensor, width, labels, List.of());
    }

    /** The same, with one class moved to the first position. */
    Reply withFirst(int output) {
        Require.between("the first class", output, 0, outputs() - 1.0);
        List<Integer> moved = new ArrayList<>();
        for (int k = 0; k < outputs(); k++) {
            moved.add(inFile(k));
        }
        moved.add(0, moved.remove(output));
        return new Reply(kind, tensor, width, labels, List.copyOf(moved));
    }

    private int inFile(int output) {
        return order.isEmpty() ? output : order.get(output);
    }

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

    /** The class names in output order, if known. */
    List<String> names() {
        return labels.size() == outputs()
                ? IntStream.range(0, outputs())
                        .mapToObj(k -> labels.get(inFile(k)))
                        .toList()
                : List.of();
    }

    /** A row of scores from the values of the tensor: a label as probabilities 1 and 0, log-odds m as (0, m). */
    double[] scores(double[] numbers) {
        double last = numbers[numbers.length - 1];
        double[] scores = switch (kind) {
            case LOGIT -> new double[] {0, last};
            case OPPOSED -> new double[] {0, -last};
            case CHANCE -> new double[] {1 - last, last};
            default -> numbers;
        };
        double[] ordered = new double[scores.length];
        Arrays.setAll(ordered, k -> scores[inFile(k)]);
        return ordered;
    }

    double[] scores(String label) {
        return place(labels, label) == inFile(0) ? new double[] {1, 0} : new double[] {0, 1};
    }

    /**
     * The index of the class of a label: its position among the names, otherwise its integer or Boolean value.
     *
     * @throws IllegalArgumentException if it is neither of these
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

package dev.gauntlet.adapters.onnx;

import ai.onnxruntime.OrtException;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import java.util.Set;

/**
 * How far a converted model is from what ONNX Runtime makes of its file.
 *
 * @param rows how many were tried
 * @param largest the largest difference, of an answer beyond 1 as a share of it
 * @param apart how many rows differ by more than {@link #TOLERANCE}
 */
public record RuntimeCheck(int rows, double largest, int apart) {
    /** From this difference on a row is apart. */
    public static final double TOLERANCE = 1e-3;

    private static final int MOST_APART = 100;

    /**
     * Asks both about rows.
     *
     * @throws IllegalArgumentException if the runtime refuses the file, or more than one row in a hundred is apart
     */
    public static RuntimeCheck of(OnnxModel model, Rows rows) {
        Rows expected = model.outcome().expected(rows);
        double[] said;
        try {
            said = ask(model, rows);
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX model: ONNX Runtime refuses it: " + RuntimeSession.why(e), e);
        }
        Require.that(
                said.length == expected.size() * expected.width(),
                "ONNX model: ONNX Runtime gives %d numbers for %d rows".formatted(said.length, rows.size()));
        double largest = 0;
        int apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            double row = 0;
            for (int c = model.outcome().secondOnly() ? 1 : 0; c < expected.width(); c++) {
                row = Math.max(row, difference(expected.get(i, c), said[i * expected.width() + c]));
            }
            largest = Math.max(largest, row);
            apart += row > TOLERANCE ? 1 : 0;
        }
        Require.that(
                MOST_APART * (long) apart <= rows.size(),
                "ONNX model: the conversion is not faithful: %d of %d rows differ, by up to %.3g"
                        .formatted(apart, rows.size(), largest));
        return new RuntimeCheck(rows.size(), largest, apart);
    }

    private static double difference(double expected, double said) {
        if (Double.compare(expected, said) == 0 || (Double.isNaN(expected) && Double.isNaN(said))) {
            return 0;
        }
        double difference = Math.abs(expected - said) / Math.max(1, Math.abs(expected));
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private static double[] ask(OnnxModel model, Rows rows) throws OrtException {
        About about = model.about();
        String tensor = RuntimeSession.tensorOf(about.file().getGraph(), model.output());
        try (RuntimeSession session = new RuntimeSession(about, Set.of(tensor))) {
            return session.numbers(rows, tensor);
        }
    }
}

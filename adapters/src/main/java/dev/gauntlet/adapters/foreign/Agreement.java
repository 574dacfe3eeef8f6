package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;

/**
 * How far the outputs of a converted model differ from its own library on the same rows.
 *
 * @param program that was used, for example {@code ONNX Runtime}
 * @param rows how many were tried
 * @param largest the largest difference, of an answer beyond 1 as a share of it
 * @param apart how many rows differ by more than {@link #TOLERANCE}
 */
public record Agreement(String program, int rows, double largest, int apart) {
    /** From this difference on a row is apart. */
    public static final double TOLERANCE = 1e-3;

    private static final int MOST_APART = 100;

    /**
     * Compares answers.
     *
     * @param expected n x k, what the conversion gives
     * @param first the first column that counts
     * @param said the program's numbers, row by row
     * @throws IllegalArgumentException if they are not as many
     */
    public static Agreement of(String program, Rows expected, int first, double[] said) {
        Require.that(
                said.length == expected.size() * expected.width(),
                "%s gives %d number[s] for %d row[s]",
                program,
                said.length,
                expected.size());
        double largest = 0;
        int apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            double row = 0;
            for (int c = first; c < expected.width(); c++) {
                row = Math.max(row, difference(expected.get(i, c), said[i * expected.width() + c]));
            }
            largest = Math.max(largest, row);
            apart += row > TOLERANCE ? 1 : 0;
        }
        return new Agreement(program, expected.size(), largest, apart);
    }

    private static double difference(double expected, double said) {
        if (Double.compare(expected, said) == 0 || (Double.isNaN(expected) && Double.isNaN(said))) {
            return 0;
        }
        double difference = Math.abs(expected - said) / Math.max(1, Math.abs(expected));
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    /** Whether no more than one row in a hundred is apart. */
    public boolean isFaithful() {
        return MOST_APART * (long) apart <= rows;
    }

    /** What is wrong with a conversion that differs. */
    public String unfaithful() {
        return Plural.format(
                "the conversion is not faithful: %d of %d row[s] [1:differs|differ] from %s, by up to %.3g",
                apart, rows, program, largest);
    }

    /** Both counts and the difference, of a conversion that is faithful or is not. */
    public String sentence() {
        if (!isFaithful()) {
            return unfaithful();
        }
        return Plural.format(
                "the conversion agrees with %s on %d row[s]%s%s",
                program,
                rows,
                largest == 0 ? " exactly" : "; largest difference %.2g".formatted(largest),
                apart == 0 ? "" : Plural.format(", %d row[s] [gets|get] the other label at a threshold", apart));
    }
}

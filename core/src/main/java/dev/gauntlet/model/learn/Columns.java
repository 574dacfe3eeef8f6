package dev.gauntlet.model.learn;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import java.util.Arrays;

/**
 * Encoded training rows as trees want them: column by column, each value replaced by its rank among the column's
 * distinct values, so that sorting a node is sorting whole numbers. Immutable once made; shared by all trees.
 */
final class Columns {
    /** The rank of a missing value. */
    static final int MISSING = -1;

    private final int size;
    private final int[][] ranks;
    private final double[][] distinct;
    private final boolean[] malicious;

    private Columns(int size, int[][] ranks, double[][] distinct, boolean[] malicious) {
        this.size = size;
        this.ranks = ranks;
        this.distinct = distinct;
        this.malicious = malicious;
    }

    /** Ranks every column of encoded rows; {@code malicious} has one truth value a row. */
    static Columns of(Rows encoded, boolean[] malicious) {
        Require.same("labels", encoded.size(), malicious.length);
        int d = encoded.width();
        int[][] ranks = new int[d][];
        double[][] distinct = new double[d][];
        for (int j = 0; j < d; j++) {
            double[] values = encoded.column(j);
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] + 0.0; // -0 becomes 0: trees compare by <, which cannot tell them apart
            }
            distinct[j] = Arrays.stream(values)
                    .filter(v -> !Double.isNaN(v))
                    .sorted()
                    .distinct()
                    .toArray();
            ranks[j] = ranked(values, distinct[j]);
        }
        return new Columns(encoded.size(), ranks, distinct, malicious.clone());
    }

    private static int[] ranked(double[] values, double[] distinct) {
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            ranks[i] = Double.isNaN(values[i]) ? MISSING : Arrays.binarySearch(distinct, values[i]);
        }
        return ranks;
    }

    /** The rows that carry a label, or an error that says which class is lacking. */
    static Dataset labelled(Dataset data) {
        int[] kept = java.util.stream.IntStream.range(0, data.size())
                .filter(i -> data.label(i) >= 0)
                .toArray();
        Dataset labelled = kept.length == data.size() ? data : data.select(kept);
        int bad = labelled.maliciousRows().length;
        Require.that(
                bad > 0 && bad < labelled.size(),
                "training needs benign and malicious rows but has %d benign and %d malicious"
                        .formatted(labelled.size() - bad, bad));
        return labelled;
    }

    int size() {
        return size;
    }

    int width() {
        return ranks.length;
    }

    /** The rank of a row's value among the column's distinct values, or {@link #MISSING}. */
    int rank(int column, int row) {
        return ranks[column][row];
    }

    boolean malicious(int row) {
        return malicious[row];
    }

    /** Midway between the values of two ranks, above the lower and not above the higher. */
    double between(int column, int lowerRank, int higherRank) {
        double a = distinct[column][lowerRank];
        double b = distinct[column][higherRank];
        double middle = a + (b - a) / 2;
        return middle > a && middle < b ? middle : b;
    }
}

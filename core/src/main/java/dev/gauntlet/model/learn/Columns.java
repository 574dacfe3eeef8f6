package dev.gauntlet.model.learn;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import java.util.Arrays;

/**
 * Encoded training rows as trees need them: column by column, each value replaced by its rank among the column's
 * distinct values, so that sorting a node is sorting whole numbers. Immutable once made; shared by all trees.
 */
final class Columns {
    /** The rank of a missing value. */
    static final int MISSING = -1;

    private final int size;
    private final int[][] ranks;
    private final double[][] distinct;
    private final int[] labels;
    private final int classes;

    private Columns(int[][] ranks, double[][] distinct, int[] labels, int classes) {
        this.size = labels.length;
        this.ranks = ranks;
        this.distinct = distinct;
        this.labels = labels;
        this.classes = classes;
    }

    /** Ranks every column of encoded rows of two classes: benign and malicious. */
    static Columns ofTwo(Rows encoded, Dataset labelled) {
        int[] labels = new int[labelled.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labelled.malicious(i) ? 1 : 0;
        }
        return of(encoded, labels, 2);
    }

    /** Ranks every column of encoded rows; a label is below {@code classes}. */
    static Columns of(Rows encoded, int[] labels, int classes) {
        Require.same("labels", encoded.size(), labels.length);
        int d = encoded.width();
        int[][] ranks = new int[d][];
        double[][] distinct = new double[d][];
        for (int j = 0; j < d; j++) {
            double[] values = encoded.column(j);
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] + 0.0; // -0 becomes 0: trees compare by <, which does not distinguish them
            }
            distinct[j] = Arrays.stream(values)
                    .filter(v -> !Double.isNaN(v))
                    .sorted()
                    .distinct()
                    .toArray();
            ranks[j] = ranked(values, distinct[j]);
        }
        return new Columns(ranks, distinct, labels.clone(), classes);
    }

    private static int[] ranked(double[] values, double[] distinct) {
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            ranks[i] = Double.isNaN(values[i]) ? MISSING : Arrays.binarySearch(distinct, values[i]);
        }
        return ranks;
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

    int label(int row) {
        return labels[row];
    }

    int classes() {
        return classes;
    }

    /** Midway between the values of two ranks, above the lower and not above the higher. */
    double between(int column, int lowerRank, int higherRank) {
        double a = distinct[column][lowerRank];
        double b = distinct[column][higherRank];
        double middle = a + (b - a) / 2;
        return middle > a && middle < b ? middle : b;
    }
}

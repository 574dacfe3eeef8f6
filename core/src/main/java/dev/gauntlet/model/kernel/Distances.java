package dev.gauntlet.model.kernel;

import dev.gauntlet.data.Rows;
import java.util.Arrays;

/** Squared Euclidean distances of a row from many that are kept column by column. Sums in column order. */
final class Distances {
    private final double[][] columns;

    Distances(Rows kept) {
        columns = new double[kept.width()][];
        for (int j = 0; j < columns.length; j++) {
            columns[j] = kept.column(j);
        }
    }

    /** Fills in the distance from each kept row. */
    void from(double[] row, double[] squares) {
        Arrays.fill(squares, 0);
        int j = 0;
        for (; j + 2 <= columns.length; j += 2) {
            add(row[j], columns[j], row[j + 1], columns[j + 1], squares);
        }
        if (j < columns.length) {
            add(row[j], columns[j], squares);
        }
    }

    private static void add(double x, double[] xs, double[] squares) {
        for (int v = 0; v < squares.length; v++) {
            double gap = x - xs[v];
            squares[v] = Math.fma(gap, gap, squares[v]);
        }
    }

    private static void add(double x, double[] xs, double y, double[] ys, double[] squares) {
        for (int v = 0; v < squares.length; v++) {
            double first = x - xs[v];
            double second = y - ys[v];
            squares[v] = Math.fma(second, second, Math.fma(first, first, squares[v]));
        }
    }
}

package dev.gauntlet.data;

import java.util.Arrays;
import java.util.List;

/** The distances of {@link Feature#distance} between two rows, summed in one loop over arrays. */
final class Distances {
    private final double[] scales;
    private final double[] costs;
    private final boolean[] isCategory;
    private final boolean[] isNumber;

    Distances(List<Feature> features) {
        int width = features.size();
        this.scales = new double[width];
        this.costs = new double[width];
        this.isCategory = new boolean[width];
        this.isNumber = new boolean[width];
        for (int j = 0; j < width; j++) {
            Feature feature = features.get(j);
            scales[j] = feature.scale();
            costs[j] = feature.cost();
            isCategory[j] = feature.kind() == Feature.Kind.CATEGORY;
            isNumber[j] = feature.isNumber();
        }
    }

    private double of(int column, double a, double b) {
        double near = Math.abs(a - b) / scales[column]; // of equals 0, without a branch that depends on what changed
        return near < Double.POSITIVE_INFINITY && !isCategory[column] ? near : special(column, a, b);
    }

    private double special(int column, double a, double b) {
        if (a == b) {
            return 0;
        }
        double apart = Math.abs(a - b) / scales[column];
        if (Double.isNaN(apart)) { // one of them is missing, or both are
            return Double.isNaN(a) && Double.isNaN(b) ? 0 : 1;
        }
        return isCategory[column] ? 1 : apart;
    }

    /** The sum of the squares. */
    double squared(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < scales.length; j++) {
            double d = of(j, a[j], b[j]);
            sum += d * d;
        }
        return sum;
    }

    /** The squares of the distances between a row and each of others, which are given column by column. */
    void squared(double[][] columns, int rows, double[] row, double[] into) {
        Arrays.fill(into, 0, rows, 0);
        for (int j = 0; j < scales.length; j++) {
            if (isCategory[j]) {
                addCategories(j, columns[j], rows, row[j], into);
            } else {
                addNumbers(columns[j], rows, row[j], scales[j], into);
            }
        }
        for (int i = 0; i < rows; i++) {
            if (Double.isNaN(into[i])) { // something is missing
                into[i] = squared(columns, i, row);
            }
        }
    }

    private void addCategories(int column, double[] values, int rows, double value, double[] into) {
        for (int i = 0; i < rows; i++) {
            double d = of(column, values[i], value);
            into[i] += d * d;
        }
    }

    private static void addNumbers(double[] values, int rows, double value, double scale, double[] into) {
        for (int i = 0; i < rows; i++) {
            double d = (values[i] - value) / scale;
            into[i] += d * d;
        }
    }

    private double squared(double[][] columns, int other, double[] row) {
        double sum = 0;
        for (int j = 0; j < scales.length; j++) {
            double d = of(j, columns[j][other], row[j]);
            sum += d * d;
        }
        return sum;
    }

    double cost(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < scales.length; j++) {
            sum += costs[j] * of(j, a[j], b[j]);
        }
        return sum;
    }

    /** The largest over the numbers. */
    double largest(double[] a, double[] b) {
        double largest = 0;
        for (int j = 0; j < scales.length; j++) {
            if (isNumber[j]) {
                largest = Math.max(largest, of(j, a[j], b[j]));
            }
        }
        return largest;
    }
}

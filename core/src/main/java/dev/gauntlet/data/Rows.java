package dev.gauntlet.data;

import dev.gauntlet.base.Require;
import java.util.Arrays;
import java.util.function.Consumer;

/** An immutable table of n rows by d columns of doubles, row by row: the unit of work everywhere. NaN is missing. */
public final class Rows {
    private final int size;
    private final int width;
    private final double[] values;

    private Rows(int size, int width, double[] values) {
        this.size = size;
        this.width = width;
        this.values = values;
    }

    /** A table from its rows, which must be of equal length; copied. */
    public static Rows of(double[]... rows) {
        int width = rows.length == 0 ? 0 : rows[0].length;
        double[] values = new double[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            Require.same("values in row " + i, width, rows[i].length);
            System.arraycopy(rows[i], 0, values, i * width, width);
        }
        return new Rows(rows.length, width, values);
    }

    /** A table from row-major values; copied. */
    public static Rows of(int size, int width, double[] values) {
        Require.same("values", Math.multiplyExact(size, width), values.length);
        return new Rows(size, width, values.clone());
    }

    /** A table computed value by value. */
    public static Rows fill(int size, int width, Cell cell) {
        double[] values = new double[Math.multiplyExact(size, width)];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < width; j++) {
                values[i * width + j] = cell.at(i, j);
            }
        }
        return new Rows(size, width, values);
    }

    /**
     * A table of which all values are written at once.
     *
     * @param writer writes into an array of zeros, row by row, and must not keep it
     */
    public static Rows build(int size, int width, Consumer<double[]> writer) {
        double[] values = new double[Math.multiplyExact(size, width)];
        writer.accept(values);
        return new Rows(size, width, values);
    }

    /** Computes one value of a table. */
    @FunctionalInterface
    public interface Cell {
        double at(int row, int column);
    }

    public int size() {
        return size;
    }

    public int width() {
        return width;
    }

    public double get(int row, int column) {
        return values[row * width + column];
    }

    /** A copy of one row. */
    public double[] row(int row) {
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    /** Copies one row into the start of {@code into}. */
    public void read(int row, double[] into) {
        System.arraycopy(values, row * width, into, 0, width);
    }

    /** A copy of one column. */
    public double[] column(int column) {
        double[] copy = new double[size];
        for (int i = 0; i < size; i++) {
            copy[i] = get(i, column);
        }
        return copy;
    }

    /** Copies of all rows, each with a 1 after its values. */
    public double[][] withOnes() {
        double[][] copies = new double[size][width + 1];
        for (int i = 0; i < size; i++) {
            read(i, copies[i]);
            copies[i][width] = 1;
        }
        return copies;
    }

    /** A row-major copy of all values. */
    public double[] toArray() {
        return values.clone();
    }

    /** A row-major copy of all values as floats, each rounded to nearest. */
    public float[] toFloats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** The given rows in the given order. */
    public Rows select(int[] rows) {
        double[] chosen = new double[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, chosen, i * width, width);
        }
        return new Rows(rows.length, width, chosen);
    }

    /** Rows {@code from} (included) to {@code to} (excluded). */
    public Rows slice(int from, int to) {
        return new Rows(to - from, width, Arrays.copyOfRange(values, from * width, to * width));
    }

    /** These rows followed by others of the same width. */
    public Rows append(Rows more) {
        Require.same("columns", width, more.width);
        double[] all = Arrays.copyOf(values, values.length + more.values.length);
        System.arraycopy(more.values, 0, all, values.length, more.values.length);
        return new Rows(size + more.size, width, all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rows that
                && that.size == size
                && that.width == width
                && Arrays.equals(that.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return size + " x " + width;
    }

    /** The SHA-256 of the values. */
    public String digest() {
        Digest digest = new Digest().add(size).add(width);
        for (double value : values) {
            digest.add(value);
        }
        return digest.hex();
    }
}

package dev.gauntlet.model.kernel;

/**
 * Products of matrices that are arrays of rows. Every sum takes its terms in the order of their index, each by one fused
 * multiply-add, so that its bits depend neither on the machine nor on vector instructions nor on how rows are batched. The
 * innermost loops run along whole rows from their start, which is the form that the JIT compiler turns into vectors.
 */
public final class MatrixProduct {
    /** How many numbers of the right-hand matrix stay in the cache while all rows of the left-hand one pass. */
    private static final int PANEL = 1 << 14;

    private MatrixProduct() {}

    /**
     * {@code sums += left right}.
     *
     * @param left n rows of at least {@code inner} numbers
     * @param right {@code inner} rows
     * @param sums n rows as long as those of {@code right}
     */
    public static void add(double[][] left, int n, double[][] right, int inner, double[][] sums) {
        if (inner == 0) {
            return;
        }
        int panel = Math.max(4, PANEL / right[0].length / 4 * 4);
        for (int from = 0; from < inner; from += panel) {
            int to = Math.min(inner, from + panel);
            int i = 0;
            for (; i + 4 <= n; i += 4) {
                addRows(left, i, right, from, to, sums);
            }
            for (; i < n; i++) {
                addRow(left[i], right, from, to, sums[i]);
            }
        }
    }

    /** Four rows from {@code i} on share what is read of the right-hand matrix. */
    private static void addRows(double[][] left, int i, double[][] right, int from, int to, double[][] sums) {
        int k = from;
        for (; k + 2 <= to; k += 2) {
            addPair(left[i], left[i + 1], left[i + 2], left[i + 3], right, k, sums, i);
        }
        for (int row = i; row < i + 4 && k < to; row++) {
            addScaled(left[row][k], right[k], sums[row]);
        }
    }

    private static void addPair(
            double[] a, double[] b, double[] c, double[] d, double[][] right, int k, double[][] sums, int i) {
        double[] p = right[k];
        double[] q = right[k + 1];
        double[] as = sums[i];
        double[] bs = sums[i + 1];
        double[] cs = sums[i + 2];
        double[] ds = sums[i + 3];
        double ap = a[k];
        double aq = a[k + 1];
        double bp = b[k];
        double bq = b[k + 1];
        double cp = c[k];
        double cq = c[k + 1];
        double dp = d[k];
        double dq = d[k + 1];
        for (int j = 0; j < as.length; j++) {
            double x = p[j];
            double y = q[j];
            double first = as[j];
            double second = bs[j];
            double third = cs[j];
            double fourth = ds[j];
            as[j] = Math.fma(aq, y, Math.fma(ap, x, first));
            bs[j] = Math.fma(bq, y, Math.fma(bp, x, second));
            cs[j] = Math.fma(cq, y, Math.fma(cp, x, third));
            ds[j] = Math.fma(dq, y, Math.fma(dp, x, fourth));
        }
    }

    /** {@code sums += left right} for one row of at least {@code inner} numbers. */
    public static void addRow(double[] left, double[][] right, int inner, double[] sums) {
        addRow(left, right, 0, inner, sums);
    }

    private static void addRow(double[] left, double[][] right, int from, int to, double[] sums) {
        int k = from;
        for (; k + 4 <= to; k += 4) {
            addFour(left[k], left[k + 1], left[k + 2], left[k + 3], right, k, sums);
        }
        for (; k < to; k++) {
            addScaled(left[k], right[k], sums);
        }
    }

    private static void addFour(double a, double b, double c, double d, double[][] right, int k, double[] sums) {
        double[] p = right[k];
        double[] q = right[k + 1];
        double[] r = right[k + 2];
        double[] s = right[k + 3];
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Math.fma(d, s[j], Math.fma(c, r[j], Math.fma(b, q[j], Math.fma(a, p[j], sums[j]))));
        }
    }

    /** {@code sums += factor row}. */
    public static void addScaled(double factor, double[] row, double[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Math.fma(factor, row[j], sums[j]);
        }
    }

    /**
     * {@code sums[at + i] += left[i] column} for n rows: a product with a matrix of one column.
     *
     * @param left n rows of at least {@code inner} numbers
     * @param column at least {@code inner} numbers
     */
    public static void addDots(double[][] left, int n, double[] column, int inner, double[] sums, int at) {
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            double[] p = left[i];
            double[] q = left[i + 1];
            double[] r = left[i + 2];
            double[] s = left[i + 3];
            double a = sums[at + i];
            double b = sums[at + i + 1];
            double c = sums[at + i + 2];
            double d = sums[at + i + 3];
            for (int k = 0; k < inner; k++) {
                double factor = column[k];
                a = Math.fma(p[k], factor, a);
                b = Math.fma(q[k], factor, b);
                c = Math.fma(r[k], factor, c);
                d = Math.fma(s[k], factor, d);
            }
            sums[at + i] = a;
            sums[at + i + 1] = b;
            sums[at + i + 2] = c;
            sums[at + i + 3] = d;
        }
        for (; i < n; i++) {
            double sum = sums[at + i];
            for (int k = 0; k < inner; k++) {
                sum = Math.fma(left[i][k], column[k], sum);
            }
            sums[at + i] = sum;
        }
    }

    /** The rows of a matrix that lies in one array, row by row. */
    public static double[][] rows(double[] flat, int width) {
        double[][] rows = new double[flat.length / width][width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(flat, i * width, rows[i], 0, width);
        }
        return rows;
    }

    /** The numbers of a matrix in one array, row by row. */
    public static double[] flat(double[][] rows) {
        int width = rows[0].length;
        double[] flat = new double[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    /** The columns of this many rows, as rows. */
    public static double[][] transpose(double[][] rows, int n, int width) {
        double[][] columns = new double[width][n];
        transpose(rows, n, width, columns);
        return columns;
    }

    /** Writes n rows into the starts of this many columns. */
    public static void transpose(double[][] rows, int n, int width, double[][] columns) {
        for (int j = 0; j < width; j++) {
            double[] column = columns[j];
            for (int i = 0; i < n; i++) {
                column[i] = rows[i][j];
            }
        }
    }
}

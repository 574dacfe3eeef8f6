package dev.gauntlet.model.learn;

import dev.gauntlet.base.Require;

/** The square root L of a symmetric positive definite matrix A = L L', and the systems it solves. Sums in index order. */
final class Cholesky {
    private final int n;
    /** n x n row by row; only the lower triangle is used. */
    private final double[] root;

    private Cholesky(int n, double[] root) {
        this.n = n;
        this.root = root;
    }

    /**
     * Factors a matrix.
     *
     * @param matrix n x n, row by row; only its lower triangle is read
     * @throws IllegalArgumentException if it is not positive definite
     */
    static Cholesky of(int n, double[] matrix) {
        double[] root = matrix.clone();
        for (int j = 0; j < n; j++) {
            double pivot = root[j * n + j] - dot(root, j * n, root, j * n, j);
            Require.that(pivot > 0, "the matrix is not positive definite: pivot " + j + " is " + pivot);
            root[j * n + j] = StrictMath.sqrt(pivot);
            for (int i = j + 1; i < n; i++) {
                root[i * n + j] = (root[i * n + j] - dot(root, i * n, root, j * n, j)) / root[j * n + j];
            }
        }
        return new Cholesky(n, root);
    }

    /** The x with A x = b. */
    double[] solve(double[] b) {
        Require.same("right side", n, b.length);
        double[] x = b.clone();
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - dot(root, i * n, x, 0, i)) / root[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) {
                sum -= root[k * n + i] * x[k];
            }
            x[i] = sum / root[i * n + i];
        }
        return x;
    }

    private static double dot(double[] a, int from, double[] b, int at, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += a[from + k] * b[at + k];
        }
        return sum;
    }
}

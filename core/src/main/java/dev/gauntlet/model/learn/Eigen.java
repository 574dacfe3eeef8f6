package dev.gauntlet.model.learn;

import java.util.stream.IntStream;

/**
 * The eigenvalues of a symmetric matrix, largest first, and their directions.
 *
 * <p>Source: Golub, Van Loan, "Matrix Computations", 4th edition, section 8.5: the cyclic Jacobi method.
 */
final class Eigen {
    private static final int MOST_SWEEPS = 60;

    private final int n;
    private final double[] matrix;
    private final double[] vectors;
    private final int[] order;

    private Eigen(int n, double[] matrix) {
        this.n = n;
        this.matrix = matrix;
        this.vectors = new double[n * n];
        for (int i = 0; i < n; i++) {
            vectors[i * n + i] = 1;
        }
        double goal = 1e-24 * squares(true);
        for (int sweep = 0; sweep < MOST_SWEEPS && squares(false) > goal; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(p, q);
                }
            }
        }
        order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(matrix[b * n + b], matrix[a * n + a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Of a symmetric n x n matrix. */
    static Eigen of(int n, double[] matrix) {
        return new Eigen(n, matrix.clone());
    }

    /** The eigenvalue of that place, 0 for the largest. */
    double value(int place) {
        return matrix[order[place] * n + order[place]];
    }

    /** The directions of the largest eigenvalues, one after the other. */
    double[] directions(int count) {
        double[] directions = new double[count * n];
        for (int c = 0; c < count; c++) {
            for (int i = 0; i < n; i++) {
                directions[c * n + i] = vectors[i * n + order[c]];
            }
        }
        return directions;
    }

    private double squares(boolean diagonal) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += diagonal || i != j ? matrix[i * n + j] * matrix[i * n + j] : 0;
            }
        }
        return sum;
    }

    /** Turns columns and rows p and q so that their shared entry becomes 0. */
    private void rotate(int p, int q) {
        double shared = matrix[p * n + q];
        if (shared == 0) {
            return;
        }
        double half = (matrix[q * n + q] - matrix[p * n + p]) / (2 * shared);
        double tangent = Math.copySign(1, half) / (Math.abs(half) + StrictMath.sqrt(1 + half * half));
        double cosine = 1 / StrictMath.sqrt(1 + tangent * tangent);
        double sine = tangent * cosine;
        for (int k = 0; k < n; k++) {
            turn(matrix, k * n + p, k * n + q, cosine, sine);
            turn(vectors, k * n + p, k * n + q, cosine, sine);
        }
        for (int k = 0; k < n; k++) {
            turn(matrix, p * n + k, q * n + k, cosine, sine);
        }
    }

    private static void turn(double[] values, int a, int b, double cosine, double sine) {
        double first = values[a];
        double second = values[b];
        values[a] = cosine * first - sine * second;
        values[b] = sine * first + cosine * second;
    }
}

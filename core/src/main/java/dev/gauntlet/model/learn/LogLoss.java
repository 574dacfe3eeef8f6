package dev.gauntlet.model.learn;

import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.MatrixProduct;
import java.util.Arrays;

/** The penalised logistic loss of a matrix. The last weight is the bias, which is not penalised. */
final class LogLoss implements Newton.Loss {
    private final TrainingMatrix matrix;
    private final double l2;
    private final double[][] rows;
    private final double[] curvature;

    LogLoss(TrainingMatrix matrix, double l2) {
        this.matrix = matrix;
        this.l2 = l2;
        rows = matrix.rows().withOnes();
        curvature = new double[matrix.size];
    }

    @Override
    public int size() {
        return matrix.width + 1;
    }

    @Override
    public double at(double[] w, double[] gradient) {
        double[] slopes = new double[matrix.size];
        MatrixProduct.addDots(rows, matrix.size, w, size(), slopes, 0);
        double loss = 0;
        for (int i = 0; i < matrix.size; i++) {
            double z = slopes[i];
            double y = matrix.targets[i];
            double e = StrictMath.exp(-Math.abs(z));
            double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
            loss += StrictMath.log1p(e) + (z >= 0 ? (1 - y) * z : -y * z);
            curvature[i] = p * (1 - p);
            slopes[i] = p - y;
        }
        Arrays.fill(gradient, 0);
        MatrixProduct.addRow(slopes, rows, matrix.size, gradient);
        for (int j = 0; j < matrix.width; j++) {
            loss += l2 / 2 * w[j] * w[j];
            gradient[j] += l2 * w[j];
        }
        return loss;
    }

    @Override
    public double[] bent(double[] v) {
        return LinearKernel.hessianProduct(rows, curvature, v, l2);
    }

    @Override
    public double[] diagonal() {
        double[] diagonal = new double[size()];
        Arrays.fill(diagonal, 0, matrix.width, l2);
        for (int i = 0; i < matrix.size; i++) {
            for (int j = 0; j < diagonal.length; j++) {
                diagonal[j] += curvature[i] * rows[i][j] * rows[i][j];
            }
        }
        return diagonal;
    }
}

package dev.gauntlet.model.learn;

/** The penalised logistic loss of a lesson. The last weight is the bias, which is not penalised. */
final class LogLoss implements Newton.Loss {
    private final Lesson lesson;
    private final double l2;
    private final int d;
    private final double[] curvature;

    LogLoss(Lesson lesson, double l2) {
        this.lesson = lesson;
        this.l2 = l2;
        this.d = lesson.width;
        this.curvature = new double[lesson.size];
    }

    @Override
    public int size() {
        return d + 1;
    }

    @Override
    public double at(double[] w, double[] gradient) {
        java.util.Arrays.fill(gradient, 0);
        double loss = 0;
        for (int i = 0; i < lesson.size; i++) {
            double z = product(i, w);
            double y = lesson.targets[i];
            double e = StrictMath.exp(-Math.abs(z));
            double p = z >= 0 ? 1 / (1 + e) : e / (1 + e);
            loss += StrictMath.log1p(e) + (z >= 0 ? (1 - y) * z : -y * z);
            curvature[i] = p * (1 - p);
            addRow(i, p - y, gradient);
        }
        for (int j = 0; j < d; j++) {
            loss += l2 / 2 * w[j] * w[j];
            gradient[j] += l2 * w[j];
        }
        return loss;
    }

    @Override
    public double[] bent(double[] v) {
        double[] product = new double[d + 1];
        for (int i = 0; i < lesson.size; i++) {
            addRow(i, curvature[i] * product(i, v), product);
        }
        for (int j = 0; j < d; j++) {
            product[j] += l2 * v[j];
        }
        return product;
    }

    private double product(int row, double[] w) {
        double sum = w[d];
        int offset = row * d;
        for (int j = 0; j < d; j++) {
            sum += lesson.inputs[offset + j] * w[j];
        }
        return sum;
    }

    private void addRow(int row, double factor, double[] into) {
        int offset = row * d;
        for (int j = 0; j < d; j++) {
            into[j] += factor * lesson.inputs[offset + j];
        }
        into[d] += factor;
    }
}

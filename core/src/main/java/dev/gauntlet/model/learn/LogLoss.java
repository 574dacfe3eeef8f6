package dev.gauntlet.model.learn;

/**
 * The penalised logistic loss of a lesson and its minimiser: Newton steps whose linear systems are solved by conjugate
 * gradients, each step halved until the loss falls. The last weight is the bias, which is not penalised.
 */
final class LogLoss {
    private static final int MAX_STEPS = 100;
    private static final int MAX_INNER = 250;
    private static final double TOLERANCE = 1e-8;

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

    double[] minimise() {
        double[] w = new double[d + 1];
        double[] gradient = new double[d + 1];
        double loss = loss(w, gradient);
        double first = norm(gradient);
        for (int step = 0; step < MAX_STEPS && norm(gradient) > TOLERANCE * Math.max(1, first); step++) {
            double[] direction = newton(gradient);
            double slope = dot(direction, gradient);
            double length = 1;
            double[] next = moved(w, direction, length);
            double nextLoss = loss(next, gradient);
            while (nextLoss > loss + 1e-4 * length * slope && length > 1e-10) {
                length /= 2;
                next = moved(w, direction, length);
                nextLoss = loss(next, gradient);
            }
            if (nextLoss >= loss) {
                return w;
            }
            w = next;
            loss = nextLoss;
        }
        return w;
    }

    /** The loss; also fills the gradient and the curvature of each row. */
    private double loss(double[] w, double[] gradient) {
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

    private double[] newton(double[] gradient) {
        double[] x = new double[d + 1];
        double[] residual = new double[d + 1];
        for (int j = 0; j <= d; j++) {
            residual[j] = -gradient[j];
        }
        double[] p = residual.clone();
        double size = dot(residual, residual);
        double goal = size * Math.min(1e-2, StrictMath.sqrt(size) * 1e-3);
        for (int k = 0; k < MAX_INNER && size > goal; k++) {
            double[] hp = hessian(p);
            double bend = dot(p, hp);
            if (!(bend > 1e-14 * dot(p, p))) {
                return k == 0 ? p : x;
            }
            double alpha = size / bend;
            for (int j = 0; j <= d; j++) {
                x[j] += alpha * p[j];
                residual[j] -= alpha * hp[j];
            }
            double next = dot(residual, residual);
            for (int j = 0; j <= d; j++) {
                p[j] = residual[j] + next / size * p[j];
            }
            size = next;
        }
        return x;
    }

    private double[] hessian(double[] v) {
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

    private static double[] moved(double[] w, double[] direction, double length) {
        double[] next = w.clone();
        for (int j = 0; j < next.length; j++) {
            next[j] += length * direction[j];
        }
        return next;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return StrictMath.sqrt(dot(a, a));
    }
}

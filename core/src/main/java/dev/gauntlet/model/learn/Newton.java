package dev.gauntlet.model.learn;

/**
 * Minimises a convex loss by Newton steps whose linear systems are solved by conjugate gradients, preconditioned by the
 * diagonal: rare classes curve thousands of times less than common ones. Each step is halved until the loss falls.
 *
 * @see <a href="https://link.springer.com/book/10.1007/978-0-387-40065-5">Nocedal, Wright 2006, algorithms 5.3 and 7.1</a>
 */
final class Newton {
    /** A convex function of some weights. */
    interface Loss {
        /** How many weights. */
        int size();

        /** The loss; also fills the gradient, and keeps what {@link #bent} needs. */
        double at(double[] weights, double[] gradient);

        /** The product of the second derivative at the last weights with a vector. */
        double[] bent(double[] vector);

        /** The diagonal of the second derivative at the last weights; not negative. */
        double[] diagonal();
    }

    private static final int MAX_STEPS = 100;
    private static final int MAX_INNER = 250;
    private static final double TOLERANCE = 1e-8;
    private static final double SMALLEST = 1e-12;

    private final Loss loss;

    Newton(Loss loss) {
        this.loss = loss;
    }

    double[] minimise() {
        double[] w = new double[loss.size()];
        double[] gradient = new double[loss.size()];
        double value = loss.at(w, gradient);
        double first = norm(gradient);
        for (int step = 0; step < MAX_STEPS && norm(gradient) > TOLERANCE * Math.max(1, first); step++) {
            double[] direction = newton(gradient);
            double slope = dot(direction, gradient);
            double length = 1;
            double[] next = moved(w, direction, length);
            double nextLoss = loss.at(next, gradient);
            while (nextLoss > value + 1e-4 * length * slope && length > 1e-10) {
                length /= 2;
                next = moved(w, direction, length);
                nextLoss = loss.at(next, gradient);
            }
            if (nextLoss >= value) {
                return w;
            }
            w = next;
            value = nextLoss;
        }
        return w;
    }

    private double[] newton(double[] gradient) {
        double[] inverse = loss.diagonal();
        double[] x = new double[loss.size()];
        double[] residual = new double[loss.size()];
        double[] p = new double[loss.size()];
        for (int j = 0; j < x.length; j++) {
            inverse[j] = inverse[j] > SMALLEST ? 1 / inverse[j] : 1;
            residual[j] = -gradient[j];
            p[j] = inverse[j] * residual[j];
        }
        double size = dot(residual, residual);
        double goal = size * Math.min(1e-2, StrictMath.sqrt(size) * 1e-3);
        double along = dot(residual, p);
        for (int k = 0; k < MAX_INNER && size > goal; k++) {
            double[] hp = loss.bent(p);
            double bend = dot(p, hp);
            if (!(bend > 1e-14 * dot(p, p))) {
                return k == 0 ? p : x;
            }
            double alpha = along / bend;
            double next = 0;
            for (int j = 0; j < x.length; j++) {
                x[j] += alpha * p[j];
                residual[j] -= alpha * hp[j];
                next += inverse[j] * residual[j] * residual[j];
            }
            for (int j = 0; j < x.length; j++) {
                p[j] = inverse[j] * residual[j] + next / along * p[j];
            }
            along = next;
            size = dot(residual, residual);
        }
        return x;
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

package dev.gauntlet.model;

import dev.gauntlet.base.Require;

/**
 * The probability of being malicious as a non-decreasing function of a detector's malice score, fitted by calibration.
 */
public sealed interface Monotone {
    /** The probability at one malice score. */
    double at(double malice);

    /** The lowest malice score with at least a given probability. */
    double lowest(double probability);

    /** What kind it is: {@code line} or {@code steps}. */
    String form();

    /** The numbers it is made of. */
    double[] numbers();

    /**
     * The function with that {@link #form} and those {@link #numbers}.
     *
     * @throws IllegalArgumentException if they make none
     */
    static Monotone of(String form, double[] numbers) {
        for (double number : numbers) {
            Require.that(Double.isFinite(number), "calibration: a number must be finite but is " + number);
        }
        if (form.equals("steps")) {
            return new Steps(numbers);
        }
        Require.that(form.equals("line"), "there is no calibration called \"" + form + "\"");
        Require.same("numbers of a line", 2, numbers.length);
        return new Line(numbers[0], numbers[1]);
    }

    /** The log-odds are {@code slope * malice + offset}; the slope is positive. */
    record Line(double slope, double offset) implements Monotone {
        public Line {
            Require.that(slope > 0, "the slope of a calibration must be positive but is " + slope);
        }

        @Override
        public double at(double malice) {
            return 1 / (1 + StrictMath.exp(-(slope * malice + offset)));
        }

        @Override
        public double lowest(double probability) {
            return (StrictMath.log(probability / (1 - probability)) - offset) / slope;
        }

        @Override
        public String form() {
            return "line";
        }

        @Override
        public double[] numbers() {
            return new double[] {slope, offset};
        }
    }

    /** A probability that is stated at knots, runs straight between them and is constant beyond. */
    final class Steps implements Monotone {
        private final double[] knots;

        /**
         * A function from its knots.
         *
         * @param knots pairs of a malice score, increasing, and its probability, non-decreasing
         */
        public Steps(double[] knots) {
            Require.that(knots.length > 0 && knots.length % 2 == 0, "a calibration needs knots of two numbers");
            for (int i = 0; i < knots.length; i += 2) {
                Require.fraction("calibrated probability", knots[i + 1]);
                Require.that(
                        i == 0 || (knots[i] > knots[i - 2] && knots[i + 1] >= knots[i - 1]),
                        "a calibration must rise but does not at knot " + i / 2);
            }
            this.knots = knots.clone();
        }

        @Override
        public double at(double malice) {
            int low = 0;
            int high = knots.length / 2 - 1;
            if (!(malice > knots[0])) {
                return knots[1];
            }
            if (malice >= knots[2 * high]) {
                return knots[2 * high + 1];
            }
            while (high - low > 1) {
                int middle = (low + high) / 2;
                boolean above = knots[2 * middle] <= malice;
                low = above ? middle : low;
                high = above ? high : middle;
            }
            double part = (malice - knots[2 * low]) / (knots[2 * high] - knots[2 * low]);
            return knots[2 * low + 1] + part * (knots[2 * high + 1] - knots[2 * low + 1]);
        }

        @Override
        public double lowest(double probability) {
            int last = knots.length / 2 - 1;
            if (probability <= knots[1]) {
                return Double.NEGATIVE_INFINITY;
            }
            if (probability > knots[2 * last + 1]) {
                return Double.POSITIVE_INFINITY;
            }
            int k = 1;
            while (knots[2 * k + 1] < probability) {
                k++;
            }
            double part = (probability - knots[2 * k - 1]) / (knots[2 * k + 1] - knots[2 * k - 1]);
            return knots[2 * k - 2] + part * (knots[2 * k] - knots[2 * k - 2]);
        }

        @Override
        public String form() {
            return "steps";
        }

        @Override
        public double[] numbers() {
            return knots.clone();
        }
    }
}

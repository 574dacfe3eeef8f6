package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A measured value with its 95 % confidence interval and the number of cases behind it.
 *
 * @param n how many independent cases were counted; 0 if the value is not a statistic
 */
public record Interval(double value, double low, double high, int n) {
    private static final double Z = 1.959963984540054;

    /**
     * A share of cases with Wilson's score interval; [0, 1] when there are no cases.
     *
     * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
     */
    public static Interval share(int hits, int n) {
        Require.between("hits", hits, 0, n);
        if (n == 0) {
            return new Interval(0, 0, 1, 0);
        }
        double p = (double) hits / n;
        double z2 = Z * Z;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z * StrictMath.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n)) / (1 + z2 / n);
        return new Interval(p, hits == 0 ? 0 : centre - half, hits == n ? 1 : centre + half, n);
    }

    /** This share of n cases as one of more cases, with no more hits. */
    public Interval ofMore(int cases) {
        return cases == 0 ? this : share((int) Math.rint(value * n), n + cases);
    }

    /** This share with the wider ends of two intervals of it. */
    public Interval around(Interval other) {
        return new Interval(value, Math.max(0, Math.min(low, other.low)), Math.min(1, Math.max(high, other.high)), n);
    }

    /** A share of true values among the given ones. */
    public static Interval share(boolean[] outcomes) {
        int hits = 0;
        for (boolean outcome : outcomes) {
            hits += outcome ? 1 : 0;
        }
        return share(hits, outcomes.length);
    }

    /** The mean of repetitions with Student's t interval; of a single one nothing is known but its value. */
    public static Interval mean(List<Double> values) {
        int n = values.size();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / n;
        if (n < 2) {
            return new Interval(mean, mean, mean, n);
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double t = TDistribution.of(n - 1).inverseSurvivalProbability(0.025);
        double half = t * StrictMath.sqrt(squares / (n - 1) / n);
        return new Interval(mean, mean - half, mean + half, n);
    }

    /** The mean of values between 0 and 1, one for each case, with Student's t interval; [0, 1] if there are none. */
    public static Interval meanShare(List<Double> values) {
        if (values.isEmpty()) {
            return new Interval(0, 0, 1, 0);
        }
        Interval mean = mean(values);
        return new Interval(mean.value, Math.max(0, mean.low), Math.min(1, mean.high), mean.n);
    }

    /** A number that carries no sampling error, such as a count. */
    public static Interval exact(double value) {
        return new Interval(value, value, value, 0);
    }

    /**
     * The difference of two independently measured values; its interval combines the distances of each value from its
     * own limits, which for two shares is Newcombe's hybrid score interval.
     *
     * @see <a href="https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8&lt;873::AID-SIM779&gt;3.0.CO;2-I">Newcombe 1998,
     *     method 10</a>
     */
    public Interval minus(Interval other) {
        double difference = value - other.value;
        double down = StrictMath.hypot(value - low, other.high - other.value);
        double up = StrictMath.hypot(high - value, other.value - other.low);
        return new Interval(
                difference, difference - down, difference + up, n == 0 || other.n == 0 ? 0 : Math.min(n, other.n));
    }

    /** The mean of two independently measured values. */
    public Interval meanWith(Interval other) {
        return weighted(0.5, other, 0.5);
    }

    /**
     * The sum of two independently measured values, each times a weight that is not negative; its interval combines the
     * distances of each from its own limits.
     *
     * @see <a href="https://doi.org/10.1002/sim.3095">Zou and Donner 2008</a>
     */
    public Interval weighted(double own, Interval other, double others) {
        double sum = own * value + others * other.value;
        double down = StrictMath.hypot(own * (value - low), others * (other.value - other.low));
        double up = StrictMath.hypot(own * (high - value), others * (other.high - other.value));
        return new Interval(sum, sum - down, sum + up, n == 0 || other.n == 0 ? 0 : Math.min(n, other.n));
    }
}

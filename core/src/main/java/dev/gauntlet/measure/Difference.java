package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean difference between two arms, with the two sources of its error: the sampled cases, and the randomness of
 * training and of attackers, which differs between repetitions. The squared half-width of its interval is the sum of
 * both, each with its own quantile of Student's t distribution; a combined number of degrees of freedom would cover too
 * little where there are few repetitions.
 *
 * @param value the mean difference
 * @param lower the variance of the value downwards by the sampled cases
 * @param upper the same upwards; differs from {@code lower} only if the arms have different cases
 * @param cases how many were counted; 0 if none were sampled
 * @param groups of cases that are independent of each other: the cases themselves, or their sources; 0 if the two arms
 *     have different cases
 * @param seeds the variance of the value by the randomness of the repetitions
 * @param repetitions at least 1; with 1 that variance is not known, and the interval is of the cases alone
 */
public record Difference(
        double value, double lower, double upper, int cases, int groups, double seeds, int repetitions) {
    private static final double LEVEL = 0.05;
    private static final double Z = 1.959963984540054;
    private static final double LEAST = 1e-15;
    private static final int STEPS = 60;
    private static final double MOST = 1e7;
    /** With fewer sources, these are counted instead of the cases. */
    private static final int FEW = 10;

    /**
     * The difference of two arms with the same cases.
     *
     * @param one for each repetition, whether each case is a hit in the first arm
     * @param other the same in the second arm
     * @param sources for each case, the number of its source, from 0; cases of one source are not independent
     */
    public static Difference paired(List<boolean[]> one, List<boolean[]> other, int[] sources) {
        Require.same("repetitions", one.size(), other.size());
        int n = sources.length;
        double[] byCase = new double[n];
        double[] bySeed = new double[one.size()];
        for (int s = 0; s < bySeed.length; s++) {
            boolean[] hits = one.get(s);
            boolean[] others = other.get(s);
            Require.same("cases", hits.length, n);
            Require.same("cases", others.length, n);
            int sum = 0;
            for (int i = 0; i < n; i++) {
                int change = (hits[i] ? 1 : 0) - (others[i] ? 1 : 0);
                sum += change;
                byCase[i] += change / (double) bySeed.length;
            }
            bySeed[s] = n == 0 ? 0 : sum / (double) n;
        }
        double mean = mean(bySeed);
        double[] bySource = new double[1 + IntStream.of(sources).max().orElse(-1)];
        for (int i = 0; i < n; i++) {
            bySource[sources[i]] += byCase[i] - mean;
        }
        int groups = bySource.length;
        double squares = Arrays.stream(bySource).map(sum -> sum * sum).sum();
        double variance = groups < 2 ? 1 : squares * groups / (groups - 1) / ((double) n * n);
        return new Difference(mean, variance, variance, n, groups, ofMean(bySeed), bySeed.length);
    }

    /**
     * The difference of two arms whose cases were drawn independently, or that have none.
     *
     * @param one the value of the first arm in each repetition
     */
    public static Difference unpaired(List<Interval> one, List<Interval> other) {
        Require.same("repetitions", one.size(), other.size());
        double[] bySeed = IntStream.range(0, one.size())
                .mapToDouble(s -> one.get(s).value() - other.get(s).value())
                .toArray();
        double down = StrictMath.hypot(below(one), above(other)) / Z;
        double up = StrictMath.hypot(above(one), below(other)) / Z;
        int n = Math.min(fewest(one).orElse(0), fewest(other).orElse(Integer.MAX_VALUE));
        return new Difference(mean(bySeed), down * down, up * up, n, 0, ofMean(bySeed), bySeed.length);
    }

    /** The mean of a figure that was measured in several repetitions on the same cases. */
    public static Difference mean(List<Interval> each) {
        return unpaired(each, each.stream().map(value -> Interval.exact(0)).toList());
    }

    private static OptionalInt fewest(List<Interval> each) {
        return each.stream().mapToInt(Interval::n).filter(n -> n > 0).min();
    }

    private static double below(List<Interval> each) {
        return each.stream().mapToDouble(v -> v.value() - v.low()).average().orElse(0);
    }

    private static double above(List<Interval> each) {
        return each.stream().mapToDouble(v -> v.high() - v.value()).average().orElse(0);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** The variance of the mean of independent values; 0 if there is only one. */
    private static double ofMean(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length < 2 ? 0 : squares / (values.length - 1) / values.length;
    }

    /** The value with its 95 % interval. */
    public Interval interval() {
        return new Interval(value, value - half(LEVEL, lower), value + half(LEVEL, upper), cases);
    }

    /** Half of the width of the interval that leaves {@code level} outside. */
    private double half(double level, double variance) {
        return Math.sqrt(ofCases(level, variance) + ofSeeds(level));
    }

    /**
     * The part of the squared half-width by the cases. Where no pair, or hardly any, differs, it is that of Wilson's
     * interval of 0 hits, since the variance is then underestimated; of a few sources nothing is known but what each of them
     * shows, however many cases it has.
     */
    private double ofCases(double level, double variance) {
        if (groups == 0) {
            return byVariance(level, variance);
        }
        double z = z(level);
        double none = z * z / ((groups < FEW ? groups : cases) + z * z);
        return Math.max(byVariance(level, variance), none * none);
    }

    private double byVariance(double level, double variance) {
        // Of two different sets of cases, the smaller one: its Wilson interval is not that of a normal variable far
        // out.
        int independent = groups == 0 ? cases : groups;
        if (independent == 0) {
            double z = z(level);
            return z * z * variance;
        }
        double t = independent < 2
                ? Math.sqrt(MOST)
                : TDistribution.of(independent - 1).inverseSurvivalProbability(level / 2);
        return t * t * variance;
    }

    private static double z(double level) {
        return NormalDistribution.of(0, 1).inverseSurvivalProbability(level / 2);
    }

    private double ofSeeds(double level) {
        if (seeds == 0) {
            return 0;
        }
        double t = TDistribution.of(repetitions - 1).inverseSurvivalProbability(level / 2);
        return t * t * seeds;
    }

    /** The one-sided p-value of the claim that the true difference is above a tolerance. */
    public double pAbove(double tolerance) {
        if (!(value > tolerance)) {
            return 1;
        }
        double low = StrictMath.log(LEAST);
        double high = 0;
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (value - half(StrictMath.exp(middle), lower) > tolerance) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return StrictMath.exp(high) / 2;
    }

    /**
     * How many cases would tell on which side of a tolerance the difference is, if it is as measured; absent if no
     * number would, because the difference is too near the tolerance or differs too much between repetitions.
     */
    public OptionalLong needed(double tolerance) {
        double distance = Math.abs(value - tolerance);
        double left = distance * distance - ofSeeds(LEVEL);
        double variance = value > tolerance ? lower : upper;
        double needed = cases * byVariance(LEVEL, variance) / left;
        if (groups > 0) {
            double z2 = Z * Z;
            needed = Math.max(needed, z2 / Math.sqrt(left) - z2);
        }
        return left > 0 && needed < MOST ? OptionalLong.of((long) Math.ceil(needed)) : OptionalLong.empty();
    }
}

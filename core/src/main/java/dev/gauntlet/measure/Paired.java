package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/** Whether two detectors differ on the same rows by more than chance. */
public final class Paired {
    private Paired() {}

    /**
     * A difference and how likely one as large is by chance.
     *
     * @param difference of the second detector's figure from the first's
     * @param p two-sided
     */
    public record Difference(double difference, double p) {}

    /**
     * McNemar's exact test on what the two got right: only rows on which they differ count.
     *
     * @return the difference of the accuracies
     * @see <a href="https://doi.org/10.1007/BF02295996">McNemar 1947</a>
     */
    public static Difference mcNemar(boolean[] firstRight, boolean[] secondRight) {
        Require.same("rows", firstRight.length, secondRight.length);
        int first = 0;
        int second = 0;
        for (int i = 0; i < firstRight.length; i++) {
            first += firstRight[i] && !secondRight[i] ? 1 : 0;
            second += secondRight[i] && !firstRight[i] ? 1 : 0;
        }
        double p = first + second == 0
                ? 1
                : BinomialTest.withDefaults()
                        .with(AlternativeHypothesis.TWO_SIDED)
                        .test(first + second, second, 0.5)
                        .getPValue();
        return new Difference((second - first) / (double) Math.max(1, firstRight.length), p);
    }

    /**
     * The share of true values among the second outcomes minus that among the first, of the same rows, with a score
     * interval. It keeps a width where the two never differ.
     *
     * @see <a href="https://doi.org/10.1002/(SICI)1097-0258(19981130)17:22&lt;2635::AID-SIM954&gt;3.0.CO;2-C">Newcombe
     *     1998, paired data, method 10</a>
     */
    public static Interval shares(boolean[] first, boolean[] second) {
        Require.same("rows", first.length, second.length);
        int n = first.length;
        int both = 0;
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < n; i++) {
            both += first[i] && second[i] ? 1 : 0;
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        if (n == 0) {
            return new Interval(0, -1, 1, 0);
        }
        Interval before = Interval.share(both + onlyFirst, n);
        Interval after = Interval.share(both + onlySecond, n);
        double correlation = correlation(both, onlyFirst, onlySecond, n - both - onlyFirst - onlySecond);
        double difference = after.value() - before.value();
        double down = distance(after.value() - after.low(), before.high() - before.value(), correlation);
        double up = distance(after.high() - after.value(), before.value() - before.low(), correlation);
        return new Interval(difference, Math.max(-1, difference - down), Math.min(1, difference + up), n);
    }

    private static double distance(double one, double other, double correlation) {
        return StrictMath.sqrt(Math.max(0, one * one - 2 * correlation * one * other + other * other));
    }

    /** The correlation of paired outcomes, corrected for continuity where it is positive. */
    private static double correlation(double both, double onlyFirst, double onlySecond, double neither) {
        double margins = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither);
        double covariance = both * neither - onlyFirst * onlySecond;
        double corrected =
                covariance > 0 ? Math.max(0, covariance - (both + onlyFirst + onlySecond + neither) / 2) : covariance;
        return margins == 0 ? 0 : corrected / StrictMath.sqrt(margins);
    }

    /**
     * DeLong's test on the areas under two ROC curves.
     *
     * @param first the first detector's scores, larger is worse
     * @param malicious with at least two malicious and two benign rows
     * @return the difference of the areas
     * @see <a href="https://doi.org/10.2307/2531595">DeLong, DeLong, Clarke-Pearson 1988</a>
     */
    public static Difference deLong(double[] first, double[] second, boolean[] malicious) {
        Require.same("rows", first.length, second.length);
        Placements a = Placements.of(first, malicious);
        Placements b = Placements.of(second, malicious);
        double difference = b.area() - a.area();
        double variance = a.covariance(a) + b.covariance(b) - 2 * a.covariance(b);
        if (variance <= 0) {
            return new Difference(difference, difference == 0 ? 1 : 0);
        }
        double z = Math.abs(difference) / StrictMath.sqrt(variance);
        return new Difference(difference, 2 * NormalDistribution.of(0, 1).survivalProbability(z));
    }
}

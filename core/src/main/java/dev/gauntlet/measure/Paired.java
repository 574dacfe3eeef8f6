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

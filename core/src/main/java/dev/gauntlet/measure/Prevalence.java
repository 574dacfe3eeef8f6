package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The share of malicious rows among rows without labels, by their scores. It assumes label shift: that the scores of benign and of
 * malicious rows are distributed as among the reference rows, and that only their shares differ. Then the scores of the live rows
 * are a mixture of these two distributions, and the assumption can be tested: by the likelihood ratio between the mixture that fits
 * best and three distributions without relation, over bins of the score. Sampling errors of the reference are part of both.
 *
 * <p>Sources: the mixture by expectation maximisation, Saerens, Latinne, Decaestecker 2002
 * (doi:10.1162/089976602753284446); testing label shift, Lipton, Wang, Smola, "Detecting and Correcting for Label Shift with Black
 * Box Predictors", ICML 2018, and Vaz, Izbicki, Stern, "Quantification Under Prior Probability Shift: the Ratio Estimator and its
 * Extensions", JMLR 2019.
 *
 * @param share the share that fits best
 * @param low the smallest share that a likelihood-ratio test at 5 % does not reject
 * @param high the largest one
 * @param p the chance of a worse fit if the assumption holds; 1 where the bins are too few to tell
 * @param unexplained the share of live rows beyond the mixture that fits best: the total variation distance
 */
public record Prevalence(double share, double low, double high, double p, double unexplained) {
    /** Bins are made of so many quantiles of each class. */
    private static final int QUANTILES = 6;
    /** The fewest live rows, and reference rows, of a bin. */
    private static final int FEWEST = 5;

    private static final int ROUNDS = 5000;
    private static final double STILL = 1e-10;
    /** The 95 % quantile of chi-squared with one degree of freedom. */
    private static final double WITHIN = 3.841459;

    /**
     * Estimates and tests.
     *
     * @param benign the scores of benign reference rows, at least one
     * @param malicious the scores of malicious reference rows, at least one
     * @param live the scores of the rows without labels, at least one
     */
    public static Prevalence of(double[] benign, double[] malicious, double[] live) {
        Require.that(
                benign.length > 0 && malicious.length > 0 && live.length > 0,
                "benign, malicious and live rows are needed");
        double[] edges = merged(edges(benign, malicious), benign, malicious, live);
        Mixture mixture = new Mixture(counts(benign, edges), counts(malicious, edges), counts(live, edges));
        Mixture.Fit best = mixture.fit(Double.NaN);
        int freedom = edges.length - 1;
        double statistic = Math.max(0, 2 * (mixture.most() - best.likelihood()));
        return new Prevalence(
                best.share(),
                mixture.limit(best, 0),
                mixture.limit(best, 1),
                freedom < 1 ? 1 : ChiSquaredDistribution.of(freedom).survivalProbability(statistic),
                mixture.distance(best));
    }

    /** The ends of bins, so that each class fills several: quantiles of both. */
    private static double[] edges(double[] benign, double[] malicious) {
        return DoubleStream.concat(quantiles(benign), quantiles(malicious))
                .distinct()
                .sorted()
                .toArray();
    }

    private static DoubleStream quantiles(double[] scores) {
        double[] sorted =
                Arrays.stream(scores).map(score -> score + 0.0).sorted().toArray();
        return DoubleStream.iterate(1, k -> k < QUANTILES, k -> k + 1)
                .map(k -> sorted[(int) (k * (sorted.length - 1) / QUANTILES)])
                .filter(edge -> !Double.isNaN(edge));
    }

    /** The edges left where each bin has enough rows on both sides; those at the top go to the bin below. */
    private static double[] merged(double[] edges, double[] benign, double[] malicious, double[] live) {
        double[] known = DoubleStream.concat(Arrays.stream(benign), Arrays.stream(malicious))
                .toArray();
        double[] reference = counts(known, edges);
        double[] now = counts(live, edges);
        List<Double> kept = new ArrayList<>();
        double before = 0;
        double after = 0;
        for (int k = 0; k < edges.length; k++) {
            before += reference[k];
            after += now[k];
            if (before >= FEWEST && after >= FEWEST) {
                kept.add(edges[k]);
                before = 0;
                after = 0;
            }
        }
        if (!kept.isEmpty() && (before + reference[edges.length] < FEWEST || after + now[edges.length] < FEWEST)) {
            kept.remove(kept.size() - 1);
        }
        return kept.stream().mapToDouble(edge -> edge).toArray();
    }

    /** How many are at most each edge, and beyond the one before; beyond the last, and missing ones, in the last bin. */
    private static double[] counts(double[] scores, double[] edges) {
        double[] counts = new double[edges.length + 1];
        for (double score : scores) {
            int place = Arrays.binarySearch(edges, score + 0.0);
            counts[place >= 0 ? place : -place - 1]++;
        }
        return counts;
    }

    /** The counts of the three samples by bin. */
    private static final class Mixture {
        private final double[] benign;
        private final double[] malicious;
        private final double[] live;

        Mixture(double[] benign, double[] malicious, double[] live) {
            this.benign = benign;
            this.malicious = malicious;
            this.live = live;
        }

        /**
         * A mixture.
         *
         * @param expected the share of live rows by bin
         */
        record Fit(double share, double likelihood, List<Double> expected) {}

        /** The most likely mixture of this share, or of any if it is NaN. */
        Fit fit(double fixed) {
            double rows = sum(live);
            double[] good = shares(benign);
            double[] bad = shares(malicious);
            double share = Double.isNaN(fixed) ? 0.5 : fixed;
            double before = Double.NEGATIVE_INFINITY;
            double likelihood = likelihood(share, good, bad);
            for (int round = 0; round < ROUNDS && !(likelihood - before < STILL); round++) {
                double[] moreGood = benign.clone();
                double[] moreBad = malicious.clone();
                double all = 0;
                for (int k = 0; k < live.length; k++) {
                    double mixed = share * bad[k] + (1 - share) * good[k];
                    double own = mixed == 0 ? 0.5 : share * bad[k] / mixed;
                    moreBad[k] += live[k] * own;
                    moreGood[k] += live[k] * (1 - own);
                    all += live[k] * own;
                }
                good = shares(moreGood);
                bad = shares(moreBad);
                share = Double.isNaN(fixed) ? all / rows : fixed;
                before = likelihood;
                likelihood = likelihood(share, good, bad);
            }
            List<Double> expected = new ArrayList<>();
            for (int k = 0; k < live.length; k++) {
                expected.add(share * bad[k] + (1 - share) * good[k]);
            }
            return new Fit(share, likelihood, expected);
        }

        private double likelihood(double share, double[] good, double[] bad) {
            double sum = 0;
            for (int k = 0; k < live.length; k++) {
                sum += term(benign[k], good[k])
                        + term(malicious[k], bad[k])
                        + term(live[k], share * bad[k] + (1 - share) * good[k]);
            }
            return sum;
        }

        /** The likelihood of three distributions without relation. */
        double most() {
            double sum = 0;
            for (double[] sample : List.of(benign, malicious, live)) {
                double[] shares = shares(sample);
                for (int k = 0; k < sample.length; k++) {
                    sum += term(sample[k], shares[k]);
                }
            }
            return sum;
        }

        /** How far from the best share towards 0 or 1 others are nearly as likely. */
        double limit(Fit best, double end) {
            double inside = best.share();
            double outside = end;
            if (isLikely(best, outside)) {
                return end;
            }
            for (int round = 0; round < 20; round++) {
                double middle = (inside + outside) / 2;
                if (isLikely(best, middle)) {
                    inside = middle;
                } else {
                    outside = middle;
                }
            }
            return inside;
        }

        private boolean isLikely(Fit best, double share) {
            return 2 * (best.likelihood() - fit(share).likelihood()) <= WITHIN;
        }

        double distance(Fit fit) {
            double[] shares = shares(live);
            double sum = 0;
            for (int k = 0; k < shares.length; k++) {
                sum += Math.abs(shares[k] - fit.expected().get(k));
            }
            return sum / 2;
        }

        private static double term(double count, double share) {
            return count == 0 ? 0 : count * StrictMath.log(share);
        }

        private static double[] shares(double[] counts) {
            double all = sum(counts);
            return Arrays.stream(counts).map(count -> count / all).toArray();
        }

        private static double sum(double[] counts) {
            double sum = 0;
            for (double count : counts) {
                sum += count;
            }
            return sum;
        }
    }
}

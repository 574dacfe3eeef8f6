package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How well scores order malicious rows before benign ones, whatever the threshold. */
public final class Ranking {
    private final double[] scores;
    private final int[] order;
    private final boolean[] malicious;
    private final int positives;

    private Ranking(double[] scores, int[] order, boolean[] malicious, int positives) {
        this.scores = scores;
        this.order = order;
        this.malicious = malicious;
        this.positives = positives;
    }

    /** Scores and truths of the same rows, in any order. A score that is no number ranks below all others; 0 and -0 are equal. */
    public static Ranking of(double[] scores, boolean[] malicious) {
        Require.same("truths", scores.length, malicious.length);
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> 0.0 - scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sorted = new double[scores.length];
        boolean[] truth = new boolean[scores.length];
        int positives = 0;
        for (int i = 0; i < order.length; i++) {
            sorted[i] = scores[order[i]] + 0.0;
            truth[i] = malicious[order[i]];
            positives += truth[i] ? 1 : 0;
        }
        return new Ranking(sorted, order, truth, positives);
    }

    /** The probability that a malicious row scores above a benign one, ties counting half. */
    public double rocAuc() {
        double negatives = scores.length - positives;
        double won = 0;
        double benignAbove = 0;
        for (int from = 0; from < scores.length; ) {
            int to = endOfTie(from);
            double bad = malicious(from, to);
            double good = to - from - bad;
            won += bad * (negatives - benignAbove - good / 2);
            benignAbove += good;
            from = to;
        }
        return positives == 0 || negatives == 0 ? 0.5 : won / (positives * negatives);
    }

    /** Average precision: the area under the precision-recall curve by steps. */
    public double prAuc() {
        double area = 0;
        double found = 0;
        for (int from = 0; from < scores.length; ) {
            int to = endOfTie(from);
            double bad = malicious(from, to);
            found += bad;
            area += bad * found / to;
            from = to;
        }
        return positives == 0 ? 0 : area / positives;
    }

    /**
     * The lowest threshold at which at most the given share of benign rows reach it: the operating point. It is never a score that
     * is no number.
     *
     * @param rate in [0, 1]
     * @throws IllegalArgumentException as {@link #demandThreshold}
     */
    public double thresholdAt(double rate) {
        if (scores.length == 0) {
            return Math.nextUp(0.0);
        }
        demandThreshold();
        int reached = reachedAt(rate);
        return reached == 0 ? Math.nextUp(scores[0]) : scores[reached - 1];
    }

    /**
     * Fails if no threshold can be set.
     *
     * @throws IllegalArgumentException if no row has a score that is a number, or a benign row has an infinite one, above which
     *     there is no threshold
     */
    public void demandThreshold() {
        Require.that(scores.length == 0 || !Double.isNaN(scores[0]), "no row has a score that is a number");
        for (int i = 0; i < scores.length && scores[i] == Double.POSITIVE_INFINITY; i++) {
            Require.that(malicious[i], "row %d is benign and has an infinite score", order[i] + 1);
        }
    }

    /** How many of the rows with the highest scores can alarm, if at most the given share of benign rows may. */
    private int reachedAt(double rate) {
        double allowed = Require.fraction("rate", rate) * (scores.length - positives);
        int reached = 0;
        double benign = 0;
        while (reached < scores.length && !Double.isNaN(scores[reached])) {
            int to = endOfTie(reached);
            benign += to - reached - malicious(reached, to);
            if (benign > allowed) {
                break;
            }
            reached = to;
        }
        return reached;
    }

    /**
     * The recall at the threshold of {@link #thresholdAt}: how much is found if at most this share of benign rows may alarm.
     *
     * @param rate in [0, 1]; below one benign row the rate cannot be measured, and the recall is that of no false alarm
     */
    public Interval recallAt(double rate) {
        return Interval.share(malicious(0, reachedAt(rate)), positives);
    }

    private int endOfTie(int from) {
        int to = from + 1;
        while (to < scores.length && Double.compare(scores[to], scores[from]) == 0) {
            to++;
        }
        return to;
    }

    private int malicious(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += malicious[i] ? 1 : 0;
        }
        return count;
    }
}

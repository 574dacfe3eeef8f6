package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How well scores order malicious rows before benign ones, whatever the threshold. */
public final class Ranking {
    private final double[] scores;
    private final boolean[] malicious;
    private final int positives;

    private Ranking(double[] scores, boolean[] malicious, int positives) {
        this.scores = scores;
        this.malicious = malicious;
        this.positives = positives;
    }

    /** Scores and truths of the same rows, in any order. */
    public static Ranking of(double[] scores, boolean[] malicious) {
        Require.same("truths", scores.length, malicious.length);
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sorted = new double[scores.length];
        boolean[] truth = new boolean[scores.length];
        int positives = 0;
        for (int i = 0; i < order.length; i++) {
            sorted[i] = scores[order[i]];
            truth[i] = malicious[order[i]];
            positives += truth[i] ? 1 : 0;
        }
        return new Ranking(sorted, truth, positives);
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
     * The lowest threshold at which at most the given share of benign rows reach it: the operating point.
     *
     * @param rate in [0, 1]
     */
    public double thresholdAt(double rate) {
        double allowed = Require.fraction("rate", rate) * (scores.length - positives);
        double threshold = Math.nextUp(scores.length == 0 ? 0 : scores[0]);
        double benign = 0;
        for (int from = 0; from < scores.length; ) {
            int to = endOfTie(from);
            benign += to - from - malicious(from, to);
            if (benign > allowed) {
                break;
            }
            threshold = scores[from];
            from = to;
        }
        return threshold;
    }

    /**
     * The recall at the threshold of {@link #thresholdAt}: how much is found if at most this share of benign rows may alarm.
     *
     * @param rate in [0, 1]; below one benign row the rate cannot be measured, and the recall is that of no false alarm
     */
    public Interval recallAt(double rate) {
        double threshold = thresholdAt(rate);
        int found = 0;
        for (int i = 0; i < scores.length; i++) {
            found += malicious[i] && scores[i] >= threshold ? 1 : 0;
        }
        return Interval.share(found, positives);
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

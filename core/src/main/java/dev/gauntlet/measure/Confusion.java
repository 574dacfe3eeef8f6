package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.List;

/** How often a detector alarmed and was right or wrong. */
public record Confusion(int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {
    /** Counts; the two arrays have one value per row. */
    public static Confusion of(boolean[] malicious, boolean[] alarms) {
        Require.same("alarms", malicious.length, alarms.length);
        int[] count = new int[4];
        for (int i = 0; i < alarms.length; i++) {
            count[(malicious[i] ? 2 : 0) + (alarms[i] ? 1 : 0)]++;
        }
        return new Confusion(count[3], count[1], count[0], count[2]);
    }

    /** The means of the counts of repetitions with the same rows, rounded so that the sides keep their sizes. */
    public static Confusion mean(List<Confusion> each) {
        Confusion first = each.get(0);
        int hits = (int) Math.rint(
                each.stream().mapToInt(Confusion::truePositives).average().orElse(0));
        int alarms = (int) Math.rint(
                each.stream().mapToInt(Confusion::falsePositives).average().orElse(0));
        return new Confusion(hits, alarms, first.benign() - alarms, first.malicious() - hits);
    }

    /** The same counts with more malicious rows, all missed. */
    public Confusion withMissed(int more) {
        return new Confusion(truePositives, falsePositives, trueNegatives, falseNegatives + more);
    }

    public int malicious() {
        return truePositives + falseNegatives;
    }

    public int benign() {
        return trueNegatives + falsePositives;
    }

    /** Whether rows of both sides were counted: without them only recall or the false-positive rate means anything. */
    public boolean hasBothSides() {
        return malicious() > 0 && benign() > 0;
    }

    public Interval recall() {
        return Interval.share(truePositives, truePositives + falseNegatives);
    }

    public Interval falsePositiveRate() {
        return Interval.share(falsePositives, falsePositives + trueNegatives);
    }

    public Interval precision() {
        return Interval.share(truePositives, truePositives + falsePositives);
    }

    /** The mean of the two classes' accuracies. */
    public Interval balancedAccuracy() {
        return recall().meanWith(Interval.share(trueNegatives, falsePositives + trueNegatives));
    }

    /**
     * Matthews' correlation coefficient in [-1, 1]; 0 if a margin is empty.
     *
     * @see <a href="https://doi.org/10.1016/0005-2795(75)90109-9">Matthews 1975</a>
     */
    public double mcc() {
        double tp = truePositives;
        double fp = falsePositives;
        double tn = trueNegatives;
        double fn = falseNegatives;
        double product = StrictMath.sqrt(tp + fp)
                * StrictMath.sqrt(tp + fn)
                * StrictMath.sqrt(tn + fp)
                * StrictMath.sqrt(tn + fn);
        return product == 0 ? 0 : (tp * tn - fp * fn) / product;
    }
}

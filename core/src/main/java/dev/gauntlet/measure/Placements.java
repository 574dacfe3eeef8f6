package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.Arrays;

/** For each malicious row the share of benign rows that score below it, and the reverse for each benign row; ties count half. */
final class Placements {
    private final double[] ofMalicious;
    private final double[] ofBenign;

    private Placements(double[] ofMalicious, double[] ofBenign) {
        this.ofMalicious = ofMalicious;
        this.ofBenign = ofBenign;
    }

    static Placements of(double[] scores, boolean[] malicious) {
        Require.same("truths", scores.length, malicious.length);
        double[] bad = chosen(scores, malicious, true);
        double[] good = chosen(scores, malicious, false);
        Require.that(bad.length > 1 && good.length > 1, "at least two malicious and two benign rows are needed");
        double[] badSorted = sorted(bad);
        double[] goodSorted = sorted(good);
        double[] ofMalicious = new double[bad.length];
        for (int i = 0; i < bad.length; i++) {
            ofMalicious[i] = below(goodSorted, bad[i]) / good.length;
        }
        double[] ofBenign = new double[good.length];
        for (int i = 0; i < good.length; i++) {
            ofBenign[i] = 1 - below(badSorted, good[i]) / bad.length;
        }
        return new Placements(ofMalicious, ofBenign);
    }

    /** The area under the ROC curve. */
    double area() {
        return Arrays.stream(ofMalicious).sum() / ofMalicious.length;
    }

    /** Of the two areas, the variance if the other is this one. */
    double covariance(Placements other) {
        return covariance(ofMalicious, other.ofMalicious) / ofMalicious.length
                + covariance(ofBenign, other.ofBenign) / ofBenign.length;
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = Arrays.stream(a).sum() / a.length;
        double meanB = Arrays.stream(b).sum() / b.length;
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum / (a.length - 1);
    }

    /** How many of the sorted values lie below one, those equal to it counting half. */
    private static double below(double[] sorted, double value) {
        return (first(sorted, value, false) + first(sorted, value, true)) / 2.0;
    }

    /** The first place whose value is not below the given one, or is above it. */
    private static int first(double[] sorted, double value, boolean above) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before = above ? sorted[middle] <= value : sorted[middle] < value;
            low = before ? middle + 1 : low;
            high = before ? high : middle;
        }
        return low;
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static double[] chosen(double[] scores, boolean[] malicious, boolean which) {
        double[] values = new double[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (malicious[i] == which) {
                values[count++] = scores[i];
            }
        }
        return Arrays.copyOf(values, count);
    }
}

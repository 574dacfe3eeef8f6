package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calibration.
 *
 * @param brier the mean squared distance of probability and truth in [0, 1]; 0 is perfect
 * @param error the expected calibration error: the mean distance of stated and observed shares over the bins
 * @param bins of as equal a number of rows as ties allow, from the least probable to the most
 * @see <a href="https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2">Brier 1950</a>
 */
public record Reliability(double brier, double error, List<Bin> bins) {
    /**
     * Rows of like probability.
     *
     * @param stated the mean probability of the malicious class
     * @param observed the share that is malicious
     */
    public record Bin(double stated, Interval observed) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Measures probabilities.
     *
     * @param probabilities of the malicious class in [0, 1], one per row
     * @param most bins
     */
    public static Reliability of(double[] probabilities, boolean[] malicious, int most) {
        Require.same("truths", probabilities.length, malicious.length);
        int n = probabilities.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> probabilities[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double squares = 0;
        for (int i : order) {
            double truth = malicious[i] ? 1 : 0;
            squares += (probabilities[i] - truth) * (probabilities[i] - truth);
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int from = 0; from < n; ) {
            int to = Math.max(from + 1, (int) ((long) (bins.size() + 1) * n / most));
            while (to < n && probabilities[order[to]] == probabilities[order[to - 1]]) {
                to++;
            }
            double sum = 0;
            int hits = 0;
            for (int k = from; k < to; k++) {
                sum += probabilities[order[k]];
                hits += malicious[order[k]] ? 1 : 0;
            }
            bins.add(new Bin(sum / (to - from), Interval.share(hits, to - from)));
            error += Math.abs(sum - hits) / n;
            from = to;
        }
        return new Reliability(n == 0 ? 0 : squares / n, error, bins);
    }
}

package dev.gauntlet.process.train;

import dev.gauntlet.model.Monotone;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Fits the non-decreasing function with the least squared error by pooling adjacent violators: the share of malicious
 * rows in each pool.
 *
 * <p>Source: Zadrozny, Elkan, "Transforming Classifier Scores into Accurate Multiclass Probability Estimates", KDD 2002.
 */
final class Isotonic {
    /**
     * The pools in ascending order of malice score: first and last score, number of rows, and number of malicious rows.
     */
    private final double[] first;

    private final double[] last;
    private final double[] rows;
    private final double[] bad;
    private int pools;

    private Isotonic(int most) {
        first = new double[most];
        last = new double[most];
        rows = new double[most];
        bad = new double[most];
    }

    static Monotone.Steps fit(double[] malice, boolean[] truth) {
        int[] order = IntStream.range(0, malice.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> malice[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        Isotonic pooled = new Isotonic(malice.length);
        for (int i : order) {
            pooled.add(malice[i] + 0.0, truth[i]);
        }
        pooled.pool();
        return new Monotone.Steps(pooled.knots());
    }

    /** Adds a row to the last pool if it has the same malice score, otherwise as a new pool. */
    private void add(double malice, boolean malicious) {
        if (pools == 0 || malice > last[pools - 1]) {
            pool();
            first[pools] = malice;
            last[pools] = malice;
            pools++;
        }
        rows[pools - 1]++;
        bad[pools - 1] += malicious ? 1 : 0;
    }

    /** Merges the last pool with the one before it while the shares do not increase. */
    private void pool() {
        while (pools > 1 && bad[pools - 2] * rows[pools - 1] >= bad[pools - 1] * rows[pools - 2]) {
            last[pools - 2] = last[pools - 1];
            rows[pools - 2] += rows[pools - 1];
            bad[pools - 2] += bad[pools - 1];
            pools--;
            rows[pools] = 0;
            bad[pools] = 0;
        }
    }

    /** The knots: the share of each pool at its first and at its last score. */
    private double[] knots() {
        double[] knots = new double[4 * pools];
        int size = 0;
        for (int p = 0; p < pools; p++) {
            for (double at : first[p] < last[p] ? new double[] {first[p], last[p]} : new double[] {first[p]}) {
                knots[size++] = at;
                knots[size++] = bad[p] / rows[p];
            }
        }
        return Arrays.copyOf(knots, size);
    }
}

package dev.gauntlet.process.evaluate;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of a multi-class model.
 *
 * @param accuracy the share of labelled rows with the correct kind
 * @param macroF1 the mean of the kinds' F1, so that a rare kind counts as much as a common one
 * @param kinds the kinds that occur, in the order of their labels
 */
public record Kinds(Interval accuracy, double macroF1, List<Kind> kinds) {
    /**
     * One kind.
     *
     * @param recall the share of its rows that are classified as this kind
     * @param precision the share of the rows classified as this kind that are of this kind
     * @param mistaken the kind that its rows are most often mistaken for; its own name if there is none
     */
    public record Kind(String name, Interval recall, Interval precision, String mistaken) {
        double f1() {
            double sum = recall.value() + precision.value();
            return sum > 0 ? 2 * recall.value() * precision.value() / sum : 0;
        }
    }

    public Kinds {
        kinds = List.copyOf(kinds);
    }

    /** Measures a model with an output per label name on labelled rows; the others are left out. */
    public static Kinds of(Model model, Dataset test) {
        int[] called = model.categories(test.rows());
        int classes = Math.max(test.labelNames().size(), model.outputs());
        int[][] counts = new int[classes][classes];
        int right = 0;
        int all = 0;
        for (int i = 0; i < called.length; i++) {
            if (test.label(i) >= 0) {
                counts[test.label(i)][called[i]]++;
                right += called[i] == test.label(i) ? 1 : 0;
                all++;
            }
        }
        List<Kind> kinds = new ArrayList<>();
        for (int k = 0; k < test.labelNames().size(); k++) {
            int own = 0;
            int so = 0;
            int mistaken = k;
            for (int c = 0; c < classes; c++) {
                own += counts[k][c];
                so += counts[c][k];
                boolean more = c != k && counts[k][c] > (mistaken == k ? 0 : counts[k][mistaken]);
                mistaken = more ? c : mistaken;
            }
            if (own > 0) {
                kinds.add(new Kind(
                        test.labelNames().get(k),
                        Interval.share(counts[k][k], own),
                        Interval.share(counts[k][k], so),
                        mistaken < test.labelNames().size() ? test.labelNames().get(mistaken) : "?"));
            }
        }
        double f1 = kinds.stream().mapToDouble(Kind::f1).average().orElse(Double.NaN);
        return new Kinds(Interval.share(right, all), f1, kinds);
    }
}

package dev.gauntlet.process.label;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds labels that look wrong, by confident learning: a row is suspect if a detector that was not trained on it
 * predicts another label with at least the mean confidence of rows with that label.
 *
 * @param benignNoise the share of rows labelled benign that look malicious
 * @param maliciousNoise the share of rows labelled malicious that look benign
 * @param suspects the rows to review, the most certain first
 * @see <a href="https://doi.org/10.1613/jair.1.12125">Northcutt, Jiang, Chuang 2021</a>
 */
public record LabelAudit(Interval benignNoise, Interval maliciousNoise, List<Suspect> suspects) {
    /**
     * A row whose label looks wrong.
     *
     * @param id the row's
     * @param malicious its label
     * @param probability of the malicious class, by a detector that was not trained on it
     */
    public record Suspect(long id, boolean malicious, double probability) {
        /** The confidence of the detector that the label is wrong. */
        double margin() {
            return malicious ? 1 - probability : probability;
        }
    }

    public LabelAudit {
        suspects = List.copyOf(suspects);
    }

    /**
     * Audits labelled rows; unlabelled ones are left out.
     *
     * @param folds every row is scored by a detector trained on the other folds
     */
    public static LabelAudit of(Dataset data, Trainer trainer, int folds, Run run) {
        Dataset labelled = data.select(java.util.stream.IntStream.range(0, data.size())
                .filter(i -> data.label(i) >= 0)
                .toArray());
        List<Split.Fold> cuts = Split.folds(labelled, folds, run.child("folds"));
        List<double[]> judged = run.child("train").map(cuts.size(), (i, r) -> {
            Model model = trainer.train(cuts.get(i).train(), r);
            return model.probability(cuts.get(i).held().rows());
        });
        Map<Long, Double> probability = new HashMap<>();
        for (int f = 0; f < cuts.size(); f++) {
            for (int i = 0; i < judged.get(f).length; i++) {
                probability.put(cuts.get(f).held().id(i), judged.get(f)[i]);
            }
        }
        Require.that(probability.size() == labelled.size(), "an audit needs rows of different ids");
        List<Suspect> all = new ArrayList<>();
        for (int i = 0; i < labelled.size(); i++) {
            long id = labelled.id(i);
            all.add(new Suspect(id, labelled.malicious(i), probability.getOrDefault(id, Double.NaN)));
        }
        return judged(all);
    }

    /** The audit of rows whose probabilities are known. */
    static LabelAudit judged(List<Suspect> rows) {
        double benign = mean(rows, false);
        double malicious = mean(rows, true);
        List<Suspect> suspects = rows.stream()
                .filter(row -> looks(row.probability, !row.malicious, malicious, benign)
                        && !(looks(row.probability, row.malicious, malicious, benign) && row.margin() <= 0.5))
                .sorted(Comparator.comparingDouble(Suspect::margin).reversed().thenComparing(Suspect::id))
                .toList();
        return new LabelAudit(noise(rows, suspects, false), noise(rows, suspects, true), suspects);
    }

    /** Whether a probability is at least the mean confidence of the rows with that label. */
    private static boolean looks(double probability, boolean malicious, double meanMalicious, double meanBenign) {
        return malicious ? probability >= meanMalicious : 1 - probability >= meanBenign;
    }

    /** The mean confidence in a label among the rows with that label. */
    private static double mean(List<Suspect> rows, boolean malicious) {
        return rows.stream()
                .filter(row -> row.malicious == malicious)
                .mapToDouble(row -> malicious ? row.probability : 1 - row.probability)
                .average()
                .orElse(1);
    }

    private static Interval noise(List<Suspect> rows, List<Suspect> suspects, boolean malicious) {
        int wrong =
                (int) suspects.stream().filter(s -> s.malicious == malicious).count();
        int all = (int) rows.stream().filter(s -> s.malicious == malicious).count();
        return Interval.share(wrong, all);
    }
}

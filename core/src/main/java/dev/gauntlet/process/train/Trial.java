package dev.gauntlet.process.train;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Rng;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One trial of a search.
 *
 * @param number its place in the order of drawing, from 0
 * @param trainer the trainer with the settings of this trial
 * @param parameters the values drawn, by name; those of the given trainer in trial 0
 * @param scores the scores on the held-out rows of each fold; empty if training failed
 * @param share the share of the training rows of each fold that was used
 * @param stopped why it was not continued
 */
public record Trial(
        int number,
        Trainer trainer,
        Map<String, Double> parameters,
        List<Double> scores,
        double share,
        String stopped) {
    public Trial {
        parameters = Map.copyOf(parameters);
        scores = List.copyOf(scores);
    }

    /** A trial that has not run yet. */
    static Trial drawn(Trainer trainer, int number, Rng rng) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Range range : trainer.ranges()) {
            Catalogue.Parameter parameter = Catalogue.parameters(trainer).stream()
                    .filter(p -> p.name().equals(range.parameter()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(trainer.id() + " has no " + range.parameter()));
            double value = number == 0 ? ((Number) parameter.value()).doubleValue() : range.draw(rng);
            values.put(range.parameter(), parameter.type() == int.class ? Math.rint(value) : value);
        }
        return new Trial(number, Catalogue.with(trainer, values), values, List.of(), 0, "not tried");
    }

    /** The mean over the folds; below every score if training failed. */
    public double mean() {
        return scores.stream().mapToDouble(s -> s).average().orElse(Double.NEGATIVE_INFINITY);
    }

    Trial judged(List<Double> found, double rows) {
        return new Trial(number, trainer, parameters, found, rows, "evaluated on every fold");
    }

    Trial failed(String reason, double rows) {
        return new Trial(number, trainer, parameters, List.of(), rows, "failed: " + reason);
    }

    Trial leftAt(int place, int of) {
        return scores.isEmpty()
                ? this
                : new Trial(
                        number, trainer, parameters, scores, share, "rank %d of %d, discarded".formatted(place, of));
    }
}

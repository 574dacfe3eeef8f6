package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Run;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import java.util.List;
import java.util.Optional;

/** Everything the evaluate step says of one detector: its figures, what it must beat, and what may be wrong with the data. */
public record Evaluation(Scorecard scorecard, List<Baseline> baselines, List<DataCheck> checks) {
    public Evaluation {
        baselines = List.copyOf(baselines);
        checks = List.copyOf(checks);
    }

    /**
     * Evaluates a detector on the test part.
     *
     * @param falsePositiveRate the operating point of the baselines
     */
    public static Evaluation of(Model model, Split.Parts parts, double falsePositiveRate, DataChecks checks, Run run) {
        Optional<BaseRate> rate = checks.rate();
        Scorecard scorecard = Scorecard.of(model, parts.train(), parts.test(), rate, run.child("scorecard"));
        List<Baseline> baselines = Baseline.all(parts, falsePositiveRate, run.child("baselines"));
        return new Evaluation(scorecard, baselines, checks.apply(model, parts, baselines, run.child("checks")));
    }
}

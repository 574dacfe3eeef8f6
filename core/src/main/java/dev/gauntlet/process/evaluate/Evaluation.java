package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.train.OperatingPoint;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The result of the evaluate step: the detector's metrics, its baselines, and possible problems of the data. */
public record Evaluation(Scorecard scorecard, List<Baseline> baselines, List<DataCheck> checks) {
    /** That of a model on rows without labels: nothing is measured. */
    public static final Evaluation UNLABELLED = new Evaluation(Scorecard.NONE, List.of(), List.of());

    public Evaluation {
        baselines = List.copyOf(baselines);
        checks = List.copyOf(checks);
    }

    /**
     * Evaluates a detector on the test part.
     *
     * @param point the operating point of the detector and the baselines
     * @param unjudged test rows that never reached the detector
     * @param begun called with the name of each part of the work before it starts
     */
    public static Evaluation of(
            Model model,
            Split.Parts parts,
            Unjudged unjudged,
            OperatingPoint point,
            DataChecks checks,
            Run run,
            Consumer<String> begun) {
        begun.accept("scores on test rows");
        Optional<OperatingPoint.Cost> price =
                point instanceof OperatingPoint.Cost cost ? Optional.of(cost) : Optional.empty();
        Scorecard scorecard = Scorecard.of(
                model, parts.train(), parts.test(), unjudged, checks.rate(), price, run.child("scorecard"));
        List<Baseline> baselines =
                parts.train().hasBothSides(1) ? Baseline.all(parts, point, run.child("baselines"), begun) : List.of();
        begun.accept("data checks");
        return new Evaluation(scorecard, baselines, checks.apply(model, parts, baselines, run.child("checks")));
    }

    /**
     * The same with its alerts per day for the whole stream.
     *
     * @param days in which the stream brings as many rows as there are test rows; NaN if they have no times
     */
    public Evaluation over(double days) {
        return new Evaluation(scorecard.over(days), baselines, checks);
    }
}

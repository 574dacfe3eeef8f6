package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;

/**
 * The retrain step: an algorithm is trained again on a window of the rows seen so far.
 *
 * @param steps say which rows are used, how they are sanitised, and the training
 */
public record Retrain(Steps steps) {
    private static final double HELD = 0.2;

    /**
     * A new detector with its training data.
     *
     * @param learnt the training rows
     * @param held the rows on which its threshold was set
     */
    public record Challenger(Model model, Dataset learnt, Dataset held) {}

    /** The training rows of a retraining. */
    public Dataset rows(Dataset seen, Run run) {
        return steps.window().over(seen, run);
    }

    /**
     * Trains on the rows of a window; a random fifth of them is held out to set the threshold.
     *
     * @throws IllegalArgumentException if the algorithm cannot be trained on them
     */
    public Challenger challenger(Dataset rows, Run run) {
        Split.Parts parts = new Split(0.5, HELD).withGivenTest(rows, rows.slice(0, 0), run.child("held"));
        Dataset learnt = steps.sanitised(parts).train();
        Model model = steps.train().apply(learnt, parts.validation(), run.child("train"));
        return new Challenger(model, learnt, parts.validation());
    }
}

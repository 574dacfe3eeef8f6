package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;

/**
 * The retrain step: an algorithm is trained again on a window of the rows seen so far.
 *
 * @param train the train step
 * @param window which rows are used for training
 */
public record Retrain(Train train, Window window) {
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
        return window.over(seen, run);
    }

    /** Trains on these rows, without contradictory ones; the threshold is set on the validation rows. */
    public Model apply(Dataset rows, Dataset validation, Run run) {
        return train.apply(new Sanitise().apply(rows).rows(), validation, run);
    }

    /**
     * Trains on the rows of a window; a random fifth of them is held out to set the threshold.
     *
     * @throws IllegalArgumentException if the algorithm cannot be trained on them
     */
    public Challenger challenger(Dataset rows, Run run) {
        Split.Parts parts = held(rows, HELD, run.child("held"));
        Model model = apply(parts.train(), parts.validation(), run.child("train"));
        return new Challenger(model, parts.train(), parts.validation());
    }

    /** Splits off a random share of the rows as the validation part. */
    static Split.Parts held(Dataset rows, double share, Run run) {
        return new Split(0.5, share).withGivenTest(rows, rows.slice(0, 0), run);
    }
}

package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;

/**
 * The retrain step: an algorithm learns again from a window over the rows seen so far.
 *
 * @param train how the detector is trained
 * @param window which of the rows it learns from
 */
public record Retrain(Train train, Window window) {
    private static final double HELD = 0.2;

    /**
     * A new detector and what it was made of.
     *
     * @param learnt the rows it learnt from
     * @param held those its threshold was set on
     */
    public record Challenger(Model model, Dataset learnt, Dataset held) {}

    /** The rows a retraining learns from. */
    public Dataset rows(Dataset seen, Run run) {
        return window.over(seen, run);
    }

    /** Learns from rows as they are, contradictory ones left out; the threshold is set on the validation rows. */
    public Model apply(Dataset rows, Dataset validation, Run run) {
        return train.apply(new Sanitise().apply(rows).rows(), validation, run);
    }

    /**
     * Learns from the rows of a window; a fifth of them is held out, by chance, to set the threshold on.
     *
     * @throws IllegalArgumentException if the algorithm cannot learn from them
     */
    public Challenger challenger(Dataset rows, Run run) {
        Split.Parts parts = held(rows, HELD, run.child("held"));
        Model model = apply(parts.train(), parts.validation(), run.child("train"));
        return new Challenger(model, parts.train(), parts.validation());
    }

    /** A share of the rows put aside by chance, as the validation part. */
    static Split.Parts held(Dataset rows, double share, Run run) {
        return new Split(0.5, share).withGivenTest(rows, rows.slice(0, 0), run);
    }
}

package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Replays days: the champion scores the rows of a day; at its end the labels of an earlier day arrive. The newest days
 * with labels are held back: if retraining is due, a challenger is trained on a window of older rows, and the gate
 * compares it with the champion on those days. They join the training rows afterwards. Days without rows are not counted.
 *
 * @param labelDelay the delay of labels in days; 0 is the end of the same day
 * @param compareDays how many of the newest days with labels are held back to compare detectors on
 * @param canaries the most canaries: malicious rows from before the first day, never used for training, that the first
 *     detector detects
 */
public record DayByDay(Retrain retrain, Due due, Gate gate, int labelDelay, int compareDays, int canaries) {
    private static final double HELD = 0.2;
    private static final double SEALED = 0.25;

    public DayByDay {
        Require.atLeast("labelDelay", labelDelay, 0);
        Require.atLeast("compareDays", compareDays, 1);
        Require.atLeast("canaries", canaries, 0);
    }

    /** Labels of the day before, detectors compared on one day, up to a hundred canaries. */
    public DayByDay(Retrain retrain, Due due, Gate gate) {
        this(retrain, due, gate, 1, 1, Gate.CANARIES);
    }

    /** Splits the rows known before the first day: training, validation, and as the test part a quarter for canaries. */
    public static Split.Parts cut(Dataset known, Run run) {
        return new Split(SEALED, HELD).apply(known, run.child("known"));
    }

    /**
     * Replays all days.
     *
     * @param known the result of {@link #cut}
     * @param first the detector of the first day
     * @param days each with rows
     * @param told called after each day
     */
    public RetrainHistory apply(Split.Parts known, Model first, List<Dataset> days, Consumer<Day> told, Run run) {
        Replay walk = new Replay(this, known, first, days, run);
        List<Day> lived = new ArrayList<>();
        for (int d = 0; d < days.size(); d++) {
            Day day = walk.live(d);
            told.accept(day);
            lived.add(day);
        }
        return new RetrainHistory(lived, walk.canaries().size(), walk.seals());
    }

    /** The canaries: detected by the first detector, and never used for training. */
    Dataset canaries(Model first, Dataset rows, Run run) {
        return Gate.detected(first, rows).sample(canaries, run.rng());
    }
}

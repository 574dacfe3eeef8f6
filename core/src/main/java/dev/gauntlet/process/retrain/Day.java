package dev.gauntlet.process.retrain;

import dev.gauntlet.measure.Confusion;
import java.util.Optional;

/**
 * The events of one day: the detectors score its rows during the day, and training happens at its end.
 *
 * @param number 1, 2, 3 ...
 * @param from the first time of its rows, in seconds since 1970
 * @param rows the number of rows
 * @param retrained the results of the champion of the day
 * @param never the results of the first detector
 * @param score the population stability index of the champion's score against the rows it was calibrated on
 * @param moved the number of drifted features
 * @param drift whether this is drift
 * @param due why the detector was retrained; empty if it was not
 * @param outcome the outcome in words
 * @param learnt the number of training rows of the challenger; 0 if none was trained
 * @param contest the comparison of challenger and champion
 * @param opened the number of other challengers that were compared on some of the same rows before
 * @param champion the number of the detector that scores the next day: 0 is the first, plus one for each promotion
 */
public record Day(
        int number,
        double from,
        int rows,
        Confusion retrained,
        Confusion never,
        double score,
        int moved,
        boolean drift,
        Optional<String> due,
        String outcome,
        int learnt,
        Optional<ChallengerComparison> contest,
        int opened,
        int champion) {
    /** Whether this day's challenger replaced the champion. */
    public boolean promoted() {
        return contest.filter(c -> c.decision() == ChallengerComparison.Decision.PROMOTE)
                .isPresent();
    }
}

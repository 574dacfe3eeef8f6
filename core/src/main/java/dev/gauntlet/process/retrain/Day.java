package dev.gauntlet.process.retrain;

import dev.gauntlet.measure.Confusion;
import java.util.Optional;

/**
 * What happened on one day: the detectors score its rows during the day, and training happens at its end.
 *
 * @param number 1, 2, 3 ...
 * @param from the first time of its rows, in seconds since 1970
 * @param rows how many came
 * @param retrained what the champion of the day said of them
 * @param never what the first detector said of them
 * @param score the stability index of the champion's score against the rows it was calibrated on
 * @param moved how many features moved
 * @param drift whether that is drift
 * @param due why it was time to retrain; empty if it was not
 * @param outcome what came of it, in words
 * @param learnt how many rows the challenger learnt from; 0 if none was trained
 * @param contest the challenger beside the champion
 * @param opened how many other challengers the sealed rows had been opened for before
 * @param champion the number of the detector that judges the next day: 0 is the first, then one more at each promotion
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
        Optional<Contest> contest,
        int opened,
        int champion) {
    /** Whether this day's challenger replaced the champion. */
    public boolean promoted() {
        return contest.filter(c -> c.decision() == Contest.Decision.PROMOTE).isPresent();
    }
}

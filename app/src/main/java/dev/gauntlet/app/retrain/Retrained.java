package dev.gauntlet.app.retrain;

import dev.gauntlet.base.Plural;
import dev.gauntlet.process.retrain.Day;
import dev.gauntlet.process.retrain.Gate;
import dev.gauntlet.process.retrain.RetrainHistory;
import java.time.LocalDate;
import java.util.List;

/**
 * The result of day-by-day retraining: the data of the table, the report and {@code retrain.json}.
 *
 * @param data what it was tried on, in words
 * @param dated whether days are real ones; else they are blocks of rows
 * @param detector the algorithm with its parameters
 * @param window in the words of the command line, as is {@code due}
 * @param compareDays the newest days with labels, on which detectors are compared before any is trained on them
 * @param knownRows how many rows there were before the first day
 * @param command repeats the run in its folder
 * @param notes what a reader should know
 */
public record Retrained(
        String data,
        boolean simulated,
        boolean dated,
        long seed,
        String detector,
        String window,
        String due,
        Gate gate,
        int labelDelay,
        int compareDays,
        int knownRows,
        String dataDigest,
        String command,
        List<String> notes,
        RetrainHistory course) {
    private static final double DAY = 86_400;

    public Retrained {
        notes = List.copyOf(notes);
    }

    /** The word for a day. */
    public String unit() {
        return dated ? "day" : "block";
    }

    /** So many days, in words. */
    public String units(int count) {
        return Plural.format("%d %s[s]", count, unit());
    }

    /** Its date by UTC, or its number. */
    public String name(Day day) {
        return dated ? LocalDate.ofEpochDay((long) Math.floor(day.from() / DAY)).toString() : "block " + day.number();
    }
}

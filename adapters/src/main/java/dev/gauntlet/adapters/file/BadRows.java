package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Note;
import java.util.List;
import java.util.Locale;

/** Counts the rows of a file that cannot be read, and stores the first. */
final class BadRows {
    private final String file;
    private final double most;
    private int rejected;
    private String first = "";

    /**
     * Creates an empty count.
     *
     * @param most the share of the rows above which the file is refused
     */
    BadRows(String file, double most) {
        this.file = file;
        this.most = most;
    }

    /** Counts a row that is left out; {@code place} is its location. */
    void reject(String place, String reason) {
        if (rejected++ == 0) {
            first = place + ": " + reason;
        }
    }

    int rejected() {
        return rejected;
    }

    /**
     * The notes to report.
     *
     * @param read the number of rows that could be read
     * @throws InputException if they are too many
     */
    List<Note> report(int read) {
        if (rejected == 0) {
            return List.of();
        }
        refuse(rejected, read + rejected, first);
        return List.of(new Note(
                Note.Topic.ROWS,
                "%s: %s cannot be read and %s left out; the first is %s"
                        .formatted(file, share(rejected, read + rejected), rejected == 1 ? "is" : "are", first),
                "correct these lines of the file"));
    }

    /** Refuses a file with too many bad rows: rows that cannot be read, and rows with a value that does not fit. */
    void refuseFlaws(CellTable cells, int read) {
        int flawed = cells.flaws().size();
        if (flawed > 0) {
            refuse(rejected + flawed, read + rejected, rejected > 0 ? first : cells.firstFlaw());
        }
    }

    /** Refuses a file if too many of its rows are bad. */
    void refuse(int bad, int rows, String firstBad) {
        if (bad > most * rows) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s; in total %s %s bad, more than the %s %% that are allowed; fix them, or allow more with --max-bad",
                    firstBad,
                    share(bad, rows),
                    bad == 1 ? "is" : "are",
                    percent(100 * most)));
        }
    }

    /** A count out of a total, with the percentage. */
    static String share(int some, int rows) {
        return Plural.format("%,d of %,d row[s] (%s %%)", some, rows, percent(100.0 * some / Math.max(1, rows)));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share >= 1 || share == 0 ? "%.1f" : "%.2g", share);
    }
}

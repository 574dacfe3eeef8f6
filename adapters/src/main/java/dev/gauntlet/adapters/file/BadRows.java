package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Note;
import java.util.List;
import java.util.Locale;

/** The rows of a file that cannot be read: how many, and the first. */
final class BadRows {
    private final String file;
    private final double most;
    private int rejected;
    private String first = "";

    /**
     * None so far.
     *
     * @param most the share of the rows above which the file is refused
     */
    BadRows(String file, double most) {
        this.file = file;
        this.most = most;
    }

    /** Takes a row that is left out; {@code place} says where it is. */
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
     * @param read how many rows could be read
     * @throws InputException if they are too many
     */
    List<Note> report(int read) {
        if (rejected == 0) {
            return List.of();
        }
        refuse(rejected, read + rejected, first);
        return List.of(new Note(
                Note.Topic.ROWS,
                "%s: %s cannot be read and are left out; the first is %s"
                        .formatted(file, share(rejected, read + rejected), first),
                "correct these lines of the file"));
    }

    /** Refuses a file in which too many rows are bad, be it that they cannot be read or that a value does not fit. */
    void refuseFlaws(CellTable cells, int read) {
        int flawed = cells.flaws().size();
        if (flawed > 0) {
            refuse(rejected + flawed, read + rejected, rejected > 0 ? first : cells.firstFlaw());
        }
    }

    /** Refuses a file in which some rows are bad, if they are too many. */
    void refuse(int bad, int rows, String firstBad) {
        if (bad > most * rows) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s; in total %s are bad, more than the %s %% that are allowed; fix them, or allow more with --max-bad",
                    firstBad,
                    share(bad, rows),
                    percent(100 * most)));
        }
    }

    /** A count of a total, with the share. */
    static String share(int some, int rows) {
        return String.format(
                Locale.ROOT, "%,d of %,d rows (%s %%)", some, rows, percent(100.0 * some / Math.max(1, rows)));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share >= 1 || share == 0 ? "%.1f" : "%.2g", share);
    }
}

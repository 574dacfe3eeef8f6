package dev.gauntlet.app.report;

import dev.gauntlet.measure.Confusion;
import java.util.Locale;

/** How often a detector alarmed and was right, as a table of four. */
public record Counts(String title, String caught, String missed, String falseAlarms, String passed) {
    static Counts of(String title, Confusion confusion) {
        return new Counts(
                title,
                text(confusion.truePositives()),
                text(confusion.falseNegatives()),
                text(confusion.falsePositives()),
                text(confusion.trueNegatives()));
    }

    private static String text(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}

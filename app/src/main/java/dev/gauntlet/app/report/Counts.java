package dev.gauntlet.app.report;

import dev.gauntlet.measure.Confusion;
import java.util.Locale;

/** The confusion matrix. */
public record Counts(String title, String caught, String missed, String falseAlarms, String passed) {
    static Counts of(String title, Confusion confusion) {
        return new Counts(
                "%s: %s malicious and %s benign rows"
                        .formatted(
                                title,
                                text(confusion.truePositives() + confusion.falseNegatives()),
                                text(confusion.falsePositives() + confusion.trueNegatives())),
                text(confusion.truePositives()),
                text(confusion.falseNegatives()),
                text(confusion.falsePositives()),
                text(confusion.trueNegatives()));
    }

    private static String text(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}

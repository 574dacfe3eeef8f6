package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a defence costs when there is no attack. */
public final class Price {
    private Price() {}

    /** One sentence; empty where nothing was measured. */
    public static String of(Finding finding) {
        if (finding.price().isEmpty()) {
            return "";
        }
        List<String> changes = Stream.of(
                        text("recall", 2, change(finding, "recall")),
                        text("the false-positive rate", 3, change(finding, "falsePositiveRate")))
                .filter(text -> !text.isEmpty())
                .toList();
        return changes.isEmpty()
                ? "Without an attack the defence changes recall by less than 0.005 and the false-positive rate by less than"
                        + " 0.0005."
                : "Without an attack the defence changes " + String.join(" and ", changes) + ".";
    }

    private static double change(Finding finding, String figure) {
        return finding.price().getOrDefault(figure, Interval.exact(0)).value();
    }

    private static String text(String figure, int decimals, double change) {
        String number = String.format(Locale.ROOT, "%+." + decimals + "f", change);
        return number.matches("[+-][0.]+") ? "" : figure + " by " + number;
    }
}

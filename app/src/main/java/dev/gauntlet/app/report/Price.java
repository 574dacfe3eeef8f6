package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What a defence costs when there is no attack. */
public final class Price {
    private Price() {}

    /** One sentence; empty where nothing was measured. */
    public static String of(Assessment assessment, Finding finding) {
        OptionalDouble recall = assessment.change(finding, "recall");
        OptionalDouble alarms = assessment.change(finding, "falsePositiveRate");
        if (recall.isEmpty() && alarms.isEmpty()) {
            return "";
        }
        List<String> changes = Stream.of(text("recall", 2, recall), text("the false-positive rate", 3, alarms))
                .filter(text -> !text.isEmpty())
                .toList();
        return changes.isEmpty()
                ? "Without an attack the defence costs nothing."
                : "Without an attack the defence changes " + String.join(" and ", changes) + ".";
    }

    private static String text(String figure, int decimals, OptionalDouble change) {
        String number = String.format(Locale.ROOT, "%+." + decimals + "f", change.orElse(0));
        return number.matches("[+-][0.]+") ? "" : figure + " by " + number;
    }
}

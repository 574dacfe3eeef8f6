package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a defence costs a detector that nobody attacks. */
public final class Price {
    private Price() {}

    /** One sentence; empty where nothing was measured. */
    public static String of(Assessment assessment, Finding finding) {
        String changes = Stream.of(
                        text("recall", 2, assessment.change(finding, "recall")),
                        text("the false-positive rate", 3, assessment.change(finding, "falsePositiveRate")))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" and "));
        return changes.isEmpty() ? "" : "Without an attack it changes " + changes + ".";
    }

    private static String text(String figure, int decimals, OptionalDouble change) {
        if (change.isEmpty()) {
            return "";
        }
        String number = String.format(Locale.ROOT, "%+." + decimals + "f", change.getAsDouble());
        return number.matches("[+-][0.]+") ? figure + " not at all" : figure + " by " + number;
    }
}

package dev.gauntlet.process.retrain;

import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The comparison of a challenger with the champion on the same rows, each at its own operating point.
 *
 * @param champion its results on these rows
 * @param challenger its results on these rows
 * @param lostRecall the recall of the champion minus that of the challenger, with the interval of paired shares
 * @param addedFalseAlarms the false-positive rate of the challenger minus that of the champion, likewise
 * @param canaries the number of canaries
 * @param lost the canaries that the champion detects and the challenger does not
 * @param gained the canaries that the challenger detects and the champion does not
 * @param checks every condition, met or not
 */
public record ChallengerComparison(
        Confusion champion,
        Confusion challenger,
        Interval lostRecall,
        Interval addedFalseAlarms,
        int canaries,
        int lost,
        int gained,
        List<Check> checks) {
    /** One condition for a promotion. */
    public record Check(String name, boolean passed, String reason) {}

    /** The decision on the challenger. */
    public enum Decision {
        PROMOTE,
        KEEP
    }

    public ChallengerComparison {
        checks = List.copyOf(checks);
    }

    /** Promote if every condition is met, otherwise keep the champion. */
    public Decision decision() {
        return checks.stream().allMatch(Check::passed) ? Decision.PROMOTE : Decision.KEEP;
    }

    /** What a promotion would bring: both detectors on the same rows, with intervals. */
    public String brought() {
        return "recall %s -> %s, false-positive rate %s -> %s"
                .formatted(
                        text(champion.recall()),
                        text(challenger.recall()),
                        text(champion.falsePositiveRate()),
                        text(challenger.falsePositiveRate()));
    }

    private static String text(Interval share) {
        return String.format(Locale.ROOT, "%.3f [%.3f %.3f]", share.value(), share.low(), share.high());
    }

    /** Why, in words: the conditions that were not met, or that all were. */
    public String reason() {
        return decision() == Decision.PROMOTE
                ? "every condition is met"
                : checks.stream()
                        .filter(check -> !check.passed())
                        .map(Check::reason)
                        .collect(Collectors.joining("; "));
    }
}

package dev.gauntlet.process.retrain;

import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Paired;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The comparison of a challenger with the champion on the same rows, each at its own operating point.
 *
 * @param champion on the sealed rows
 * @param challenger on the sealed rows
 * @param recall the difference of recall, challenger minus champion, on malicious sealed rows
 * @param falsePositiveRate the difference of the false-positive rate, challenger minus champion, on benign sealed rows
 * @param canaries the number of canaries
 * @param lost the canaries that the champion detects and the challenger does not
 * @param gained the canaries that the challenger detects and the champion does not
 * @param checks every condition, met or not
 */
public record Contest(
        Confusion champion,
        Confusion challenger,
        Paired.Difference recall,
        Paired.Difference falsePositiveRate,
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

    public Contest {
        checks = List.copyOf(checks);
    }

    /** Promote if every condition is met, otherwise keep the champion. */
    public Decision decision() {
        return checks.stream().allMatch(Check::passed) ? Decision.PROMOTE : Decision.KEEP;
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

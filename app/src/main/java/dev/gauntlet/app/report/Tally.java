package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Finding;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results of several attacks. Findings of one attack with different defences count once, by the worst.
 *
 * @param counts attacks by mark; only marks that occur, the worst first
 */
public record Tally(Map<Mark, Integer> counts) {
    public Tally {
        Map<Mark, Integer> sorted = new EnumMap<>(Mark.class);
        sorted.putAll(counts);
        counts = Collections.unmodifiableMap(sorted);
    }

    static Tally of(List<Finding> findings) {
        Map<String, Mark> gravest = new TreeMap<>();
        findings.forEach(
                f -> gravest.merge(f.attack().id(), Mark.of(f.outcome()), (a, b) -> a.compareTo(b) < 0 ? a : b));
        Map<Mark, Integer> counts = new EnumMap<>(Mark.class);
        gravest.values().forEach(mark -> counts.merge(mark, 1, Integer::sum));
        return new Tally(counts);
    }

    public int count(Mark mark) {
        return counts.getOrDefault(mark, 0);
    }

    /** How many attacks there are. */
    public int size() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The worst mark that occurs. */
    public Mark mark() {
        return counts.keySet().stream().findFirst().orElse(Mark.UNTRIED);
    }

    /** For example {@code 3 Broken, 1 Held}. */
    public String text() {
        return counts.isEmpty()
                ? Mark.UNTRIED.word()
                : counts.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey().word())
                        .collect(Collectors.joining(", "));
    }

    /** For example {@code 3 of 4 Broken}: the worst mark and how often it occurs among those that were not skipped. */
    public String brief() {
        int run = size() - count(Mark.SKIPPED);
        return counts.isEmpty() || run == 0 ? text() : "%d of %d %s".formatted(count(mark()), run, mark().word());
    }
}

package dev.gauntlet.campaign;

import dev.gauntlet.defence.Defence;
import dev.gauntlet.process.Pipeline;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Defences that are used together, applied in order.
 *
 * @param name the name in findings; differs between two settings of one defence
 */
public record Guard(String name, List<Defence> defences) {
    public Guard {
        defences = List.copyOf(defences);
    }

    /** Defences named by their ids. */
    public static Guard of(List<Defence> defences) {
        return new Guard(ids(defences), defences);
    }

    /** One guard for each defence. */
    public static List<Guard> each(List<Defence> defences) {
        return named(defences.stream().map(defence -> of(List.of(defence))).toList());
    }

    /** The same guards; the names of those with equal names include their settings. */
    static List<Guard> named(List<Guard> guards) {
        return guards.stream()
                .map(guard -> guards.stream()
                                        .filter(other -> other.name.equals(guard.name))
                                        .count()
                                > 1
                        ? new Guard(guard.withSettings(), guard.defences)
                        : guard)
                .toList();
    }

    private static String ids(List<Defence> defences) {
        return defences.stream().map(Defence::id).collect(Collectors.joining("+"));
    }

    private String withSettings() {
        return defences.stream()
                .map(defence -> defence.id() + Card.settings(defence))
                .collect(Collectors.joining("+"));
    }

    /** The ids of the defences, without their settings. */
    String ids() {
        return ids(defences);
    }

    /** Whether one of them is meant for a family of attack. */
    public boolean isAgainst(String family) {
        return defences.stream().anyMatch(defence -> defence.against().contains(family));
    }

    /** The advice of the defences. */
    String advice() {
        return defences.stream().map(Defence::advice).collect(Collectors.joining(" "));
    }

    /**
     * The process with these defences.
     *
     * @throws IllegalArgumentException if they cannot be combined
     */
    public Pipeline pipeline() {
        Pipeline process = Pipeline.PLAIN;
        for (Defence defence : defences) {
            process = defence.guard(process);
        }
        return process;
    }
}

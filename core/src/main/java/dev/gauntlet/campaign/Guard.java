package dev.gauntlet.campaign;

import dev.gauntlet.defence.Defence;
import dev.gauntlet.process.Pipeline;
import java.util.List;
import java.util.Set;
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
                .map(defence -> defence.id() + AttackInfo.settings(defence))
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
     * Whether the certificate of a detector that was trained with these defences holds: one of them changes the training, and
     * none cleans the training rows. A cleaner looks at several rows, and so does a training around another one.
     */
    boolean certifies() {
        List<Set<Pipeline.Step>> each = defences.stream()
                .map(defence -> defence.guard(Pipeline.PLAIN).guarded())
                .toList();
        return each.stream()
                                .filter(steps -> steps.contains(Pipeline.Step.LEARNING))
                                .count()
                        == 1
                && each.stream().noneMatch(steps -> steps.contains(Pipeline.Step.CLEANING));
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

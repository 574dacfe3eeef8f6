package dev.gauntlet.campaign;

import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Policy;
import dev.gauntlet.threat.ThreatModel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything a campaign found: what the report, the tables and {@code findings.json} are made from.
 *
 * @param data what was assessed, in words
 * @param simulated whether the data are a simulation
 * @param facts counts and digests of data, parts and model, by name
 * @param clean figures of the clean detector on the test part, by name
 * @param tolerance damage beyond the null attacker's that is still called Held
 */
public record Assessment(
        String data,
        boolean simulated,
        long seed,
        Schema schema,
        SortedMap<String, String> facts,
        Confusion confusion,
        SortedMap<String, Interval> clean,
        List<Policy.Decision> decisions,
        ThreatModel threat,
        double tolerance,
        List<Finding> findings,
        List<String> notes) {
    public Assessment {
        decisions = List.copyOf(decisions);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /**
     * The most damaging finding of each family that broke the detector, worst first, at most {@code count}; of an attack
     * met by several defences the one against which the best of them stood.
     */
    public List<Finding> worst(int count) {
        return findings.stream()
                .filter(f -> f.outcome() == Finding.Outcome.BROKEN)
                .sorted(Comparator.comparingDouble((Finding f) -> -f.severity())
                        .thenComparing(f -> f.attack().id())
                        .thenComparing(f -> f.damage(Arm.Name.ADAPTIVE))
                        .thenComparing(f -> f.damage(Arm.Name.DEFENDED))
                        .thenComparing(Finding::id))
                .filter(distinct())
                .limit(count)
                .toList();
    }

    private static java.util.function.Predicate<Finding> distinct() {
        java.util.Set<String> seen = new java.util.HashSet<>();
        return f -> seen.add(f.attack().family());
    }

    /** The finding with an id. */
    public Optional<Finding> finding(String id) {
        return findings.stream().filter(f -> f.id().equals(id)).findFirst();
    }
}

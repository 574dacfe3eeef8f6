package dev.gauntlet.campaign;

import dev.gauntlet.data.Note;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.evaluate.Defect;
import dev.gauntlet.process.evaluate.Evaluation;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.ThreatModel;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Everything a campaign found: what the report, the tables and {@code findings.json} are made from.
 *
 * @param defects reasons why the detector is unusable even without attacks; reported first, whatever the attacks found
 * @param concerns all other problems of data and detector, worst first
 * @param data a description of the data
 * @param simulated whether the data are a simulation
 * @param facts counts and digests of data, parts and model, by name
 * @param clean metrics of the clean detector on the test part, by name
 * @param evaluation the evaluation of the clean detector
 * @param tolerance damage that still counts as Held
 */
public record Assessment(
        List<Defect> defects,
        List<Note> concerns,
        String data,
        boolean simulated,
        long seed,
        Schema schema,
        SortedMap<String, String> facts,
        Confusion confusion,
        SortedMap<String, Interval> clean,
        Evaluation evaluation,
        List<Policy.Decision> decisions,
        ThreatModel threat,
        double tolerance,
        List<Finding> findings,
        List<String> notes) {
    private static final String ASKING = "only asking";

    public Assessment {
        defects = List.copyOf(defects);
        concerns = List.copyOf(concerns);
        decisions = List.copyOf(decisions);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /**
     * What to fix first of what breaks the detector or its learner, at most {@code count} broken findings, each of another
     * family; attacks that only ask take at most one place. Of a family with a worst case that is broken, that is listed.
     *
     * <ol>
     *   <li>Findings with a defence worth its cost, the one that gains most first: the lower end of the damage that it
     *       prevents, against the best of the attackers that were tried, minus its cost without an attack.
     *   <li>The others, without advice, by the lower end of the damage.
     * </ol>
     */
    public List<Finding> worst(int count) {
        Set<String> seen = new HashSet<>();
        Set<String> combined = findings.stream()
                .filter(f -> f.outcome() == Finding.Outcome.BROKEN && f.attack().combines())
                .map(f -> f.attack().family())
                .collect(Collectors.toSet());
        return findings.stream()
                .filter(f -> f.outcome() == Finding.Outcome.BROKEN)
                .filter(f ->
                        f.attack().combines() || !combined.contains(f.attack().family()))
                .sorted(Comparator.comparing((Finding f) -> !f.paysOff())
                        .thenComparing(f -> kind(f).equals(ASKING))
                        .thenComparingDouble(f -> f.paysOff() ? -f.gain().orElse(0.0) : -Worth.severity(f))
                        .thenComparing(f -> f.attack().id())
                        .thenComparing(Finding::id))
                .filter(f -> seen.add(kind(f)))
                .limit(count)
                .toList();
    }

    /** The group of findings of which one is listed. */
    private static String kind(Finding finding) {
        AttackInfo attack = finding.attack();
        return attack.attackClass() == AttackClass.EXPLORATORY ? ASKING : attack.family();
    }

    /**
     * What the process around the detector leaves open, one finding for each attack: the one whose defence prevents most.
     */
    public List<Finding> open() {
        Set<String> seen = new HashSet<>();
        return findings.stream()
                .filter(f -> f.outcome() == Finding.Outcome.OPEN)
                .sorted(Comparator.comparingDouble((Finding f) -> -f.gain().orElse(0.0))
                        .thenComparing(f -> f.attack().id())
                        .thenComparing(Finding::id))
                .filter(f -> seen.add(f.attack().id()))
                .toList();
    }

    /** For how many attacks the outcomes of those on the detector are corrected; absent if none was tried. */
    public Optional<Integer> compared() {
        return findings.stream()
                .filter(f ->
                        f.attack().subject() != Subject.PROCESS && !f.arms().isEmpty())
                .map(f -> f.comparison().compared())
                .findFirst();
    }

    /** The finding with an id. */
    public Optional<Finding> finding(String id) {
        return findings.stream().filter(f -> f.id().equals(id)).findFirst();
    }
}

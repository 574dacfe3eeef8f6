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
import java.util.stream.Stream;

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
 * @param tolerance damage beyond the random attacker's that still counts as Held
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
    private static final String UNSIGNED = "without signatures";
    private static final String ASKING = "only asking";

    public Assessment {
        defects = List.copyOf(defects);
        concerns = List.copyOf(concerns);
        decisions = List.copyOf(decisions);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /**
     * What to fix first, at most {@code count} broken findings, each of another family.
     *
     * <ol>
     *   <li>Findings where a defence gains more than the tolerance, before those where none does.
     *   <li>Attacks that cause wrong verdicts, before attacks that only send queries; at most one of the latter.
     *   <li>The largest gain minus the price of the defence; if nothing is gained, the most severe break.
     * </ol>
     *
     * <p>Changes of the bundle or of verdicts succeed against every detector without signatures. They show little about
     * this one and take at most one place, the last.
     */
    public List<Finding> worst(int count) {
        Set<String> seen = new HashSet<>();
        List<Finding> ranked = findings.stream()
                .filter(f -> f.outcome() == Finding.Outcome.BROKEN)
                .sorted(order())
                .filter(f -> seen.add(kind(f)))
                .toList();
        List<Finding> unsigned =
                ranked.stream().filter(f -> kind(f).equals(UNSIGNED)).toList();
        return Stream.concat(
                        ranked.stream()
                                .filter(f -> !kind(f).equals(UNSIGNED))
                                .limit(Math.max(1, count - unsigned.size())),
                        unsigned.stream())
                .limit(count)
                .toList();
    }

    private Comparator<Finding> order() {
        return Comparator.comparing((Finding f) -> netGain(f) <= tolerance)
                .thenComparing(f -> kind(f).equals(ASKING))
                .thenComparingDouble(f -> netGain(f) > tolerance ? -netGain(f) : -f.severity())
                .thenComparing(f -> f.attack().id())
                .thenComparingDouble(f -> -netGain(f))
                .thenComparingDouble(f -> f.damage(Arm.Name.DEFENDED))
                .thenComparing(Finding::id);
    }

    /** The group of findings of which one is listed: the family, or one of two groups of families. */
    private static String kind(Finding finding) {
        Card attack = finding.attack();
        boolean unsigned = attack.attackClass() == AttackClass.OUTPUT_INTEGRITY
                || attack.family().equals("tampering");
        return unsigned ? UNSIGNED : attack.attackClass() == AttackClass.EXPLORATORY ? ASKING : attack.family();
    }

    /** How much less damage an attacker who knows the defence does, minus the cost of the defence without an attack. */
    private double netGain(Finding finding) {
        Optional<Arm> behind = finding.arm(Arm.Name.ADAPTIVE).or(() -> finding.arm(Arm.Name.DEFENDED));
        double gain = behind.map(
                        arm -> finding.damage(Arm.Name.ATTACKED) - arm.damage().value())
                .orElse(0.0);
        return gain + change(finding, "recall") - change(finding, "falsePositiveRate");
    }

    private static double change(Finding finding, String figure) {
        return finding.price().getOrDefault(figure, Interval.exact(0)).value();
    }

    /** The finding with an id. */
    public Optional<Finding> finding(String id) {
        return findings.stream().filter(f -> f.id().equals(id)).findFirst();
    }
}

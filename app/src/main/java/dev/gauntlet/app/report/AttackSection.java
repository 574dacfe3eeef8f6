package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.AttackInfo;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about one attack, with all defences against it.
 *
 * @param place its step, class and family, and what its findings are about
 * @param damage of the attacked arm, if it ran
 * @param ceiling the most that attackers can do, in words; empty if nothing is known of it
 * @param advice by defence, or by nothing where there was none
 * @param examples the first few changed rows
 * @param allExamples how many there are
 */
public record AttackSection(
        String id,
        String anchor,
        Mark mark,
        String place,
        AttackInfo card,
        List<String> needs,
        String measure,
        String reason,
        Optional<Value> damage,
        Optional<String> ceiling,
        List<Named> budget,
        Arms arms,
        Seeds seeds,
        List<Counts> counts,
        List<Chart> charts,
        List<Named> advice,
        List<ChangedRow> examples,
        int allExamples) {
    static String anchor(AttackInfo card) {
        return Words.anchor("attack", card.id());
    }

    /** One section for each attack, in the order of the process, then by family and name. */
    static List<AttackSection> all(Assessment assessment) {
        Map<String, List<Finding>> byAttack = new LinkedHashMap<>();
        assessment.findings().stream()
                .sorted(Comparator.comparing((Finding f) -> f.attack().phase())
                        .thenComparing(f -> f.attack().family())
                        .thenComparing(f -> f.attack().id())
                        .thenComparing(f -> f.arms().isEmpty())
                        .thenComparing(Finding::id))
                .forEach(f -> byAttack.computeIfAbsent(f.attack().id(), id -> new ArrayList<>())
                        .add(f));
        return byAttack.values().stream().map(f -> of(f, assessment)).toList();
    }

    private static AttackSection of(List<Finding> findings, Assessment assessment) {
        Finding first = findings.get(0);
        AttackInfo card = first.attack();
        List<Finding.Example> examples =
                findings.stream().flatMap(f -> f.examples().stream()).toList();
        return new AttackSection(
                card.id(),
                anchor(card),
                Tally.of(findings).mark(),
                "%s · %s · %s · about %s"
                        .formatted(
                                Words.phase(card.phase()),
                                Words.attackClass(card.attackClass()),
                                card.family(),
                                card.subject().text()),
                card,
                card.needs().stream().map(Requirement::text).toList(),
                first.measure(),
                first.reason(),
                first.arm(Arm.Name.ATTACKED).map(Arm::damage).map(Value::share),
                Ceiling.text(first, assessment.findings()),
                Adversary.budget(first.budget()),
                Arms.of(findings),
                Seeds.of(findings),
                counts(first, assessment.confusion()),
                Chart.all(findings),
                advice(findings),
                ChangedRow.first(examples, assessment.schema()),
                examples.size());
    }

    private static List<Counts> counts(Finding finding, Confusion clean) {
        Optional<Confusion> attacked = finding.arm(Arm.Name.ATTACKED).flatMap(Arm::confusion);
        if (attacked.isEmpty()) {
            return List.of();
        }
        Confusion before = finding.arm(Arm.Name.CLEAN).flatMap(Arm::confusion).orElse(clean);
        return List.of(Counts.of("Clean", before), Counts.of("Attacked", attacked.get()));
    }

    private static List<Named> advice(List<Finding> findings) {
        return findings.stream()
                .filter(f -> !f.advice().isEmpty())
                .map(f -> new Named(f.defence().orElse(""), f.advice()))
                .toList();
    }
}

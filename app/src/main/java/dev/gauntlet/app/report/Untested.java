package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.AttackInfo;
import dev.gauntlet.campaign.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What this assessment did not cover.
 *
 * @param refused attacks, alone or with a defence, that were skipped or failed, with the reason
 * @param leftOut attacks that the plan did not name
 * @param phases steps without any attack, tried or not
 * @param objectives of detectors that are not assessed
 */
public record Untested(List<Refused> refused, List<String> leftOut, List<String> phases, List<String> objectives) {
    /** An attack without a measurement. */
    public record Refused(String attack, Mark mark, String reason) {}

    public Untested {
        refused = List.copyOf(refused);
        leftOut = List.copyOf(leftOut);
        phases = List.copyOf(phases);
        objectives = List.copyOf(objectives);
    }

    static Untested of(Assessment assessment, List<AttackInfo> catalogue) {
        List<Finding> findings = assessment.findings();
        Set<String> tried = findings.stream().map(f -> f.attack().id()).collect(Collectors.toSet());
        Set<Phase> known =
                Tried.all(findings, catalogue).stream().map(Tried::phase).collect(Collectors.toSet());
        return new Untested(
                findings.stream()
                        .filter(f -> f.arms().isEmpty())
                        .map(f -> new Refused(f.id(), Mark.of(f.outcome()), f.reason()))
                        .toList(),
                catalogue.stream()
                        .map(AttackInfo::id)
                        .filter(id -> !tried.contains(id))
                        .toList(),
                Arrays.stream(Phase.values())
                        .filter(phase -> !known.contains(phase))
                        .map(Phase::id)
                        .toList(),
                Matrix.of(assessment.threat().goals().task(), List.of()).notAssessed());
    }
}

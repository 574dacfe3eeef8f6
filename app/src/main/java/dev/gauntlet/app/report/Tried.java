package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import dev.gauntlet.campaign.AttackInfo;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.threat.AttackClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One family of attack at one step and its result.
 *
 * @param findings none if the family was not tried
 */
public record Tried(Phase phase, String family, AttackClass attackClass, List<Finding> findings) {
    public Tried {
        findings = List.copyOf(findings);
    }

    /** Every family at every step, in the order of the process and then by name. */
    static List<Tried> all(List<Finding> findings, List<AttackInfo> catalogue) {
        List<Tried> all = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            Stream.concat(findings.stream().map(Finding::attack), catalogue.stream())
                    .filter(card -> card.phase() == phase)
                    .map(AttackInfo::family)
                    .distinct()
                    .sorted()
                    .forEach(family -> all.add(at(phase, family, findings, catalogue)));
        }
        return all;
    }

    private static Tried at(Phase phase, String family, List<Finding> findings, List<AttackInfo> catalogue) {
        List<Finding> here = findings.stream()
                .filter(f -> f.attack().phase() == phase && f.attack().family().equals(family))
                .toList();
        AttackClass attackClass = Stream.concat(here.stream().map(Finding::attack), catalogue.stream())
                .filter(card -> card.phase() == phase && card.family().equals(family))
                .map(AttackInfo::attackClass)
                .findFirst()
                .orElseThrow();
        return new Tried(phase, family, attackClass, here);
    }

    public Tally tally() {
        return Tally.of(findings);
    }

    public Mark mark() {
        return tally().mark();
    }

    /** The id of the first row of its findings. */
    public String anchor() {
        return Words.anchor("tried", phase.id() + "-" + family);
    }

    /** What a link to it points to. */
    public String target() {
        return findings.isEmpty() ? "untested" : anchor();
    }
}

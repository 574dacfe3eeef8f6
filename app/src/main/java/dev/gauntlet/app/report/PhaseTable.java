package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import dev.gauntlet.campaign.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The findings at one step, family by family. */
public record PhaseTable(String phase, String tally, List<FindingRow> rows) {
    public PhaseTable {
        rows = List.copyOf(rows);
    }

    /** One table for each step with findings. */
    static List<PhaseTable> all(List<Finding> findings) {
        List<PhaseTable> tables = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            List<Finding> here = findings.stream()
                    .filter(f -> f.attack().phase() == phase)
                    .sorted(Comparator.comparing((Finding f) -> f.attack().family())
                            .thenComparing(Finding::id))
                    .toList();
            if (!here.isEmpty()) {
                tables.add(new PhaseTable(Words.phase(phase), Tally.of(here).text(), rows(phase, here)));
            }
        }
        return tables;
    }

    private static List<FindingRow> rows(Phase phase, List<Finding> findings) {
        Set<String> seen = new HashSet<>();
        List<FindingRow> rows = new ArrayList<>();
        for (Finding finding : findings) {
            String family = finding.attack().family();
            rows.add(FindingRow.of(
                    finding,
                    seen.add(family)
                            ? Optional.of(
                                    new Tried(phase, family, finding.attack().attackClass(), findings).anchor())
                            : Optional.empty()));
        }
        return rows;
    }
}

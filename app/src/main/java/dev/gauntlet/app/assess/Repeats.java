package dev.gauntlet.app.assess;

import dev.gauntlet.campaign.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the same plan found under other seeds.
 *
 * @param seeds the one that is shown in detail, then the others
 * @param others the findings under each of the others
 */
record Repeats(List<Long> seeds, List<List<Finding>> others) {
    Repeats {
        seeds = List.copyOf(seeds);
        others = List.copyOf(others);
    }

    /** A finding with its counterparts, which have the same attack and defence. */
    Finding beside(Finding finding) {
        List<Long> found = new ArrayList<>(List.of(seeds.get(0)));
        List<Finding> same = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            Optional<Finding> other = counterpart(finding, others.get(i));
            if (other.isPresent()) {
                found.add(seeds.get(i + 1));
                same.add(other.get());
            }
        }
        return finding.repeated(found, same);
    }

    /** The same attack and defence; where one side never got to a defence, the same attack. */
    private static Optional<Finding> counterpart(Finding finding, List<Finding> others) {
        List<Finding> same = others.stream()
                .filter(other -> other.attack().id().equals(finding.attack().id()))
                .toList();
        return same.stream()
                .filter(other -> other.id().equals(finding.id()))
                .findFirst()
                .or(() -> same.stream()
                        .filter(other ->
                                finding.defence().isEmpty() || other.defence().isEmpty())
                        .findFirst());
    }
}

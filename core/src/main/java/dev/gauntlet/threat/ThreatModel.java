package dev.gauntlet.threat;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The assumed capabilities of the adversary.
 *
 * @param grants its capabilities, including what {@code access} lets it see
 * @param access how much the detector's answers show
 * @param goals what it wants of the detector
 */
public record ThreatModel(Set<Requirement> grants, Access access, Budget budget, Goals goals) {
    public ThreatModel {
        Set<Requirement> ordered = EnumSet.noneOf(Requirement.class);
        ordered.addAll(grants);
        for (Requirement sight : Requirement.values()) {
            if (sight.access().isPresent()) {
                boolean seen = grants.contains(Requirement.QUERY)
                        && access.shows(sight.access().get());
                ordered.remove(sight);
                ordered.addAll(seen ? Set.of(sight) : Set.of());
            }
        }
        grants = Collections.unmodifiableSet(ordered);
    }

    /** An adversary who wants malicious rows to pass, or benign ones to alarm. */
    public ThreatModel(Set<Requirement> grants, Access access, Budget budget) {
        this(grants, access, budget, Goals.DETECTION);
    }

    /** Every capability and full access, with the standard budget. */
    public static ThreatModel standard() {
        return new ThreatModel(EnumSet.allOf(Requirement.class), Access.PARAMETERS, Budget.standard());
    }

    public ThreatModel withBudget(Budget other) {
        return new ThreatModel(grants, access, other, goals);
    }

    public ThreatModel withGoals(Goals other) {
        return new ThreatModel(grants, access, budget, other);
    }

    /** How much an attack with these needs is shown: no more than it asks for, scores as sharp as they are granted. */
    public Access shown(Set<Requirement> needs) {
        Access asked = Arrays.stream(Requirement.values())
                .filter(needs::contains)
                .flatMap(need -> need.access().stream())
                .max(Access::compareTo)
                .orElse(Access.LABEL);
        return access.atMost(asked == Access.TOP_SCORE ? Access.MARGIN : asked);
    }

    /**
     * Why an attack with these needs cannot run, if so.
     *
     * @param data the needs that the data at hand satisfy
     */
    public Optional<String> refuses(Set<Requirement> needs, Set<Requirement> data) {
        for (Requirement need : Requirement.values()) {
            if (!needs.contains(need)) {
                continue;
            }
            if (need.ofData() && !data.contains(need)) {
                return Optional.of("the data have no " + need.text().replaceFirst("^a ", ""));
            }
            if (!grants.contains(need)) {
                return Optional.of("the threat model does not let the adversary " + need.text());
            }
        }
        return Optional.empty();
    }
}

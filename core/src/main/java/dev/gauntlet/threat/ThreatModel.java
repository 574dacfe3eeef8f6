package dev.gauntlet.threat;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the plan supposes of the adversary.
 *
 * @param grants the powers it has
 */
public record ThreatModel(Set<Need> grants, Budget budget) {
    public ThreatModel {
        Set<Need> ordered = EnumSet.noneOf(Need.class);
        ordered.addAll(grants);
        grants = Collections.unmodifiableSet(ordered);
    }

    /** Every power, the standard budget. */
    public static ThreatModel standard() {
        return new ThreatModel(EnumSet.allOf(Need.class), Budget.standard());
    }

    public ThreatModel withBudget(Budget other) {
        return new ThreatModel(grants, other);
    }

    /**
     * Why an attack with these needs cannot run, if so.
     *
     * @param data the needs that the data at hand satisfy
     */
    public Optional<String> refuses(Set<Need> needs, Set<Need> data) {
        for (Need need : Need.values()) {
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

package dev.gauntlet.app.plan;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.Goals;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the detector is for, and what its attackers want, as a plan states it.
 *
 * @param goal of attackers on a detector of kinds: {@link #BENIGN}, {@link #OTHER} or the name of a kind; absent for benign
 */
public record Aim(Objective objective, Optional<String> goal) {
    /** Kinds of malice are called benign. */
    public static final String BENIGN = "benign";
    /** Kinds of malice are taken for something else. */
    public static final String OTHER = "other";

    /** A detector that says whether a row is malicious. */
    public static final Aim DETECT = new Aim(Objective.DETECT, Optional.empty());

    /** What a detector is for. */
    public enum Objective {
        /** Whether a row is malicious. */
        DETECT,
        /** Which kind of malice it is. */
        KINDS,
        /** How unusual a row is, learnt without labels. */
        ANOMALIES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The objective of a name. */
        static Objective named(String name, String where) {
            List<String> names =
                    Arrays.stream(values()).map(Objective::toString).toList();
            if (!names.contains(name)) {
                throw new InputException("%s: there is no \"%s\"%s; there are %s"
                        .formatted(where, name, Problems.didYouMean(name, names), names));
            }
            return values()[names.indexOf(name)];
        }
    }

    /** The same with what is stated elsewhere, such as on a command line. */
    public Aim over(Optional<String> otherObjective, Optional<String> otherGoal) {
        return new Aim(
                otherObjective.map(name -> Objective.named(name, "--objective")).orElse(objective),
                otherGoal.or(() -> goal));
    }

    /**
     * The goals of attackers.
     *
     * @param rows whose label names a goal can name
     * @throws InputException if the rows have no such kind, or the objective no such goal
     */
    public Goals goals(Dataset rows) {
        if (objective != Objective.KINDS && goal.isPresent()) {
            throw new InputException(
                    "goal: an attacker can choose among kinds of malice only; state --objective kinds");
        }
        return switch (objective) {
            case DETECT -> Goals.DETECTION;
            case ANOMALIES -> Goals.ANOMALIES;
            case KINDS -> kinds(rows.labelNames());
        };
    }

    private Goals kinds(List<String> names) {
        List<String> kinds = names.subList(1, names.size());
        if (kinds.size() < 2) {
            throw new InputException(
                    "objective: the labels name one kind of malice only, %s; a detector of kinds needs two"
                            .formatted(kinds));
        }
        String wanted = goal.orElse(BENIGN);
        if (kinds.contains(wanted)) {
            return Goals.kind(names.indexOf(wanted));
        }
        if (wanted.equals(BENIGN)) {
            return Goals.BENIGN;
        }
        if (wanted.equals(OTHER)) {
            return Goals.OTHER_KIND;
        }
        throw new InputException("goal: there is no kind \"%s\"%s; there are %s, %s (for any other kind) and %s"
                .formatted(wanted, Problems.didYouMean(wanted, kinds), BENIGN, OTHER, kinds));
    }
}

package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The metrics that a trial measures in each arm in addition to the damage, by name. They are declared, so that a gate
 * on a metric that is not measured is refused before anything runs.
 *
 * @param byArm the names in each arm that runs
 */
public record Facts(Map<Arm.Name, SortedSet<String>> byArm) {
    /** The only metric that needs test rows with times. */
    public static final String ALERTS_PER_DAY = "alertsPerDay";

    /**
     * The area under success over cost, as a share: of changed inputs, what is reached and how cheaply. It is 1 if every
     * victim has reached the goal without a change.
     */
    public static final String AREA = "area";

    /** The share of a few victims, none of which evades as it is, that reach the goal if distance and cost are not limited. */
    public static final String UNBOUNDED = "unboundedSuccess";
    /** Victims of which some query reached the goal validly and was not offered. */
    public static final String OVERLOOKED = "overlooked";
    /** Victims of which a row that was found refutes what the search claims to prove. */
    public static final String REFUTED = "refutedProofs";
    /** The share of the gradients that were 0 everywhere. */
    public static final String FLAT = "flatGradients";
    /** The share of victims whose score differs when they are asked again. */
    public static final String UNSTABLE = "unstableScores";

    private static final List<String> COUNTED =
            List.of("recall", "falsePositiveRate", "balancedAccuracy", ALERTS_PER_DAY);

    public Facts {
        Map<Arm.Name, SortedSet<String>> copy = new TreeMap<>();
        byArm.forEach((arm, names) -> copy.put(arm, Collections.unmodifiableSortedSet(new TreeSet<>(names))));
        byArm = Collections.unmodifiableMap(copy);
    }

    /** No arms. */
    public static Facts none() {
        return new Facts(Map.of());
    }

    /** The same with another arm, which has these metrics. */
    Facts with(Arm.Name arm, String... names) {
        return and(new Facts(Map.of(arm, new TreeSet<>(Arrays.asList(names)))));
    }

    /** The same with other arms, which have these metrics. */
    Facts with(Set<Arm.Name> arms, String... names) {
        Facts all = this;
        for (Arm.Name arm : arms) {
            all = all.with(arm, names);
        }
        return all;
    }

    /**
     * The same with other arms, which have the metrics of a confusion matrix, as added by {@link Lab#counted}, and
     * these.
     */
    Facts counted(Set<Arm.Name> arms, String... names) {
        return with(arms, names).with(arms, COUNTED.toArray(String[]::new));
    }

    /** The arms and metrics of both. */
    public Facts and(Facts other) {
        Map<Arm.Name, SortedSet<String>> all = new TreeMap<>();
        byArm.forEach((arm, names) -> all.put(arm, new TreeSet<>(names)));
        other.byArm.forEach((arm, names) -> all.merge(arm, names, Facts::union));
        return new Facts(all);
    }

    private static SortedSet<String> union(SortedSet<String> a, SortedSet<String> b) {
        SortedSet<String> both = new TreeSet<>(a);
        both.addAll(b);
        return both;
    }
}

package dev.gauntlet.campaign;

import dev.gauntlet.Phase;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Taxonomy;
import java.util.List;
import java.util.Optional;

/**
 * What became of one attack, with and without one defence.
 *
 * @param id the attack's id, and the defence's behind a plus sign where there is one
 * @param measure what the damage counts, in words
 * @param reason why it was skipped or failed, or what to note; may be empty
 * @param adapted whether the adaptive attacker used what it knew; if not it was merely run again
 * @param arms in the order of {@link Arm.Name}, those that ran
 * @param curve damage of the attacked arm at growing strength
 * @param examples changed rows; empty where the attack changes none
 * @param advice what to do about it
 */
public record Finding(
        String id,
        String attack,
        Optional<String> defence,
        String family,
        Phase phase,
        AttackClass attackClass,
        Outcome outcome,
        String reason,
        String measure,
        boolean adapted,
        Budget budget,
        List<Arm> arms,
        List<Point> curve,
        List<Example> examples,
        Taxonomy taxonomy,
        String summary,
        String source,
        String advice) {
    /** How an attack ended. */
    public enum Outcome {
        /** The damage beyond the null attacker's exceeds the tolerance with 95 % confidence. */
        BROKEN,
        HELD,
        /** The threat model or the data do not allow it. */
        SKIPPED,
        /** Something went wrong inside. */
        FAILED
    }

    /** Damage at a share of the full budget. */
    public record Point(double strength, Interval damage) {}

    /**
     * A row before and after.
     *
     * @param row its id
     * @param before values in the schema's order
     * @param probabilityBefore of malice
     * @param probabilityAfter of malice
     */
    public record Example(
            long row,
            List<Double> before,
            List<Double> after,
            double probabilityBefore,
            double probabilityAfter,
            double cost,
            int queries) {
        public Example {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    public Finding {
        arms = List.copyOf(arms);
        curve = List.copyOf(curve);
        examples = List.copyOf(examples);
    }

    /** The same finding with another outcome and reason. */
    public Finding withOutcome(Outcome other, String why) {
        return new Finding(
                id,
                attack,
                defence,
                family,
                phase,
                attackClass,
                other,
                why,
                measure,
                adapted,
                budget,
                arms,
                curve,
                examples,
                taxonomy,
                summary,
                source,
                advice);
    }

    /** The same finding with a curve and examples. */
    public Finding withDetail(List<Point> points, List<Example> rows) {
        return new Finding(
                id,
                attack,
                defence,
                family,
                phase,
                attackClass,
                outcome,
                reason,
                measure,
                adapted,
                budget,
                arms,
                points,
                rows,
                taxonomy,
                summary,
                source,
                advice);
    }

    public Optional<Arm> arm(Arm.Name name) {
        return arms.stream().filter(arm -> arm.name() == name).findFirst();
    }

    /** The damage of an arm beyond the null attacker's. */
    public Optional<Interval> excess(Arm.Name name) {
        return arm(name)
                .map(arm -> arm(Arm.Name.NULL)
                        .map(none -> arm.damage().minus(none.damage()))
                        .orElse(arm.damage()));
    }

    /** How the detector stands under an arm: broken if the lower end of the excess is above the tolerance. */
    public Optional<Outcome> outcome(Arm.Name name, double tolerance) {
        return excess(name).map(excess -> excess.low() > tolerance ? Outcome.BROKEN : Outcome.HELD);
    }
}

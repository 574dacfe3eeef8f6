package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.threat.Budget;
import java.util.List;
import java.util.Optional;

/**
 * One attack in one laboratory. Each arm can be run alone, concurrently with others, and in another process. What
 * several arms need is computed on first use.
 */
public interface Experiment {
    /** Why the attack cannot be tried here; empty if it can. */
    default Optional<String> unfit() {
        return Optional.empty();
    }

    /** Why it cannot be tried on a process with these defences; empty if it can. */
    default Optional<String> unfit(Pipeline met) {
        return Optional.empty();
    }

    /**
     * Computes what several arms with an attacker need, so that concurrent arms do not each compute it.
     *
     * @param plain the process without defences
     */
    default void prepare(Built plain) {}

    /**
     * Runs one arm.
     *
     * @param met the process that is attacked
     * @param believed the process that the attacker prepares for: the one without defences or, if the attacker knows
     *     the defences, the one that is attacked
     */
    Arm arm(Arm.Name name, Who who, Built met, Built believed);

    /**
     * The arm of a random attacker with the queries of several attacks, beside the worst case of a family; called only for
     * families whose attackers see when they succeed.
     *
     * @param times how many times the queries of the budget
     */
    default Arm random(Arm.Name name, Built met, int times) {
        throw new UnsupportedOperationException("this family has no worst case for each victim");
    }

    /**
     * The damage of the attacked arm at another budget; called only for trials with {@link Trial#hasStrengthCurve()}.
     */
    default Interval damage(Budget budget) {
        throw new UnsupportedOperationException("this trial has no curve over the strength of the attack");
    }

    /** What the attacked arm tells of smaller budgets; may be empty. That over its strength has a point wherever it rises. */
    default List<Curve> curves() {
        return List.of();
    }

    /**
     * A bound on the damage of every attack of this family on a process with defences, which is proven and not measured; absent
     * if nothing is proven.
     *
     * @param met its detector may give a certificate
     */
    default Optional<Curve> proven(Built met) {
        return Optional.empty();
    }

    /** Examples of changed rows of the attacked arm; may be empty. */
    default List<Finding.Example> examples() {
        return List.of();
    }
}

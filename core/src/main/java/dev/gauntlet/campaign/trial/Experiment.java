package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import java.util.List;
import java.util.Optional;

/** One attack on one laboratory: its arms, each of which can be run by itself. Arms may run at the same time. */
public interface Experiment {
    /** Why the attack cannot be tried here; empty if it can. */
    default Optional<String> unfit() {
        return Optional.empty();
    }

    /** Why it cannot be tried on a process with defences; empty if it can. */
    default Optional<String> unfit(Built met) {
        return Optional.empty();
    }

    /**
     * Runs one arm.
     *
     * @param met the process that is attacked
     * @param believed the process that the attacker prepares for: the one without defences or, if the attacker knows
     *     the defences, the one that is attacked
     */
    Arm arm(Arm.Name name, Who who, Built met, Built believed);

    /**
     * The damage of the attacked arm at growing strength; may be empty.
     *
     * @param strengths shares of the row and distance budget to run it at
     */
    default List<Finding.Curve> curves(List<Double> strengths) {
        return List.of();
    }

    /** Examples of changed rows; may be empty. */
    default List<Finding.Example> examples() {
        return List.of();
    }
}

package dev.gauntlet.campaign.trial;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.defence.Defence;
import java.util.List;
import java.util.Optional;

/** The experiment on one attack: the arms without a defence once, and further arms for each defence. */
public interface Trial {
    /** What the damage counts, in words. */
    String measure();

    /** Why the attack cannot be tried here after all; empty if it can. */
    default Optional<String> unfit() {
        return Optional.empty();
    }

    /** The arms clean (where the damage means something without an attacker), null and attacked. */
    List<Arm> undefended();

    /** The arms defended-clean, defended and adaptive; empty if this defence is not for this attack. */
    List<Arm> defended(Defence defence);

    /**
     * How the damage of the attacked arm grows; may be empty.
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

package dev.gauntlet.campaign;

import dev.gauntlet.attack.Attack;
import java.util.Locale;
import java.util.Optional;

/**
 * One arm of an attack: the unit of work that is computed, stored and passed to other processes. Its result depends
 * only on the cell, the laboratory and the seed.
 *
 * @param guard the defences; absent in the arms without a defence
 * @param strength the share of the row and distance budget; below 1 only in the curve of the attacked arm
 * @param repetition which of the repetitions with randomness of their own, from 0
 * @param times how many times the queries of the budget the attacker has; above 1 only for the random attacker beside the
 *     worst case of a family
 */
public record Cell(Attack attack, Optional<Guard> guard, Arm.Name arm, double strength, int repetition, int times) {
    /** An arm with the full budget. */
    Cell(Attack attack, Optional<Guard> guard, Arm.Name arm, int repetition) {
        this(attack, guard, arm, 1, repetition, 1);
    }

    /** Whether it is a point of a curve. */
    boolean isOfCurve() {
        return strength != 1;
    }

    /** A readable name, for example {@code label-flip+leak-check, adaptive}. */
    public String text() {
        String met = guard.map(defences -> "+" + defences.name()).orElse("");
        String part = isOfCurve() ? String.format(Locale.ROOT, " at strength %s", strength) : "";
        String again = repetition > 0 ? ", repetition " + (repetition + 1) : "";
        String many = times > 1 ? " with the queries of " + times + " attacks" : "";
        return attack.id() + met + ", " + arm.id() + part + many + again;
    }
}

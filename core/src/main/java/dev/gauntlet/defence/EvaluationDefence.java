package dev.gauntlet.defence;

import dev.gauntlet.process.Split;
import dev.gauntlet.threat.Knowledge;
import java.util.Optional;

/** A guard of the rows a model is evaluated on. */
public non-sealed interface EvaluationDefence extends Defence {
    /**
     * What an attacker who knows the guard stays under, if there is such a thing; against a seal the attacker acts
     * earlier instead.
     */
    default Optional<Knowledge.Limit> known() {
        return Optional.empty();
    }

    /** The seal of parts as they should be. */
    String seal(Split.Parts parts);

    /** Whether parts are still those that were sealed. */
    boolean intact(Split.Parts parts, String seal);
}

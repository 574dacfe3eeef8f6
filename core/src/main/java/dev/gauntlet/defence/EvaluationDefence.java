package dev.gauntlet.defence;

import dev.gauntlet.process.Split;

/** A guard of the rows a model is judged by. */
public non-sealed interface EvaluationDefence extends Defence {
    /** The seal of parts as they should be. */
    String seal(Split.Parts parts);

    /** Whether parts are still those that were sealed. */
    boolean intact(Split.Parts parts, String seal);
}

package dev.gauntlet.process;

import dev.gauntlet.threat.Knowledge;
import java.util.List;

/** A guard of the rows a model is evaluated on. */
public interface EvaluationCheck {
    /** What an attacker who knows the check knows of it; empty for a seal, because such an attacker acts before it. */
    default List<Knowledge> known() {
        return List.of();
    }

    /** The seal of parts as they should be. */
    String seal(Split.Parts parts);

    /** Whether parts are still those that were sealed. */
    boolean intact(Split.Parts parts, String seal);
}

package dev.gauntlet.process;

import dev.gauntlet.base.Run;
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

    /**
     * Whether parts are still those that were sealed.
     *
     * @param run of what is computed once, such as nearest rows
     */
    boolean intact(Split.Parts parts, String seal, Run run);
}

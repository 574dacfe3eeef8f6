package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;
import java.util.List;
import java.util.Optional;

/** An attack with changed inputs: evasion, which hides what is malicious, or flooding, which makes harmless rows stand out. */
public interface InputAttack extends Attack {
    /** Whether it floods rather than evades: harmless rows alarm, or a quantity is moved up. */
    default boolean wantsAlarm() {
        return false;
    }

    /** Why it can do nothing against a detector of this form; empty if it can. */
    default Optional<String> unfit(Model model) {
        return Optional.empty();
    }

    /**
     * Starts one search per victim; the engine steps them together.
     *
     * @param victims the rows the attacker starts from, with what is true of them
     * @param oracle for queries before the search; victim i is row i
     */
    List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run);

    @Override
    default Phase phase() {
        return Phase.INFER;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.INTEGRITY;
    }

    @Override
    default String family() {
        return wantsAlarm() ? "flooding" : "evasion";
    }
}

package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.search.actions.ActionClaims;
import dev.gauntlet.search.actions.Actions;
import dev.gauntlet.search.actions.Edits;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Oracle;
import java.util.List;

/**
 * Evasion by what an attacker does to its traffic or site, before features are extracted. Its limits are actions, and no distance of
 * features.
 */
public interface ActionAttack extends Attack {
    /** The most that may be done to one record. */
    Actions.Limits limits();

    /**
     * Starts one search per victim; the engine steps them together.
     *
     * @param victims what can be done to each
     * @param oracle victim i is row i
     */
    List<? extends ActionClaims> pursue(List<? extends Edits> victims, Oracle oracle, AttackerContext grant, Run run);

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
        return "evasion";
    }
}

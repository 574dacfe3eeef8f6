package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;

/** An attack on the data a model is judged by, so that a bad model is accepted. */
public interface EvaluationAttack extends Attack {
    /**
     * Returns the parts with training or test rows changed.
     *
     * @param candidate the model whose acceptance is wanted
     */
    Split.Parts tamper(Split.Parts parts, Model candidate, AttackerContext grant, Run run);

    @Override
    default Phase phase() {
        return Phase.EVALUATE;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.CAUSATIVE;
    }

    @Override
    default String family() {
        return "evaluation";
    }
}

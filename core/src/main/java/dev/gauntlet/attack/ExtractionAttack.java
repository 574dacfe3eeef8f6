package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Oracle;
import java.util.Optional;

/** Extraction: a copy of the detector, from its answers. */
public interface ExtractionAttack extends Attack {
    /** How many queries it may send: ten for each that an attack on inputs has per victim. */
    static int questions(Budget budget) {
        return 10 * budget.queries();
    }

    /** Returns a copy, or nothing if the answers did not suffice. */
    Optional<Model> extract(Oracle oracle, AttackerContext grant, Run run);

    @Override
    default Phase phase() {
        return Phase.INFER;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.EXPLORATORY;
    }

    @Override
    default String family() {
        return "extraction";
    }
}

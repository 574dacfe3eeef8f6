package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Requirement;

/** An attack on the training set: direct poisoning. */
public interface PoisoningAttack extends Attack {
    /**
     * Returns the training set the victim will be trained on: rows may be relabelled in place or added at the end; the
     * trial counts both against the budget and drops invalid rows.
     */
    Dataset poison(Dataset train, AttackerContext grant, Run run);

    /**
     * What the attacker does to its own malicious rows once the poisoned detector is in use; a backdoor stamps its
     * trigger here.
     *
     * @param train the clean training set, from which a trigger is chosen in the same way as in {@link #poison}
     */
    default Dataset trigger(Dataset victims, Dataset train, AttackerContext grant, Run run) {
        return victims;
    }

    /**
     * The training set with as many rows added as by {@link #poison}, made of the same rows and labelled alike, but without the
     * trigger: what the added rows do by themselves. Called only for attacks that change inputs.
     */
    default Dataset decoys(Dataset train, AttackerContext grant, Run run) {
        return train;
    }

    @Override
    default Phase phase() {
        return needs().contains(Requirement.LABELS) ? Phase.LABEL : Phase.TRAIN;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.CAUSATIVE;
    }

    @Override
    default String family() {
        return needs().contains(Requirement.LABELS) ? "labels" : "poisoning";
    }
}

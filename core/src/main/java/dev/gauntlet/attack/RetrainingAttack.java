package dev.gauntlet.attack;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.AttackerContext;

/** An attack that works on the detector bit by bit through its retrainings. */
public interface RetrainingAttack extends Attack {
    /**
     * Returns the rows the attacker adds to the next round; the process labels them benign, like everything nobody
     * reports.
     *
     * @param round 0, 1, 2 ...
     * @param rounds how many there will be
     * @param own the attacker's copy of training data; the budget is a share of its rows
     */
    Rows submit(int round, int rounds, Dataset own, AttackerContext grant, Run run);

    @Override
    default Phase phase() {
        return Phase.RETRAIN;
    }

    @Override
    default AttackClass attackClass() {
        return AttackClass.CAUSATIVE;
    }

    @Override
    default String family() {
        return "retraining";
    }
}

package dev.gauntlet.campaign.trial;

import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Oracle;
import java.util.Optional;

/** Oracles for attacks that have one asker and no victims. */
final class Keyhole {
    private Keyhole() {}

    /** An oracle that shows probabilities of malice, guarded or not, and answers so many questions. */
    static Oracle of(Model model, Oracle.Access access, Optional<QueryDefence> guard, int questions) {
        Oracle.Guard open = (probabilities, asked) -> probabilities;
        // A guard that rounds would move decisions taken on rounded scores; labels are decided before it.
        Oracle.Target target = access == Oracle.Access.LABEL ? rows -> decided(model, rows) : model::probability;
        double cut = access == Oracle.Access.LABEL ? 0.5 : model.probability(model.threshold());
        return new Oracle(target, cut, access, guard.map(QueryDefence::guard).orElse(open), questions, 1);
    }

    private static double[] decided(Model model, Rows rows) {
        boolean[] alarms = model.alarms(rows);
        double[] labels = new double[alarms.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = alarms[i] ? 1 : 0;
        }
        return labels;
    }
}

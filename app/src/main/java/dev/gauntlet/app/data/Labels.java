package dev.gauntlet.app.data;

import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.ReadingRules;
import dev.gauntlet.process.Label;
import java.util.Collection;
import java.util.Set;

/** The label step of a plan. */
final class Labels {
    private Labels() {}

    /** What the texts of a column mean, as the plan reads them. */
    static Label of(Plan plan, String column, Collection<String> benign) {
        ReadingRules rules = plan.table().reading();
        return new Label(column, Set.copyOf(benign), Set.copyOf(rules.unlabelled()), rules.exactLabels());
    }
}

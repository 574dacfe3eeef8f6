package dev.gauntlet.defence;

import dev.gauntlet.data.Records;
import dev.gauntlet.threat.Knowledge;
import java.util.Set;

/**
 * A rule on which raw records may be used for training as benign, fitted to benign ones collected before any attack.
 * Records known to be malicious are always used.
 */
public non-sealed interface RecordDefence extends Defence {
    /** The rule that suits such records. */
    Rule fitted(Records clean);

    /** The rule as it is enforced. */
    interface Rule {
        /** The ids of the records admitted. */
        Set<Long> admitted(Records records);

        /** What an attacker who knows the rule stays under. */
        Knowledge.Limit known();
    }
}

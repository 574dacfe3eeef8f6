package dev.gauntlet.defence;

import dev.gauntlet.data.Records;
import dev.gauntlet.threat.Knowledge;
import java.util.Set;

/**
 * A rule on which raw records may be learnt from as harmless, fitted to harmless ones collected before any attack. Those
 * known as malicious are always learnt from.
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

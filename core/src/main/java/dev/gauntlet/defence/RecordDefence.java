package dev.gauntlet.defence;

import dev.gauntlet.data.Records;
import dev.gauntlet.threat.Knowledge;
import java.util.Set;

/** A rule on which raw records may be learnt from. */
public non-sealed interface RecordDefence extends Defence {
    /** The ids of the records admitted. */
    Set<Long> admitted(Records records);

    /** What an attacker who knows the rule stays under. */
    Knowledge.Limit known();
}

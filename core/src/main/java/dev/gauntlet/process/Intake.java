package dev.gauntlet.process;

import dev.gauntlet.data.Records;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Set;

/**
 * A rule on which raw records may be learnt from as benign. Those known as malicious are always learnt from.
 */
public interface Intake {
    /** The rule that suits benign records collected before any attack. */
    Admission fitted(Records clean);

    /** The rule as it is enforced. */
    interface Admission {
        /** The ids of the records admitted. */
        Set<Long> admitted(Records records);

        /** What an attacker who knows the rule knows of it. */
        List<Knowledge> known();
    }
}

package dev.gauntlet.process;

import dev.gauntlet.data.Records;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Set;

/** A rule on which raw records may be used for training as benign ones. Known malicious records are always used. */
public interface Intake {
    /** Fits the rule to benign records collected before any attack. */
    Admission fitted(Records clean);

    /** The fitted rule. */
    interface Admission {
        /** The ids of the records admitted. */
        Set<Long> admitted(Records records);

        /** What an attacker who knows the rule knows of it. */
        List<Knowledge> known();
    }
}

package dev.gauntlet.app.run;

import java.util.List;
import java.util.Optional;

/**
 * What a model said of one row.
 *
 * @param row its id
 * @param kind the name of the class that goes with the verdict: of an alarm the likeliest malicious one; empty where the model tells none apart
 * @param score the malice, or the quantity
 * @param probability of malice; NaN where the score stands for none
 * @param shares the features that contributed most, largest first; absent where the row is not explained
 */
record Judged(
        long row, boolean malicious, String kind, double score, double probability, Optional<List<Share>> shares) {
    /** What one feature contributed, in the unit of the score's margin. */
    record Share(String feature, double contribution) {}
}

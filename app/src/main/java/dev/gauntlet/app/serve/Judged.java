package dev.gauntlet.app.serve;

import java.util.List;
import java.util.Optional;

/**
 * The result of a model for one row.
 *
 * @param row its id
 * @param kind the name of the class that goes with the verdict: of an alarm the most likely malicious one; empty for a
 *     model without kinds
 * @param score the malice score, or the quantity
 * @param probability of the malicious class; NaN where the score stands for none
 * @param shares the features that contributed most, largest first; absent where the row is not explained
 */
record Judged(
        long row, boolean malicious, String kind, double score, double probability, Optional<List<Share>> shares) {
    /** What one feature contributed, in the unit of the score's margin. */
    record Share(String feature, double contribution) {}
}

package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Require;

/**
 * Test rows that never reach the detector, because their records could not be turned into rows. Malicious ones count as
 * missed: a detector raises no alarm on rows that it cannot read.
 *
 * @param malicious their number
 * @param benign their number; they are neither false positives nor true negatives
 */
public record Unjudged(int malicious, int benign) {
    /** Every test row was judged. */
    public static final Unjudged NONE = new Unjudged(0, 0);

    public Unjudged {
        Require.that(malicious >= 0 && benign >= 0, "counts of unjudged rows must not be negative");
    }

    public int all() {
        return malicious + benign;
    }
}

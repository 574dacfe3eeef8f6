package dev.gauntlet.model;

import dev.gauntlet.data.Rows;

/** A kernel whose verdict on a row provably does not change when a few training rows do. */
public interface Certified {
    /**
     * The certificate of each row: how many training rows can be inserted, removed or relabelled without a change of its
     * verdict. It holds for the detector as it was trained, and only if nothing before the training decided on a training row
     * by looking at others.
     *
     * @param rows encoded
     * @param threshold the malice score at or above which a row is called malicious
     */
    int[] tolerates(Rows rows, double threshold);
}

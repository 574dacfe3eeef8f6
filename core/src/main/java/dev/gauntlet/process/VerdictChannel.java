package dev.gauntlet.process;

/** How verdicts travel from the detector to the analyst. */
public interface VerdictChannel {
    /** The stream as the detector sends it. */
    Verdicts seal(Verdicts stream, byte[] key);

    /** Whether what arrived is what was sent, all of it and in order. */
    boolean intact(Verdicts arrived, byte[] key);
}

package dev.gauntlet.process;

/** The channel by which verdicts reach the analyst. */
public interface VerdictChannel {
    /** The stream as the detector sends it. */
    Verdicts seal(Verdicts stream, byte[] key);

    /** Whether the received stream is the sent one, complete and in order. */
    boolean intact(Verdicts arrived, byte[] key);
}

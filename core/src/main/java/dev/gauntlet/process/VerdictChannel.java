package dev.gauntlet.process;

/** The channel by which verdicts reach the analyst. */
public interface VerdictChannel {
    /** The stream of a session as the detector sends it. */
    Verdicts seal(Verdicts stream, VerdictSession session, byte[] key);

    /**
     * Whether the received stream is the one sent in a session, complete and in order.
     *
     * @param expected the session that the receiver knows to be open
     */
    boolean intact(Verdicts arrived, VerdictSession expected, byte[] key);
}

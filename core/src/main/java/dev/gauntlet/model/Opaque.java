package dev.gauntlet.model;

/**
 * A detector that can only be asked: what it has learnt is elsewhere. Nobody here can change it or train another like it;
 * its {@link #parameters} only tell it from others.
 */
public interface Opaque extends Kernel {
    /** Whether an answer says how malicious a row looks, rather than only whether it is malicious. */
    boolean showsScores();
}

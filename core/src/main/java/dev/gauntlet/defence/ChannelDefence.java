package dev.gauntlet.defence;

import dev.gauntlet.process.Verdicts;

/** A guard of the verdict stream. */
public non-sealed interface ChannelDefence extends Defence {
    /** The stream as the detector sends it. */
    Verdicts seal(Verdicts stream, byte[] key);

    /** Whether what arrived is what was sent, all of it and in order. */
    boolean intact(Verdicts arrived, byte[] key);
}

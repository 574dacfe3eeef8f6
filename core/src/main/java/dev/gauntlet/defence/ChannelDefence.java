package dev.gauntlet.defence;

import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.VerdictChannel;

/** A guard of the verdict stream. */
public interface ChannelDefence extends Defence, VerdictChannel {
    @Override
    default Pipeline guard(Pipeline process) {
        return process.withChannel(this);
    }
}

package dev.gauntlet.defence;

import dev.gauntlet.process.Cleaner;
import dev.gauntlet.process.Pipeline;

/** A filter on training rows. */
public interface DataDefence extends Defence, Cleaner {
    @Override
    default Pipeline guard(Pipeline process) {
        return process.withCleaner(this);
    }
}

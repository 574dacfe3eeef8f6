package dev.gauntlet.defence;

import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.Screening;

/** Something between the detector and those who query it. */
public interface QueryDefence extends Defence, Screening {
    @Override
    default Pipeline guard(Pipeline process) {
        return process.withScreen(this);
    }
}

package dev.gauntlet.data;

import dev.gauntlet.base.Run;

/** Where raw records come from. */
public interface Source {
    /** Reads everything; {@code run} is drawn from only by sources that simulate. */
    Records read(Run run);
}

package dev.gauntlet.app.data;

import dev.gauntlet.base.InputException;

/** A table does not fit into memory; exit code 4. */
public final class TooLarge extends InputException {
    TooLarge(String problem) {
        super(problem);
    }
}

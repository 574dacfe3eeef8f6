package dev.gauntlet.adapters.disk;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A write failed that should not: the disk is full or broken. Shown without a stack trace, exit code 3. */
public final class FailedWrite extends UncheckedIOException {
    public FailedWrite(String message, IOException cause) {
        super(message, cause);
    }
}

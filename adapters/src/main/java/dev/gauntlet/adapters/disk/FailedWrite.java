package dev.gauntlet.adapters.disk;

/** A write failed that should not: the disk is full or broken. Shown without a stack trace, exit code 3. */
public final class FailedWrite extends RuntimeException {
    public FailedWrite(String message) {
        super(message);
    }

    public FailedWrite(String message, Throwable cause) {
        super(message, cause);
    }
}

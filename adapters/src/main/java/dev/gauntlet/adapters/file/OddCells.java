package dev.gauntlet.adapters.file;

/** What happens to a value that does not fit its column, such as {@code Infinity} or a text among numbers. */
public enum OddCells {
    /** The value becomes missing. */
    MISSING,
    /** The row is skipped. */
    SKIP
}

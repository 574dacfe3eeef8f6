package dev.gauntlet.data;

/**
 * One way in which a changed row is not valid.
 *
 * @param where the feature, group or rule
 */
public record Breach(Kind kind, String where) {
    /** What was broken. */
    public enum Kind {
        /** Not a whole number, flag or known category. */
        TYPE,
        BOUNDS,
        /** Moved in a direction the attacker cannot move it. */
        DIRECTION,
        /** A one-hot group without exactly one 1. */
        GROUP,
        RULE
    }
}

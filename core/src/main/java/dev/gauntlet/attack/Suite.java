package dev.gauntlet.attack;

/** A choice of attacks by how long they take. Each suite includes those before it. */
public enum Suite {
    /** The strongest attack of each family that is cheap. */
    QUICK,
    /** What the strongest attacks together reach, and every family. */
    STANDARD,
    /** Every attack. */
    THOROUGH;

    /** Whether it includes the attacks of another one. */
    public boolean includes(Suite other) {
        return other.compareTo(this) <= 0;
    }
}

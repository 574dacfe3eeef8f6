package dev.gauntlet;

/** A choice of attacks and defences by how long they take. Each suite includes those before it. */
public enum Suite {
    /** The cheap attacks of each family, and the cheap defences. */
    QUICK,
    /** What the strongest attacks together reach, every family, and the usual defences. */
    STANDARD,
    /** Everything. */
    THOROUGH;

    /** Whether it includes the attacks of another one. */
    public boolean includes(Suite other) {
        return other.compareTo(this) <= 0;
    }
}

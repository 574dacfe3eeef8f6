package dev.gauntlet.adapters.registry;

import java.util.Locale;
import java.util.Optional;

/** The stage of a version. */
public enum Stage {
    /** Added, not in use. */
    CANDIDATE,
    /** Scores the same rows as the champion for comparison. */
    SHADOW,
    /** The one that gives the verdicts. There is at most one. */
    CHAMPION,
    /** Out of use. */
    RETIRED;

    /** The word for it in files and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage after this one on the way up. */
    Optional<Stage> next() {
        return this == CANDIDATE ? Optional.of(SHADOW) : this == SHADOW ? Optional.of(CHAMPION) : Optional.empty();
    }
}

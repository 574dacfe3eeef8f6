package dev.gauntlet.adapters.registry;

import java.util.Locale;
import java.util.Optional;

/** Where a version stands on its way into use. */
public enum Stage {
    /** Added and used by nobody. */
    CANDIDATE,
    /** Decides beside the champion; nobody acts on it. */
    SHADOW,
    /** The one that decides. There is at most one. */
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

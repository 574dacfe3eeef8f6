package dev.gauntlet.threat;

import dev.gauntlet.data.Dataset;

/** What an adaptive attacker knows of a defence. */
public sealed interface Knowledge {
    /** A filter on training rows that the attacker can run at home. */
    @FunctionalInterface
    non-sealed interface Filter extends Knowledge {
        /** One truth value per row: whether the defence would keep it with the label it has. */
        boolean[] kept(Dataset data);
    }

    /**
     * A limit that the attacker can stay under.
     *
     * @param most how much is let through
     * @param per of what, for example {@code source and day}
     */
    record Limit(double most, String per) implements Knowledge {}

    /** A key that has leaked. */
    record Secret(String key) implements Knowledge {}

    /** The defended detector answers questions like the undefended one: attack it instead. */
    record Hardened() implements Knowledge {}
}

package dev.gauntlet.threat;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Bundle;

/** What an adaptive attacker knows of a defence. */
public sealed interface Knowledge {
    /** A filter on training rows that the attacker can run itself. */
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

    /** A guard of answers that the attacker can put before detectors of its own. */
    @FunctionalInterface
    non-sealed interface Guard extends Knowledge {
        /** A guard that has seen no query yet. */
        Oracle.Guard fresh();
    }

    /** A signing key that has leaked. */
    @FunctionalInterface
    non-sealed interface Secret extends Knowledge {
        /** The bundle with a signature that verifies. */
        Bundle sign(Bundle bundle);
    }

    /** Nothing to read: the attack is run on the defended detector or stream itself, or before a seal is set. */
    record Hardened() implements Knowledge {}
}

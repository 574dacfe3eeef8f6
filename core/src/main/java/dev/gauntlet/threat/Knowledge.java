package dev.gauntlet.threat;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Bundle;
import java.util.List;

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
     * @param per of what, for example {@link #PER_CLIENT}
     */
    record Limit(double most, String per) implements Knowledge {
        /** Queries of one client. */
        public static final String PER_CLIENT = "client";
        /** Records or alarms of one source on one day. */
        public static final String PER_SOURCE_AND_DAY = "source and day";
        /** Recall lost in one retraining. */
        public static final String PER_RETRAINING = "retraining";
        /** The distance to a training row within which a test row is suspicious. */
        public static final String DISTANCE = "distance to a training row";
        /** The mean distance of a query to the nearest earlier ones of its client below which the client is flagged. */
        public static final String QUERY_DISTANCE = "distance to the nearest earlier queries";
        /** Queries of one client that are only remembered, and those by whose distance a later one is judged. */
        public static final String NEAREST_QUERIES = "nearest earlier queries";
    }

    /** How alarms are grouped, so that those of one group are shown once. */
    @FunctionalInterface
    non-sealed interface Grouping extends Knowledge {
        /** One text per row, equal for rows of one group. */
        List<String> groups(Rows rows);
    }

    /** A screen of answers that the attacker can put before detectors of its own. */
    record Queries(Screen screen) implements Knowledge {}

    /** A signing key that has leaked. */
    @FunctionalInterface
    non-sealed interface Secret extends Knowledge {
        /** The bundle with a signature that verifies. */
        Bundle sign(Bundle bundle);
    }

    /** Nothing to read: the attack is run on the defended detector or stream itself, or before a seal is set. */
    record Hardened() implements Knowledge {}
}

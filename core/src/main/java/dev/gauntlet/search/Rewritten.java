package dev.gauntlet.search;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import java.util.Arrays;
import java.util.stream.LongStream;

/** New rows in the form of an existing data set. */
public final class Rewritten {
    /** Ids from here on belong to rows made by an attack. */
    public static final long FIRST_ID = 1L << 40;

    private Rewritten() {}

    /** Rows with labels and fresh ids, and the last time and source of {@code like} where it has those. */
    public static Dataset labelled(Dataset like, Rows rows, int[] labels) {
        Dataset added = Dataset.of(like.schema(), rows, labels, like.labelNames())
                .withIds(LongStream.range(FIRST_ID, FIRST_ID + rows.size()).toArray());
        if (like.hasTimes()) {
            double[] times = new double[rows.size()];
            Arrays.fill(times, like.time(like.size() - 1));
            added = added.withTimes(times);
        }
        if (like.hasSources()) {
            String[] sources = new String[rows.size()];
            Arrays.fill(sources, "attacker");
            added = added.withSources(sources);
        }
        return added;
    }
}

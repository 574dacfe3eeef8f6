package dev.gauntlet.search;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The queries of one client so far, and how near a new one is to them. Not thread-safe. */
public final class Asked {
    private final Schema schema;
    private final int nearest;
    private final List<double[]> earlier = new ArrayList<>();

    /**
     * No queries yet.
     *
     * @param nearest how many of the earlier queries a new one is compared with
     */
    public Asked(Schema schema, int nearest) {
        this.schema = schema;
        this.nearest = Require.atLeast("nearest", nearest, 1);
    }

    /**
     * Remembers a query.
     *
     * @return its mean distance, in {@link Schema#distance}, to the nearest of the earlier queries; infinite if there are
     *     fewer of them than are compared
     */
    public double add(double[] query) {
        double distance = distance(query);
        earlier.add(query.clone());
        return distance;
    }

    /** What {@link #add} would return. */
    public double distance(double[] query) {
        if (earlier.size() < nearest) {
            return Double.POSITIVE_INFINITY;
        }
        double[] distances =
                earlier.stream().mapToDouble(one -> schema.distance(one, query)).toArray();
        Arrays.sort(distances);
        double sum = 0;
        for (int k = 0; k < nearest; k++) {
            sum += distances[k];
        }
        return sum / nearest;
    }
}

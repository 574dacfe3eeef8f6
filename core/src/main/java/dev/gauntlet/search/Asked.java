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
        remember(query);
        return distance;
    }

    /** Remembers a query whose distance is known already. */
    void remember(double[] query) {
        earlier.add(query.clone());
    }

    /** What {@link #add} would return. */
    public double distance(double[] query) {
        if (earlier.size() < nearest) {
            return Double.POSITIVE_INFINITY;
        }
        double[] least = new double[nearest]; // squared, in rising order
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (double[] one : earlier) {
            double squared = schema.squaredDistance(one, query, least[nearest - 1]);
            int place = nearest - 1;
            for (; place > 0 && squared < least[place - 1]; place--) {
                least[place] = least[place - 1];
            }
            least[place] = Math.min(squared, least[place]);
        }
        double sum = 0;
        for (double squared : least) {
            sum += StrictMath.sqrt(squared);
        }
        return sum / nearest;
    }
}

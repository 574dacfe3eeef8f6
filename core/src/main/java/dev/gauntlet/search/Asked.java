package dev.gauntlet.search;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Schema;
import java.util.Arrays;

/** The queries of one client so far, and how near a new one is to them. Not thread-safe. */
public final class Asked {
    private final Schema schema;
    private final int nearest;
    /** The earlier queries, column by column. */
    private final double[][] earlier;

    private double[] squares = {};
    private int size;

    /**
     * No queries yet.
     *
     * @param nearest how many of the earlier queries a new one is compared with
     */
    public Asked(Schema schema, int nearest) {
        this.schema = schema;
        this.nearest = Require.atLeast("nearest", nearest, 1);
        this.earlier = new double[schema.width()][0];
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
        if (size == squares.length) {
            int room = Math.max(16, 2 * size);
            for (int j = 0; j < earlier.length; j++) {
                earlier[j] = Arrays.copyOf(earlier[j], room);
            }
            squares = new double[room];
        }
        for (int j = 0; j < earlier.length; j++) {
            earlier[j][size] = query[j];
        }
        size++;
    }

    /** What {@link #add} would return. */
    public double distance(double[] query) {
        if (size < nearest) {
            return Double.POSITIVE_INFINITY;
        }
        double[] least = new double[nearest]; // squared, in rising order
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        schema.squaredDistances(earlier, size, query, squares);
        for (int i = 0; i < size; i++) {
            double squared = squares[i];
            if (!(squared < least[nearest - 1])) {
                continue;
            }
            int place = nearest - 1;
            for (; place > 0 && squared < least[place - 1]; place--) {
                least[place] = least[place - 1];
            }
            least[place] = squared;
        }
        double sum = 0;
        for (double squared : least) {
            sum += StrictMath.sqrt(squared);
        }
        return sum / nearest;
    }
}

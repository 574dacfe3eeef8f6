package dev.gauntlet.search;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import java.util.List;

/** How a change is measured. A norm is the total of the features' parts, except {@link #LARGEST}, which is their maximum. */
public enum Norm {
    /** The number of changed features (L0); a one-hot group counts as one feature. */
    COUNT,
    /** The sum of the scaled distances (L1). */
    SUM,
    /** The root of the sum of the squared scaled distances (L2): {@link Schema#distance}. */
    EUCLIDEAN,
    /** The largest scaled distance of a number (L-infinity): {@link Schema#largestMove}. */
    LARGEST,
    /** The sum of the scaled distances times cost: {@link Schema#cost}. */
    COST;

    /** What a change of one feature adds to the total; under {@link #LARGEST} nothing. */
    public double part(Feature feature, double before, double after) {
        double distance = feature.distance(before, after);
        return switch (this) {
            case COUNT -> distance == 0 ? 0 : 1;
            case SUM -> distance;
            case EUCLIDEAN -> distance * distance;
            case LARGEST -> 0;
            case COST -> distance * feature.cost();
        };
    }

    /** The norm of a total. */
    public double ofTotal(double total) {
        return this == EUCLIDEAN ? StrictMath.sqrt(total) : total;
    }

    /** The total that a norm is of. */
    public double total(double norm) {
        return this == EUCLIDEAN ? norm * norm : norm;
    }

    /** The size of a change. */
    public double of(Schema schema, double[] before, double[] after) {
        return switch (this) {
            case COUNT -> count(schema, before, after);
            case SUM -> {
                double sum = 0;
                for (int j = 0; j < before.length; j++) {
                    sum += schema.feature(j).distance(before[j], after[j]);
                }
                yield sum;
            }
            case EUCLIDEAN -> schema.distance(before, after);
            case LARGEST -> schema.largestMove(before, after);
            case COST -> schema.cost(before, after);
        };
    }

    private static double count(Schema schema, double[] before, double[] after) {
        boolean[] changed = new boolean[before.length];
        int count = 0;
        for (int j = 0; j < before.length; j++) {
            changed[j] = schema.feature(j).distance(before[j], after[j]) > 0;
            count += changed[j] ? 1 : 0;
        }
        for (List<String> members : schema.groups().values()) {
            int within = 0;
            for (String member : members) {
                within += changed[schema.column(member)] ? 1 : 0;
            }
            count -= Math.max(0, within - 1);
        }
        return count;
    }

    /**
     * How far the direction that crosses a flat boundary at the least size goes along one axis.
     *
     * @param slope of the boundary's normal along the axis, in scales
     */
    double along(Feature feature, double slope) {
        double steepness = this == COST ? Math.abs(slope) / Math.max(1e-3, feature.cost()) : Math.abs(slope);
        return Math.copySign(this == EUCLIDEAN ? steepness : StrictMath.pow(steepness, power()), slope);
    }

    /**
     * Of the slopes, in the direction of least size; 4 stands for infinity, since the direction of the least sum is along the
     * steepest axis, but an estimate of the steepest one is a few.
     */
    private double power() {
        return switch (this) {
            case LARGEST -> 0;
            case EUCLIDEAN -> 1;
            case COUNT, SUM, COST -> 4;
        };
    }
}

package dev.gauntlet.search;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;

/** What a search makes small: the size of a change, in one of the usual measures. */
public enum Objective {
    /** What the change costs, by the schema. */
    COST(4),
    /** How many features change. */
    L0(4),
    /** The sum of the changes, in scales. */
    L1(4),
    /** The Euclidean length of the change, in scales. */
    L2(1),
    /** The largest change of one feature, in scales. */
    LINF(0);

    /**
     * Of the normal's slopes, in the direction of least size; 4 stands for infinity, since the direction of the least sum is
     * along the steepest axis, but an estimate of the steepest one is a few.
     */
    private final double power;

    Objective(double power) {
        this.power = power;
    }

    /** The size of a change; 0 if nothing changed. */
    public double of(Schema schema, double[] original, double[] changed) {
        double size = 0;
        for (int j = 0; j < original.length; j++) {
            if (original[j] != changed[j]) {
                Feature feature = schema.feature(j);
                double move = feature.distance(original[j], changed[j]);
                size = switch (this) {
                    case COST -> size + feature.cost() * move;
                    case L0 -> size + (move > 0 ? 1 : 0);
                    case L1 -> size + move;
                    case L2 -> size + move * move;
                    case LINF -> Math.max(size, move);
                };
            }
        }
        return this == L2 ? StrictMath.sqrt(size) : size;
    }

    /**
     * How far the direction that crosses a flat boundary at the least size goes along one axis.
     *
     * @param slope of the boundary's normal along the axis, in scales
     */
    double along(Feature feature, double slope) {
        double steepness = this == COST ? Math.abs(slope) / Math.max(1e-3, feature.cost()) : Math.abs(slope);
        return Math.copySign(StrictMath.pow(steepness, power), slope);
    }
}

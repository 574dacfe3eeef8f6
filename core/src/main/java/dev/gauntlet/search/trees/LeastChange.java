package dev.gauntlet.search.trees;

import java.util.Optional;

/** What is known of the least change of one row that reaches the aim: a proven lower bound, and the best row found. */
public final class LeastChange {
    private final double lower;
    private final double upper;
    private final double[] row;
    private final long nodes;
    private final int refused;

    LeastChange(double lower, double upper, double[] row, long nodes, int refused) {
        this.lower = lower;
        this.upper = upper;
        this.row = row.clone();
        this.nodes = nodes;
        this.refused = refused;
    }

    /** With the smaller of two changes that were found, and what is proven here. */
    LeastChange or(LeastChange other) {
        LeastChange smaller = other.upper < upper ? other : this;
        return new LeastChange(
                Math.min(lower, smaller.upper),
                smaller.upper,
                smaller.row,
                nodes + other.nodes,
                refused + other.refused);
    }

    /** No change below this reaches the aim, whatever rules say; infinite if none within reach does. */
    public double lower() {
        return lower;
    }

    /** The size of the smallest change found; infinite if none was. */
    public double upper() {
        return upper;
    }

    /** The row with that change. */
    public Optional<double[]> row() {
        return row.length == 0 ? Optional.empty() : Optional.of(row.clone());
    }

    /** Whether the bounds meet, so that the change is the least. */
    public boolean isClosed() {
        return lower >= upper;
    }

    /** The boxes that were looked at. */
    public long nodes() {
        return nodes;
    }

    /** How many changed rows reached the aim and were refused. */
    public int refused() {
        return refused;
    }
}

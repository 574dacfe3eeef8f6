package dev.gauntlet.search.gradient;

/** What a walk sees of the place where it is. Its arrays are used again for the next place. */
public final class Sight {
    private final double[] at;
    private final double[] slopes;
    private boolean reached;
    private double margin;

    Sight(int size) {
        at = new double[size];
        slopes = new double[size];
    }

    void see(boolean isReached, double newMargin) {
        reached = isReached;
        margin = newMargin;
    }

    /** The valid change that was asked, which is not quite where the walk is if there are whole numbers or rules. */
    double[] at() {
        return at;
    }

    /** How fast the margin grows with each change. */
    double[] slopes() {
        return slopes;
    }

    /** Whether the answer was what is wanted. */
    boolean reached() {
        return reached;
    }

    /** How far the score is on the wanted side of the boundary; negative on the other side. */
    double margin() {
        return margin;
    }
}

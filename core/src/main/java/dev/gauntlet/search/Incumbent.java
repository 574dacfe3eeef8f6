package dev.gauntlet.search;

import dev.gauntlet.data.Norm;
import java.util.Arrays;
import java.util.Optional;

/** The row that one descent has come to: it reached the goal, and each later one is a smaller change. */
final class Incumbent {
    private final FeasibleSet lawful;
    private final Norm objective;
    private final double[] original;
    private double[] at;
    private double size;
    /** The row that was last found to be smaller, and its size. */
    private double[] candidate = {};

    private double candidateSize;

    Incumbent(FeasibleSet lawful, Norm objective, double[] at) {
        this.lawful = lawful;
        this.objective = objective;
        this.original = lawful.original();
        this.at = at.clone();
        this.size = size(at);
    }

    FeasibleSet lawful() {
        return lawful;
    }

    Norm objective() {
        return objective;
    }

    double size() {
        return size;
    }

    double size(double[] row) {
        return lawful.size(objective, row);
    }

    double[] at() {
        return at.clone();
    }

    double at(int column) {
        return at[column];
    }

    double original(int column) {
        return original[column];
    }

    boolean isSame(int column, double value) {
        return Double.compare(value, original[column]) == 0;
    }

    boolean isMoved(int column) {
        return at[column] != original[column] && !isSame(column, at[column]);
    }

    boolean isAt(double[] row) {
        return Arrays.equals(at, row);
    }

    /** A valid row near a wanted one that is a change, and a smaller one than this. */
    Optional<double[]> smaller(double[] wanted) {
        return lawful.project(wanted).filter(row -> {
            candidate = row;
            candidateSize = size(row);
            return candidateSize > 0 && candidateSize < size;
        });
    }

    /** Moves to a row that reached the goal, if it is a smaller change. */
    boolean take(double[] row) {
        double other = row == candidate ? candidateSize : size(row);
        if (!(other < size)) {
            return false;
        }
        at = row.clone();
        size = other;
        return true;
    }
}

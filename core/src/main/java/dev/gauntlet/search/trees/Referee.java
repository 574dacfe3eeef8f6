package dev.gauntlet.search.trees;

import java.util.Optional;

/** Says what becomes of a changed row under rules that a search does not know, for example rules between features. */
@FunctionalInterface
public interface Referee {
    /** Takes every row as it is. */
    Referee NONE = Optional::of;

    /**
     * The valid row that is sent in place of a changed one, which may be the same.
     *
     * @return empty if there is none; the search then goes on
     */
    Optional<double[]> judged(double[] row);
}

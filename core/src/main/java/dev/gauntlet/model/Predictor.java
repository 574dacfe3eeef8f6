package dev.gauntlet.model;

import java.util.Map;

/**
 * A white-box form of a model: scores in batches, and consists of named arrays of numbers only, so that it can be
 * bundled, signed, tampered with and rebuilt. Implementations live in {@code model.kernel} and are immutable.
 */
public interface Predictor extends Scores {
    /** The most inputs that a file can give a model. */
    int MOST_INPUTS = 1_000_000;

    /** How many inputs a row has. */
    int inputs();

    /** The form's name in a bundle, for example {@code trees}. */
    String form();

    /** Copies of everything the model has learnt, by name; enough for {@link #rebuild}. */
    Map<String, double[]> parameters();

    /**
     * The same form with other numbers in the same names.
     *
     * @throws IllegalArgumentException if a name is missing or the numbers make no model
     */
    Predictor rebuild(Map<String, double[]> parameters);
}

package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.InputException;

/** How many rounds of a boosted model count that was stopped early. */
public enum Rounds {
    /** Up to the best round, as wrappers of scikit-learn predict. */
    BEST,
    /** All of them, as a bare booster predicts. */
    ALL;

    /**
     * The value that the user wrote.
     *
     * @param name of the option or key, for the message
     */
    public static Rounds named(String name, String text) {
        return switch (text) {
            case "best" -> BEST;
            case "all" -> ALL;
            default -> throw new InputException("%s must be best or all but is %s".formatted(name, text));
        };
    }
}

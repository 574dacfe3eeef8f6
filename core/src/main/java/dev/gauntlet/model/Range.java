package dev.gauntlet.model;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;

/**
 * Where a parameter of a trainer is worth a search: narrower than what it may be.
 *
 * @param parameter the name of the record component
 * @param logarithmic whether every factor is equally worth a try, and not every difference; low is then positive
 */
public record Range(String parameter, double low, double high, boolean logarithmic) {
    public Range {
        Require.that(low < high, "low of " + parameter + " must be below high");
        Require.that(!logarithmic || low > 0, "low of " + parameter + " must be positive");
    }

    /** From low to high, every difference alike. */
    public static Range even(String parameter, double low, double high) {
        return new Range(parameter, low, high, false);
    }

    /** From low to high, every factor alike. */
    public static Range factors(String parameter, double low, double high) {
        return new Range(parameter, low, high, true);
    }

    /** A value drawn from here. */
    public double draw(Rng rng) {
        double drawn = logarithmic
                ? StrictMath.exp(rng.between(StrictMath.log(low), StrictMath.log(high)))
                : rng.between(low, high);
        return Math.max(low, Math.min(high, drawn));
    }
}

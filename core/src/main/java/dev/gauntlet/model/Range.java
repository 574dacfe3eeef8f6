package dev.gauntlet.model;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;

/**
 * The range in which a parameter of a trainer is searched: narrower than what is allowed.
 *
 * @param parameter the name of the record component
 * @param logarithmic whether it is searched on a logarithmic scale; low is then positive
 */
public record Range(String parameter, double low, double high, boolean logarithmic) {
    public Range {
        Require.that(low < high, "low of " + parameter + " must be below high");
        Require.that(!logarithmic || low > 0, "low of " + parameter + " must be positive");
    }

    /** From low to high, on a linear scale. */
    public static Range even(String parameter, double low, double high) {
        return new Range(parameter, low, high, false);
    }

    /** From low to high, on a logarithmic scale. */
    public static Range factors(String parameter, double low, double high) {
        return new Range(parameter, low, high, true);
    }

    /** A value drawn from the range. */
    public double draw(Rng rng) {
        double drawn = logarithmic
                ? StrictMath.exp(rng.between(StrictMath.log(low), StrictMath.log(high)))
                : rng.between(low, high);
        return Math.max(low, Math.min(high, drawn));
    }
}

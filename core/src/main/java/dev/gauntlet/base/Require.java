package dev.gauntlet.base;

import java.util.Collection;

/** Checks of arguments whose message names the argument, the rule and the offending value. */
public final class Require {
    private Require() {}

    /** The value, if it lies in [low, high]; NaN never does. */
    public static double between(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    "%s must be in [%s, %s] but is %s".formatted(name, text(low), text(high), text(value)));
        }
        return value;
    }

    public static double fraction(String name, double value) {
        return between(name, value, 0, 1);
    }

    public static int atLeast(String name, int value, int low) {
        if (value < low) {
            throw new IllegalArgumentException("%s must be at least %d but is %d".formatted(name, low, value));
        }
        return value;
    }

    /** Fails unless both are equal; {@code name} says what is counted, for example {@code rows}. */
    public static void same(String name, int expected, int actual) {
        if (expected != actual) {
            throw new IllegalArgumentException("%s must be %d but is %d".formatted(name, expected, actual));
        }
    }

    public static <C extends Collection<?>> C notEmpty(String name, C values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return values;
    }

    public static void that(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * The same.
     *
     * @param pattern of the message, as of {@link Plural#format}; it is made only if the condition does not hold
     */
    public static void that(boolean holds, String pattern, Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException(Plural.format(pattern, arguments));
        }
    }

    static String text(double value) {
        return value == (long) value && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }
}

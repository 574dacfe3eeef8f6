package dev.gauntlet.data;

import dev.gauntlet.base.Require;
import java.util.List;

/**
 * One column of a detector's input, in the user's own unit, with the valid changes to it.
 *
 * @param name unique in its schema
 * @param kind what values it takes
 * @param low smallest valid value
 * @param high largest valid value
 * @param unit for people, for example {@code bytes}; may be empty
 * @param scale the change that counts as distance 1, positive; distances are {@code |x' - x| / scale}
 * @param move which way an attacker can change it
 * @param cost what a change by one scale costs the attacker (a category: what any change costs), not negative
 * @param categories the texts behind the codes 0, 1, 2 ... of a CATEGORY; empty for other kinds. Code -1 is a text not
 *     seen before
 */
public record Feature(
        String name,
        Kind kind,
        double low,
        double high,
        String unit,
        double scale,
        Move move,
        double cost,
        List<String> categories) {
    /** The values a feature takes. */
    public enum Kind {
        REAL,
        WHOLE,
        /** 0 or 1. */
        FLAG,
        /** The code of a text. */
        CATEGORY
    }

    /** The directions in which the attacker can move a feature. */
    public enum Move {
        FIXED,
        UP_ONLY,
        DOWN_ONLY,
        FREE;

        /** Whether a change from {@code before} to {@code after} goes in a permitted direction. */
        public boolean permits(double before, double after) {
            return switch (this) {
                case FIXED -> after == before;
                case UP_ONLY -> after >= before;
                case DOWN_ONLY -> after <= before;
                case FREE -> true;
            };
        }
    }

    public Feature {
        Require.that(!name.isBlank(), "name must not be blank");
        Require.that(low <= high, "low must not exceed high in %s but is %s > %s", name, low, high);
        Require.that(scale > 0 && scale < Double.POSITIVE_INFINITY, "scale of " + name + " must be positive");
        Require.that(cost >= 0, "cost of " + name + " must not be negative");
        Require.that(
                (kind == Kind.CATEGORY) != categories.isEmpty(),
                "categories of " + name + " must be given if and only if its kind is category");
        categories = List.copyOf(categories);
    }

    /** A number anywhere in [low, high] that the attacker can move freely at cost 1 per scale (the whole range). */
    public static Feature real(String name, double low, double high) {
        return new Feature(name, Kind.REAL, low, high, "", scaleOf(low, high), Move.FREE, 1, List.of());
    }

    public static Feature whole(String name, double low, double high) {
        return new Feature(name, Kind.WHOLE, low, high, "", scaleOf(low, high), Move.FREE, 1, List.of());
    }

    public static Feature flag(String name) {
        return new Feature(name, Kind.FLAG, 0, 1, "", 1, Move.FREE, 1, List.of());
    }

    public static Feature category(String name, List<String> categories) {
        return new Feature(name, Kind.CATEGORY, 0, categories.size() - 1, "", 1, Move.FREE, 1, categories);
    }

    /** Whether it is an amount, of which an attacker can change more or less; a flag or category is changed or not. */
    public boolean isNumber() {
        return kind == Kind.REAL || kind == Kind.WHOLE;
    }

    public Feature withName(String newName) {
        return new Feature(newName, kind, low, high, unit, scale, move, cost, categories);
    }

    public Feature withMove(Move newMove) {
        return new Feature(name, kind, low, high, unit, scale, newMove, cost, categories);
    }

    public Feature withScale(double newScale) {
        return new Feature(name, kind, low, high, unit, newScale, move, cost, categories);
    }

    public Feature withCost(double newCost) {
        return new Feature(name, kind, low, high, unit, scale, move, newCost, categories);
    }

    public Feature withUnit(String newUnit) {
        return new Feature(name, kind, low, high, newUnit, scale, move, cost, categories);
    }

    public Feature withBounds(double newLow, double newHigh) {
        return new Feature(name, kind, newLow, newHigh, unit, scale, move, cost, categories);
    }

    /** The nearest value of this feature's kind within its bounds. */
    public double nearestLawful(double value) {
        double whole = kind == Kind.REAL ? value : Math.rint(value);
        return Math.max(low, Math.min(high, whole));
    }

    /** The distance between two values: 1 for different categories, else the difference over the scale. */
    public double distance(double a, double b) {
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return 0;
        }
        return kind == Kind.CATEGORY || Double.isNaN(a) || Double.isNaN(b) ? 1 : Math.abs(a - b) / scale;
    }

    /** A value as the input had it: the text of a category, a whole number without a point. */
    public String text(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (kind == Kind.CATEGORY) {
            int code = (int) value;
            return code >= 0 && code < categories.size() ? categories.get(code) : "?";
        }
        return value == (long) value && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    private static double scaleOf(double low, double high) {
        double range = high - low;
        return range > 0 && range < Double.POSITIVE_INFINITY ? range : 1;
    }
}

package dev.gauntlet.campaign;

import dev.gauntlet.measure.Interval;
import java.util.List;

/**
 * The damage at growing attack strength.
 *
 * @param axis the quantity that grows, one of the constants, or one with {@code , proven}: no attack does more damage
 * @param points in order
 */
public record Curve(String axis, List<Point> points) {
    /** The share of the budget: of training rows, or of the distance and cost of one changed row. */
    public static final String STRENGTH = "strength";
    /** Queries per victim. */
    public static final String QUERIES = "queries";
    /** The largest change of a number, in scales. */
    public static final String DISTANCE = "distance";
    /** The cost of one changed row. */
    public static final String COST = "cost";
    /** The size of a change in the norm that the attacker keeps small. */
    public static final String SIZE = "size";
    /** Training rows changed. */
    public static final String ROWS = "rows";

    private static final String PROVEN = ", proven";

    /** The damage at one strength. */
    public record Point(double at, Interval damage) {}

    public Curve {
        points = List.copyOf(points);
    }

    /** A curve that is proven and not measured. */
    public static Curve proven(String axis, List<Point> points) {
        return new Curve(axis + PROVEN, points);
    }

    /** Whether it is proven and not measured. */
    public boolean proven() {
        return axis.endsWith(PROVEN);
    }

    /** The quantity that grows, proven or not. */
    public String quantity() {
        return proven() ? axis.substring(0, axis.length() - PROVEN.length()) : axis;
    }

    /** The same read at other places: what the last point at or before each says. */
    Curve at(List<Double> places) {
        return new Curve(
                axis,
                places.stream()
                        .flatMap(place -> points.stream()
                                .filter(point -> point.at() <= place)
                                .reduce((a, b) -> b)
                                .map(point -> new Point(place, point.damage()))
                                .stream())
                        .toList());
    }
}

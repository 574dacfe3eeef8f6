package dev.gauntlet.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The features of a schema that are computed from others: those that stand alone on one side of an equality. Whoever changes
 * a row changes the others, and these follow.
 *
 * <p>A feature that cannot be changed is computed from nothing: an equality then ties the others to it. Nor is a whole number
 * computed from real ones, which would hardly ever meet it.
 */
final class Derivations {
    /** One computed feature. */
    private static final class Derived {
        final int column;
        final Expression formula;
        final int[] inputs;

        Derived(int column, Expression formula) {
            this.column = column;
            this.formula = formula;
            this.inputs = formula.columns().stream()
                    .sorted()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    private final List<Feature> features;
    /** In an order in which each comes after those that it is computed from. */
    private final List<Derived> ordered = new ArrayList<>();

    private final Map<Integer, Derived> byColumn = new HashMap<>();
    private final Set<Integer> rules = new HashSet<>();

    Derivations(List<Feature> features, List<Rule> rules) {
        this.features = features;
        for (int r = 0; r < rules.size(); r++) {
            if (rules.get(r) instanceof Rule.Compare compare
                    && compare.relation() == Rule.Compare.Relation.EQUAL
                    && (add(compare.left(), compare.right()) || add(compare.right(), compare.left()))) {
                this.rules.add(r);
            }
        }
        Set<Integer> placed = new HashSet<>();
        byColumn.keySet().stream().sorted().forEach(column -> place(column, placed));
    }

    private boolean add(Expression alone, Expression formula) {
        if (!(alone instanceof Expression.Value value)
                || byColumn.containsKey(value.column())
                || formula.columns().isEmpty()
                || !computable(features.get(value.column()), formula)
                || basesOf(formula.columns()).contains(value.column())) {
            return false;
        }
        byColumn.put(value.column(), new Derived(value.column(), formula));
        return true;
    }

    private boolean computable(Feature feature, Expression formula) {
        boolean whole =
                formula.columns().stream().noneMatch(c -> features.get(c).kind() == Feature.Kind.REAL);
        return feature.isNumber()
                && feature.move() != Feature.Move.FIXED
                && (feature.kind() == Feature.Kind.REAL || whole)
                && formula.columns().stream().allMatch(c -> features.get(c).kind() != Feature.Kind.CATEGORY);
    }

    private void place(int column, Set<Integer> placed) {
        Derived derived = byColumn.get(column);
        if (derived == null || !placed.add(column)) {
            return;
        }
        for (int input : derived.inputs) {
            place(input, placed);
        }
        ordered.add(derived);
    }

    boolean contains(int column) {
        return byColumn.containsKey(column);
    }

    /** Whether a rule says how a feature is computed. */
    boolean isFormula(int rule) {
        return rules.contains(rule);
    }

    /** These columns, and in place of computed ones what they are computed from, ascending. */
    Set<Integer> basesOf(Set<Integer> columns) {
        Set<Integer> bases = new TreeSet<>();
        for (int column : columns) {
            Derived derived = byColumn.get(column);
            if (derived == null) {
                bases.add(column);
            } else {
                bases.addAll(basesOf(derived.formula.columns()));
            }
        }
        return bases;
    }

    /** Computes, in a changed row, what follows from the change; the rest is as it was. */
    void compute(double[] original, double[] row) {
        for (Derived derived : ordered) {
            row[derived.column] = follows(derived, original, row)
                    ? settled(features.get(derived.column), derived.formula.of(row))
                    : original[derived.column];
        }
    }

    /** Passes the slope of something by each computed feature on to what that is computed from, and leaves none of its own. */
    void passOn(double[] row, double[] slopes) {
        for (int i = ordered.size() - 1; i >= 0; i--) {
            Derived derived = ordered.get(i);
            double slope = slopes[derived.column];
            slopes[derived.column] = 0;
            if (slope != 0 && !Double.isNaN(slope)) {
                derived.formula.addSlopes(row, slope, slopes);
            }
        }
    }

    private static boolean follows(Derived derived, double[] original, double[] row) {
        for (int input : derived.inputs) {
            if (Double.compare(original[input], row[input]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** A whole number where the result is one but for rounding. */
    private static double settled(Feature feature, double value) {
        double whole = Math.rint(value);
        boolean near = Math.abs(value - whole) <= Rule.TOLERANCE * Math.max(1, Math.abs(value));
        return feature.kind() != Feature.Kind.REAL && near ? whole : value;
    }
}

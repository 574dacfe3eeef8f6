package dev.gauntlet.data;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A rule between the features of every valid row, for example {@code src_bytes + dst_bytes = bytes}.
 * Parsed by {@link RuleParser}.
 */
public sealed interface Rule {
    /** Comparisons hold up to this share of the larger side (at least this much in absolute terms). */
    double TOLERANCE = 1e-6;

    /** How far a row is from obeying, in the rule's own unit; 0 when it obeys. */
    double violation(double[] row);

    /** The columns of the features it uses, ascending. */
    SortedSet<Integer> columns();

    /** Adds a multiple of the derivative of {@link #violation} by every feature; nothing where the rule holds. */
    void addSlopes(double[] row, double factor, double[] into);

    default boolean holds(double[] row) {
        return violation(row) == 0;
    }

    /**
     * {@code left <= right}, {@code left < right} or {@code left = right}.
     *
     * @param columns those of both sides
     */
    record Compare(Expression left, Relation relation, Expression right, SortedSet<Integer> columns) implements Rule {
        public Compare(Expression left, Relation relation, Expression right) {
            this(left, relation, right, both(left, right));
        }

        public Compare {
            columns = Collections.unmodifiableSortedSet(columns);
        }

        /** How two sides compare. */
        public enum Relation {
            AT_MOST,
            LESS,
            EQUAL
        }

        private static SortedSet<Integer> both(Expression left, Expression right) {
            SortedSet<Integer> columns = new TreeSet<>(left.columns());
            columns.addAll(right.columns());
            return columns;
        }

        @Override
        public double violation(double[] row) {
            double a = left.of(row);
            double b = right.of(row);
            if (Double.isNaN(a) || Double.isNaN(b)) {
                return 0;
            }
            double slack = TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
            return switch (relation) {
                case AT_MOST -> a - b <= slack ? 0 : a - b;
                case LESS -> a < b ? 0 : a - b + slack;
                case EQUAL -> Math.abs(a - b) <= slack ? 0 : Math.abs(a - b);
            };
        }

        @Override
        public void addSlopes(double[] row, double factor, double[] into) {
            if (violation(row) > 0) {
                double way = relation == Relation.EQUAL && left.of(row) < right.of(row) ? -factor : factor;
                left.addSlopes(row, way, into);
                right.addSlopes(row, -way, into);
            }
        }
    }

    /** Every part holds. */
    record All(List<Rule> parts) implements Rule {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public SortedSet<Integer> columns() {
            return union(parts);
        }

        @Override
        public double violation(double[] row) {
            double sum = 0;
            for (Rule part : parts) {
                sum += part.violation(row);
            }
            return sum;
        }

        @Override
        public void addSlopes(double[] row, double factor, double[] into) {
            parts.forEach(part -> part.addSlopes(row, factor, into));
        }
    }

    /** At least one part holds. */
    record Any(List<Rule> parts) implements Rule {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public SortedSet<Integer> columns() {
            return union(parts);
        }

        @Override
        public double violation(double[] row) {
            double least = Double.POSITIVE_INFINITY;
            for (Rule part : parts) {
                least = Math.min(least, part.violation(row));
            }
            return least;
        }

        @Override
        public void addSlopes(double[] row, double factor, double[] into) {
            double least = violation(row);
            for (Rule part : parts) {
                if (part.violation(row) == least) {
                    part.addSlopes(row, factor, into);
                    return;
                }
            }
        }
    }

    /** Where the condition holds, the consequence does. */
    record When(Rule condition, Rule consequence) implements Rule {
        @Override
        public SortedSet<Integer> columns() {
            return union(List.of(condition, consequence));
        }

        @Override
        public double violation(double[] row) {
            return condition.holds(row) ? consequence.violation(row) : 0;
        }

        @Override
        public void addSlopes(double[] row, double factor, double[] into) {
            if (condition.holds(row)) {
                consequence.addSlopes(row, factor, into);
            }
        }
    }

    private static SortedSet<Integer> union(List<Rule> parts) {
        SortedSet<Integer> columns = new TreeSet<>();
        parts.forEach(part -> columns.addAll(part.columns()));
        return columns;
    }
}

package dev.gauntlet.data;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arithmetic over the features of one row. Immutable; features are named and resolved to columns when parsed. */
public sealed interface Expression {
    double of(double[] row);

    /** The columns of the features in it. */
    Set<Integer> columns();

    /** Adds a multiple of its derivative by every feature; where it has several, one of them. */
    void addSlopes(double[] row, double factor, double[] into);

    /** A number. */
    record Constant(double value) implements Expression {
        @Override
        public double of(double[] row) {
            return value;
        }

        @Override
        public void addSlopes(double[] row, double factor, double[] into) {}

        @Override
        public Set<Integer> columns() {
            return Set.of();
        }
    }

    /** The value of a feature. */
    record Value(String name, int column) implements Expression {
        @Override
        public double of(double[] row) {
            return row[column];
        }

        @Override
        public void addSlopes(double[] row, double factor, double[] into) {
            into[column] += factor;
        }

        @Override
        public Set<Integer> columns() {
            return Set.of(column);
        }
    }

    /** Two operands and + - * or /; division by zero gives 0, as a count over no events does. */
    record Binary(char operator, Expression left, Expression right) implements Expression {
        @Override
        public double of(double[] row) {
            double a = left.of(row);
            double b = right.of(row);
            return switch (operator) {
                case '+' -> a + b;
                case '-' -> a - b;
                case '*' -> a * b;
                case '/' -> b == 0 ? 0 : a / b;
                default -> throw new IllegalStateException("unknown operator " + operator);
            };
        }

        @Override
        public void addSlopes(double[] row, double factor, double[] into) {
            switch (operator) {
                case '*' -> {
                    left.addSlopes(row, factor * right.of(row), into);
                    right.addSlopes(row, factor * left.of(row), into);
                }
                case '/' -> {
                    double b = right.of(row);
                    if (b != 0) {
                        left.addSlopes(row, factor / b, into);
                        right.addSlopes(row, -factor * left.of(row) / (b * b), into);
                    }
                }
                default -> {
                    left.addSlopes(row, factor, into);
                    right.addSlopes(row, operator == '-' ? -factor : factor, into);
                }
            }
        }

        @Override
        public Set<Integer> columns() {
            return union(List.of(left, right));
        }

        /** Sums are as deep as they have terms, on the left side: it is not compared by recursion. */
        @Override
        public boolean equals(@Nullable Object other) {
            Object a = this;
            Object b = other;
            while (a instanceof Binary one && b instanceof Binary two) {
                if (one.operator != two.operator || !one.right.equals(two.right)) {
                    return false;
                }
                a = one.left;
                b = two.left;
            }
            return !(a instanceof Binary) && a.equals(b);
        }

        @Override
        public int hashCode() {
            return Objects.hash(operator, left, right);
        }
    }

    /** The smallest or largest of several. */
    record Extreme(boolean largest, List<Expression> parts) implements Expression {
        public Extreme {
            parts = List.copyOf(parts);
        }

        @Override
        public double of(double[] row) {
            double best = parts.get(0).of(row);
            for (int i = 1; i < parts.size(); i++) {
                double next = parts.get(i).of(row);
                best = largest ? Math.max(best, next) : Math.min(best, next);
            }
            return best;
        }

        @Override
        public void addSlopes(double[] row, double factor, double[] into) {
            double best = of(row);
            for (Expression part : parts) {
                if (part.of(row) == best) {
                    part.addSlopes(row, factor, into);
                    return;
                }
            }
        }

        @Override
        public Set<Integer> columns() {
            return union(parts);
        }
    }

    private static Set<Integer> union(List<Expression> parts) {
        Set<Integer> columns = new HashSet<>();
        parts.forEach(part -> columns.addAll(part.columns()));
        return columns;
    }
}

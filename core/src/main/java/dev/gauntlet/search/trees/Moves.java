package dev.gauntlet.search.trees;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Schema;
import java.util.Arrays;
import java.util.List;

/**
 * What one row can become, as far as trees tell values apart: variables with finitely many options each. A variable is a
 * feature or a one-hot group. The options of a number are the values nearest to the original in each interval between
 * cuts that a valid value reaches, in rising order, so that parts and moves rise with the distance from the original;
 * those of a category, a missing number or a group are unordered choices.
 */
final class Moves {
    private static final double ROUNDING = 1 + 1e-9;

    final double[] row;
    /** Per feature, its variable. */
    final int[] variable;

    final int count;
    final boolean[] ordered;
    /** Per variable, where its options start in {@link #part}, {@link #move} and {@link #value}; and the end. */
    final int[] first;
    /** Per variable, the option that leaves the row as it is, counted from 0 in its own options. */
    final int[] start;
    /** What an option adds to the total of the norm. */
    final double[] part;
    /** The largest scaled distance of a number in an option. */
    final double[] move;
    /** The value of the feature, or the member of the group that is 1. */
    final double[] value;

    private final int[] feature;
    private final int[][] group;

    /** Moves of at most this distance for each number. */
    Moves(SplitTrees trees, double[] row, Norm norm, double reach) {
        this.row = row.clone();
        Schema schema = trees.schema;
        variable = new int[row.length];
        Arrays.fill(variable, -1);
        List<int[]> groups = schema.groups().values().stream()
                .map(names -> names.stream().mapToInt(schema::column).toArray())
                .filter(this::isChoice)
                .toList();
        int most = groups.size() + row.length;
        ordered = new boolean[most];
        first = new int[most + 1];
        start = new int[most];
        feature = new int[most];
        group = new int[most][];
        Builder options = new Builder(schema, norm, reach);
        int at = 0;
        for (int[] members : groups) {
            if (Arrays.stream(members).anyMatch(j -> variable[j] >= 0)) {
                continue; // a group that shares a flag with another one is left to the referee
            }
            group[at] = members;
            for (int j : members) {
                variable[j] = at;
            }
            start[at] = options.group(members, row);
            first[++at] = options.size;
        }
        for (int j = 0; j < row.length; j++) {
            if (variable[j] >= 0) {
                continue;
            }
            variable[j] = at;
            feature[at] = j;
            ordered[at] = trees.isOrdered(j) && !Double.isNaN(row[j]);
            start[at] = ordered[at]
                    ? options.number(j, row[j], trees.cuts[j])
                    : options.choice(j, row[j], trees.isOrdered(j) ? representatives(trees, j) : codes(schema, j));
            first[++at] = options.size;
        }
        count = at;
        part = Arrays.copyOf(options.part, options.size);
        move = Arrays.copyOf(options.move, options.size);
        value = Arrays.copyOf(options.value, options.size);
    }

    private boolean isChoice(int[] members) {
        int ones = 0;
        for (int j : members) {
            if (row[j] != 0 && row[j] != 1) {
                return false;
            }
            ones += row[j] == 1 ? 1 : 0;
        }
        return ones == 1;
    }

    private static double[] codes(Schema schema, int column) {
        Feature of = schema.feature(column);
        double[] codes = new double[(int) (of.high() - of.low()) + 1];
        Arrays.setAll(codes, k -> of.low() + k);
        return codes;
    }

    /** A valid value of each interval between cuts that has one, for a number that is missing. */
    private static double[] representatives(SplitTrees trees, int column) {
        Feature of = trees.schema.feature(column);
        double[] cuts = trees.cuts[column];
        double[] found = new double[cuts.length + 1];
        int size = 0;
        for (int k = 0; k <= cuts.length; k++) {
            double low = Math.max(of.low(), k == 0 ? Double.NEGATIVE_INFINITY : cuts[k - 1]);
            double high = Math.min(of.high(), k == cuts.length ? Double.POSITIVE_INFINITY : Math.nextDown(cuts[k]));
            boolean whole = of.kind() != Feature.Kind.REAL;
            double value = Double.isInfinite(low) ? whole ? Math.floor(high) : high : whole ? Math.ceil(low) : low;
            value = Double.isInfinite(value) ? 0 : value;
            if (value >= low && value <= high) {
                found[size++] = value;
            }
        }
        return Arrays.copyOf(found, size);
    }

    int options(int variable) {
        return first[variable + 1] - first[variable];
    }

    /** Writes what an option makes of its features. */
    void put(int variable, int option, double[] into) {
        double chosen = value[first[variable] + option];
        int[] members = group[variable];
        if (members == null) {
            into[feature[variable]] = chosen;
            return;
        }
        for (int k = 0; k < members.length; k++) {
            into[members[k]] = k == (int) chosen ? 1 : 0;
        }
    }

    /** What an option makes of one feature. */
    double value(int variable, int option, int column) {
        double chosen = value[first[variable] + option];
        int[] members = group[variable];
        return members == null ? chosen : members[(int) chosen] == column ? 1 : 0;
    }

    private static final class Builder {
        private final Schema schema;
        private final Norm norm;
        private final double reach;
        private int size;
        private double[] part = new double[256];
        private double[] move = new double[256];
        private double[] value = new double[256];

        Builder(Schema schema, Norm norm, double reach) {
            this.schema = schema;
            this.norm = norm;
            this.reach = reach;
        }

        private void add(double newValue, double newPart, double newMove) {
            if (size == value.length) {
                part = Arrays.copyOf(part, 2 * size);
                move = Arrays.copyOf(move, 2 * size);
                value = Arrays.copyOf(value, 2 * size);
            }
            part[size] = newPart;
            move[size] = newMove;
            value[size++] = newValue;
        }

        int group(int[] members, double[] row) {
            int active = 0;
            for (int k = 0; k < members.length; k++) {
                active = row[members[k]] == 1 ? k : active;
            }
            int from = size;
            int start = 0;
            Feature old = schema.feature(members[active]);
            for (int k = 0; k < members.length; k++) {
                Feature chosen = schema.feature(members[k]);
                if (k == active) {
                    start = size - from;
                    add(k, 0, 0);
                } else if (permits(old, 1, 0) && permits(chosen, 0, 1)) {
                    double both = norm.part(old, 1, 0) + norm.part(chosen, 0, 1);
                    double largest = Math.max(moved(old, 1, 0), moved(chosen, 0, 1));
                    if (largest <= reach) {
                        add(k, norm == Norm.L0 ? 1 : both, largest);
                    }
                }
            }
            return start;
        }

        private static boolean permits(Feature feature, double before, double after) {
            return feature.move().permits(before, after) && after >= feature.low() && after <= feature.high();
        }

        /**
         * How far a number moves, as {@link Schema#reaches} counts it: one step of a whole number is always within reach, and so
         * is a move that is longer by rounding only.
         */
        private double moved(Feature feature, double before, double after) {
            if (!feature.isNumber()) {
                return 0;
            }
            double moved = feature.distance(before, after);
            boolean step = feature.kind() == Feature.Kind.WHOLE && moved * feature.scale() <= ROUNDING && reach > 0;
            return step || moved <= reach * ROUNDING ? Math.min(reach, moved) : moved;
        }

        int choice(int column, double before, double[] values) {
            Feature feature = schema.feature(column);
            add(before, 0, 0);
            for (double after : values) {
                double moved = moved(feature, before, after);
                if (after != before && permits(feature, before, after) && moved <= reach) {
                    add(after, norm.part(feature, before, after), moved);
                }
            }
            return 0;
        }

        /** The options of a number, those below it, itself, those above it. */
        int number(int column, double before, double[] cuts) {
            Feature feature = schema.feature(column);
            int from = size;
            int found = Arrays.binarySearch(cuts, before + 0.0);
            int own = found < 0 ? -found - 1 : found + 1;
            if (feature.move().permits(before, Double.NEGATIVE_INFINITY)) {
                for (int k = own - 1; k >= 0; k--) {
                    double wanted = Math.min(feature.high(), Math.nextDown(cuts[k]));
                    double after = feature.kind() == Feature.Kind.REAL ? wanted : Math.floor(wanted);
                    if (after < feature.low() || moved(feature, before, after) > reach) {
                        break;
                    }
                    if (k == 0 || after >= cuts[k - 1]) {
                        offer(feature, before, after);
                    }
                }
            }
            reverse(from);
            int start = size - from;
            add(before, 0, 0);
            if (feature.move().permits(before, Double.POSITIVE_INFINITY)) {
                for (int k = own; k < cuts.length; k++) {
                    double wanted = Math.max(feature.low(), cuts[k]);
                    double after = feature.kind() == Feature.Kind.REAL ? wanted : Math.ceil(wanted);
                    if (after > feature.high() || moved(feature, before, after) > reach) {
                        break;
                    }
                    if (k + 1 == cuts.length || after < cuts[k + 1]) {
                        offer(feature, before, after);
                    }
                }
            }
            return start;
        }

        private void offer(Feature feature, double before, double after) {
            if (Double.isFinite(after)) {
                add(after, norm.part(feature, before, after), moved(feature, before, after));
            }
        }

        private void reverse(int from) {
            for (int a = from, b = size - 1; a < b; a++, b--) {
                swap(part, a, b);
                swap(move, a, b);
                swap(value, a, b);
            }
        }

        private static void swap(double[] array, int a, int b) {
            double kept = array[a];
            array[a] = array[b];
            array[b] = kept;
        }
    }
}

package dev.gauntlet.search;

import dev.gauntlet.data.Expression;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rule;
import dev.gauntlet.data.Schema;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes the rules of a schema hold in a changed row, where they do not, by moving for each broken one the feature that needs the
 * smallest change within what is valid. Not thread-safe.
 */
final class Repairs {
    private static final int PASSES = 4;

    private final FeasibleSet valid;
    private final Schema schema;
    private final double[] original;
    private final int[] derived;
    /** How far the original is from obeying each rule. */
    private final double[] anyway;
    /** Per rule, the features that can repair it. */
    private final int[][] bases;
    /** The features that repairs moved, and whether others are to be moved where that is possible, as repairs undo each other. */
    private final boolean[] mended;

    private boolean elsewhere;
    /** Whether repairs changed anything in the present pass. */
    private boolean changed;
    /** Whether derived features are computed for each value tried, as the rule that is being repaired uses them. */
    private boolean deriving;

    Repairs(FeasibleSet valid, double[] original, int[] derived) {
        this.valid = valid;
        this.schema = valid.schema();
        this.original = original;
        this.derived = derived.clone();
        this.anyway = schema.rules().stream()
                .mapToDouble(rule -> rule.violation(original))
                .toArray();
        this.bases = IntStream.range(0, anyway.length).mapToObj(this::movable).toArray(int[][]::new);
        this.mended = new boolean[original.length];
    }

    /** Repairs a row whose derived features are computed; returns whether it obeys the rules now. */
    boolean mend(double[] row) {
        if (obeys(row)) {
            return true;
        }
        Arrays.fill(mended, false);
        elsewhere = false;
        if (repaired(row)) {
            return true;
        }
        elsewhere = true;
        return repaired(row);
    }

    /** Repairs all rules again and again, as the repair of one may break another, until all hold or nothing changes. */
    private boolean repaired(double[] row) {
        boolean obeys = false;
        changed = true;
        for (int pass = 0; pass < PASSES && changed && !obeys; pass++) {
            changed = false;
            for (int r = 0; r < anyway.length; r++) {
                if (bases[r].length > 0 && isWorse(r, row)) {
                    deriving = schema.usesDerived(r);
                    repair(schema.rules().get(r), bases[r], row);
                }
            }
            obeys = obeys(row);
        }
        return obeys;
    }

    /** The features that can repair a rule: none of one that says how a feature is computed. */
    private int[] movable(int rule) {
        return schema.isFormula(rule)
                ? new int[0]
                : IntStream.of(schema.bases(rule))
                        .filter(column -> schema.feature(column).move() != Feature.Move.FIXED)
                        .toArray();
    }

    /**
     * Where another value of a derived feature is wanted, moves one of those that it is computed from until it is there or
     * beyond, if that one was to stay as it was.
     */
    void follow(double[] wanted, double[] row) {
        deriving = true;
        for (int j : derived) {
            if (wanted[j] != original[j] && row[j] == original[j]) {
                double there = Math.max(valid.low(j), Math.min(valid.high(j), wanted[j]));
                if (there != original[j]) { // NaN is not there
                    follow(j, there, row);
                }
            }
        }
    }

    private void follow(int derived, double wanted, double[] row) {
        Expression value = new Expression.Value(schema.feature(derived).name(), derived);
        Expression there = new Expression.Constant(wanted);
        double way = Math.signum(wanted - original[derived]);
        double least = Double.POSITIVE_INFINITY;
        int moved = -1;
        double to = 0;
        for (int column : schema.basesOf(derived)) {
            double kept = row[column];
            if (kept != original[column]) {
                continue;
            }
            for (double root : around(meeting(value, there, row, column))) {
                double ulps = 1e-9 * Math.max(1, Math.abs(root));
                for (double near : new double[] {root, root - ulps, root + ulps}) {
                    double clipped = valid.clip(column, near);
                    double distance = schema.feature(column).distance(kept, clipped);
                    set(row, column, clipped);
                    if (distance < least && way * (row[derived] - wanted) >= 0) {
                        least = distance;
                        moved = column;
                        to = clipped;
                    }
                }
            }
            set(row, column, kept);
        }
        if (moved >= 0) {
            set(row, moved, to);
        }
    }

    private boolean obeys(double[] row) {
        for (int r = 0; r < anyway.length; r++) {
            if (isWorse(r, row)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a row breaks a rule, and by more than the original does. */
    private boolean isWorse(int rule, double[] row) {
        return schema.touches(rule, original, row) && schema.rules().get(rule).violation(row) > anyway[rule];
    }

    /** Makes a rule hold; whether the original broke one of its parts does not matter. */
    private boolean repair(Rule rule, int[] bases, double[] row) {
        if (rule.holds(row)) {
            return true;
        }
        if (rule instanceof Rule.Compare compare) {
            return (elsewhere && mendComparison(compare, bases, row, true))
                    || mendComparison(compare, bases, row, false);
        }
        if (rule instanceof Rule.All all) {
            boolean mended = true;
            for (Rule part : all.parts()) {
                mended &= repair(part, bases, row);
            }
            return mended;
        }
        if (rule instanceof Rule.Any any) {
            for (Rule part : any.parts()) {
                if (repair(part, bases, row)) {
                    return true;
                }
            }
            return false;
        }
        return repair(((Rule.When) rule).consequence(), bases, row);
    }

    private boolean mendComparison(Rule.Compare rule, int[] bases, double[] row, boolean others) {
        double best = Double.POSITIVE_INFINITY;
        int bestColumn = -1;
        double bestValue = 0;
        for (int column : bases) {
            if (others && mended[column]) {
                continue;
            }
            Feature feature = schema.feature(column);
            double kept = row[column];
            for (double value : solutions(rule, row, column)) {
                double clipped = valid.clip(column, value);
                double move = feature.distance(kept, clipped);
                if (clipped == kept || move >= best) {
                    continue;
                }
                set(row, column, clipped);
                if (rule.violation(row) == 0) {
                    best = move;
                    bestColumn = column;
                    bestValue = clipped;
                }
            }
            set(row, column, kept);
        }
        if (bestColumn >= 0) {
            row[bestColumn] = bestValue;
            schema.derive(original, row);
            mended[bestColumn] = true;
            changed = true;
        }
        return bestColumn >= 0;
    }

    /**
     * Where both sides meet if only one feature moves, by two secant steps: exact where the rule is affine in it. For a
     * strict comparison, the values on either side of that.
     */
    private double[] solutions(Rule.Compare rule, double[] row, int column) {
        double at = meeting(rule.left(), rule.right(), row, column);
        return rule.relation() == Rule.Compare.Relation.LESS
                ? new double[] {Math.nextDown(at), Math.nextUp(at), Math.ceil(at) - 1, Math.floor(at) + 1}
                : around(at);
    }

    private static double[] around(double at) {
        return new double[] {at, Math.floor(at), Math.ceil(at)};
    }

    private double meeting(Expression left, Expression right, double[] row, int column) {
        double kept = row[column];
        double step = Math.max(1, Math.abs(kept) * 0.01);
        double at = kept;
        double gap = gap(left, right, row, column, at);
        double next = gap(left, right, row, column, at + step);
        for (int i = 0; i < 2 && next != gap; i++) {
            double root = at - gap * step / (next - gap);
            if (Double.isNaN(root) || Double.isInfinite(root)) {
                break;
            }
            step = at - root == 0 ? step : at - root;
            next = gap;
            at = root;
            gap = gap(left, right, row, column, at);
            if (gap == 0) {
                break;
            }
        }
        set(row, column, kept);
        return at;
    }

    private double gap(Expression left, Expression right, double[] row, int column, double value) {
        set(row, column, value);
        return left.of(row) - right.of(row);
    }

    private void set(double[] row, int column, double value) {
        row[column] = value;
        if (deriving) {
            schema.derive(original, row);
        }
    }
}

package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Expression;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rule;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.Budget;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Changes one original row only in ways that schema and budget permit: clips each feature to bounds, direction and
 * distance, computes derived features from the others, then repairs broken rules by moving the movable feature that needs the
 * smallest change. Not thread-safe.
 */
public final class FeasibleSet {
    private static final int PASSES = 4;

    private final Schema schema;
    private final Budget budget;
    private final double[] original;
    /** How far the original is from obeying each rule. */
    private final double[] anyway;
    /** Per column, the range that bounds, distance and direction permit; there is none if low is above high. */
    private final double[] low;

    private final double[] high;
    /** Within this difference a value is surely within the distance that is permitted. */
    private final double[] least;

    /** Whether no row within bounds and distance costs too much. */
    private final boolean cheap;

    private final boolean[] stays;
    private final boolean[] isNumber;
    private final boolean[] isReal;
    private final int[] derived;
    /** The features that repairs moved, and whether others are to be moved where that is possible, as repairs undo each other. */
    private final boolean[] mended;

    private boolean elsewhere;

    public FeasibleSet(Schema schema, Budget budget, double[] original) {
        this.schema = schema;
        this.budget = budget;
        this.original = original.clone();
        this.anyway = schema.rules().stream()
                .mapToDouble(rule -> rule.violation(original))
                .toArray();
        this.low = new double[original.length];
        this.high = new double[original.length];
        this.least = new double[original.length];
        this.stays = new boolean[original.length];
        this.isNumber = new boolean[original.length];
        this.isReal = new boolean[original.length];
        this.mended = new boolean[original.length];
        this.derived =
                IntStream.range(0, original.length).filter(schema::isDerived).toArray();
        double dearest = 0;
        for (int j = 0; j < original.length; j++) {
            Feature feature = schema.feature(j);
            double before = original[j];
            stays[j] = feature.move() == Feature.Move.FIXED || schema.isDerived(j) || Double.isNaN(before);
            isNumber[j] = feature.isNumber();
            isReal[j] = feature.kind() == Feature.Kind.REAL;
            double reach = schema.reach(j, budget.eps());
            least[j] = isNumber[j] ? reach : Double.POSITIVE_INFINITY;
            low[j] = Math.max(feature.low(), feature.move().permits(0, -1) ? before - reach : before);
            high[j] = Math.min(feature.high(), feature.move().permits(0, 1) ? before + reach : before);
            double farthest = Math.max(feature.distance(before, low[j]), feature.distance(before, high[j]));
            dearest += feature.cost() * Math.max(1, farthest);
        }
        this.cheap = dearest <= budget.cost();
    }

    /** A copy of the row as it was. */
    public double[] original() {
        return original.clone();
    }

    public double cost(double[] changed) {
        return schema.cost(original, changed);
    }

    /** How large a change is by an objective. */
    double size(Norm objective, double[] changed) {
        return objective.of(schema, original, changed);
    }

    public Schema schema() {
        return schema;
    }

    /** The least value that bounds, direction and distance permit a feature. */
    public double low(int column) {
        return low[column];
    }

    /** The largest value that they permit. */
    public double high(int column) {
        return high[column];
    }

    /** The numbers that an attacker can move by itself. */
    int[] numbers() {
        return IntStream.of(schema.movable())
                .filter(j -> !stays[j] && schema.feature(j).isNumber())
                .toArray();
    }

    /** How far a number may go, the asked way if it is open; by a scale where nothing limits it. */
    double end(int column, boolean up) {
        boolean rises = low[column] >= original[column] || (up && high[column] > original[column]);
        double end = rises ? high[column] : low[column];
        double scale = schema.feature(column).scale();
        return Double.isInfinite(end) ? original[column] + (rises ? scale : -scale) : end;
    }

    /** Whether a number may go up, or down if the direction is negative, at all. */
    public boolean moves(int column, double direction) {
        return direction > 0 ? high[column] > original[column] : low[column] < original[column];
    }

    /** The nearest value to {@code wanted} that one feature may take; a derived one stays as it was. */
    public double clip(int column, double wanted) {
        double before = original[column];
        if (wanted == before || stays[column] || Double.isNaN(wanted)) {
            return before;
        }
        if (!isNumber[column]) {
            Feature feature = schema.feature(column);
            double code = Math.rint(wanted);
            boolean there = code >= feature.low() && code <= feature.high();
            return there && feature.move().permits(before, code) ? code : before;
        }
        double near = Math.max(low[column], Math.min(high[column], wanted));
        if (!isReal[column]) {
            near = near > before ? Math.floor(near) : Math.ceil(near);
        }
        return near < low[column] || near > high[column] ? before : near;
    }

    /** The value a share of the way from the original to another; there is no way between categories or flags. */
    public double between(int column, double other, double share) {
        return !schema.feature(column).isNumber() ? other : original[column] + share * (other - original[column]);
    }

    /** A valid row near the wanted one within the budget, or empty if none was found. */
    public Optional<double[]> project(double[] wanted) {
        double[] row = original.clone();
        for (int j = 0; j < row.length; j++) {
            if (wanted[j] != row[j]) {
                row[j] = clip(j, wanted[j]);
            }
        }
        if (derived.length > 0) {
            schema.derive(original, row);
            follow(wanted, row);
        }
        boolean obeys = obeys(row);
        Arrays.fill(mended, false);
        for (int pass = 0; pass < 2 * PASSES && !obeys; pass++) {
            elsewhere = pass >= PASSES;
            for (int r = 0; r < anyway.length; r++) {
                if (!schema.isFormula(r)
                        && isWorse(r, row)) { // Its repair may break an earlier one: all are looked at again.
                    repair(schema.rules().get(r), schema.bases(r), row);
                }
            }
            obeys = obeys(row);
        }
        // Types, bounds and directions of the others hold since each value was clipped.
        return obeys
                        && permitsDerived(row)
                        && reaches(row)
                        && (cheap || isAffordable(row))
                        && schema.keepsGroups(original, row)
                ? Optional.of(row)
                : Optional.empty();
    }

    /**
     * Where another value of a derived feature is wanted, moves one of those that it is computed from until it is there or
     * beyond, if that one was to stay as it was.
     */
    private void follow(double[] wanted, double[] row) {
        for (int j : derived) {
            if (wanted[j] != original[j] && row[j] == original[j]) {
                double there = Math.max(low[j], Math.min(high[j], wanted[j]));
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
                    double clipped = clip(column, near);
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

    private boolean permitsDerived(double[] row) {
        for (int j : derived) {
            if (Double.compare(row[j], original[j]) != 0) {
                boolean whole = isReal[j] || row[j] == Math.rint(row[j]);
                if (!(whole && row[j] >= low[j] && row[j] <= high[j])) {
                    return false;
                }
            }
        }
        return true;
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

    /** Some random features moved by random amounts of up to a scale, valid or not. */
    public double[] randomMove(Rng rng) {
        double[] row = original.clone();
        int[] movable = schema.movable();
        for (int column : rng.sample(movable, movable.length == 0 ? 0 : 1 + rng.nextInt(movable.length))) {
            Feature feature = schema.feature(column);
            double move = (2 * rng.nextDouble() - 1) * feature.scale();
            row[column] = switch (feature.kind()) {
                case CATEGORY -> rng.nextInt(feature.categories().size());
                case FLAG -> 1 - row[column];
                case WHOLE -> row[column] + Math.copySign(Math.max(1, Math.abs(move)), move);
                case REAL -> row[column] + move;
            };
        }
        return row;
    }

    /** Whether a row is a valid change within distance and cost. */
    public boolean permitted(double[] row) {
        return schema.lawful(original, row) && reaches(row) && isAffordable(row);
    }

    private boolean isAffordable(double[] row) {
        return cost(row) <= budget.cost() * (1 + 1e-9);
    }

    private boolean reaches(double[] row) {
        int beyond = 0;
        for (int j = 0; j < row.length; j++) { // without a branch that depends on what changed
            beyond += Math.abs(row[j] - original[j]) <= least[j] ? 0 : 1;
        }
        return beyond == 0 || schema.reaches(original, row, budget.eps());
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
            Feature feature = schema.feature(column);
            if (feature.move() == Feature.Move.FIXED || (others && mended[column])) {
                continue;
            }
            double kept = row[column];
            for (double value : solutions(rule, row, column)) {
                double clipped = clip(column, value);
                double move = feature.distance(kept, clipped);
                if (move >= best) {
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
            set(row, bestColumn, bestValue);
            mended[bestColumn] = true;
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
        schema.derive(original, row);
    }
}

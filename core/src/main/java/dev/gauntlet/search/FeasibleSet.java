package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.Budget;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Changes one original row only in ways that schema and budget permit: clips each feature to bounds, direction and
 * distance, computes derived features from the others, then repairs broken rules by moving the movable feature that needs the
 * smallest change. Not thread-safe.
 */
public final class FeasibleSet {
    private final Schema schema;
    private final Budget budget;
    private final double[] original;
    private final Repairs repairs;
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

    public FeasibleSet(Schema schema, Budget budget, double[] original) {
        this.schema = schema;
        this.budget = budget;
        this.original = original.clone();
        this.low = new double[original.length];
        this.high = new double[original.length];
        this.least = new double[original.length];
        this.stays = new boolean[original.length];
        this.isNumber = new boolean[original.length];
        this.isReal = new boolean[original.length];
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
        this.repairs = new Repairs(this, this.original, derived);
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
            repairs.follow(wanted, row);
        }
        // Types, bounds and directions of the others hold since each value was clipped.
        return repairs.mend(row)
                        && permitsDerived(row)
                        && reaches(row)
                        && (cheap || isAffordable(row))
                        && schema.keepsGroups(original, row)
                ? Optional.of(row)
                : Optional.empty();
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
}

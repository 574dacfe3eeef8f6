package dev.gauntlet.search.gradient;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Schema;
import dev.gauntlet.search.FeasibleSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where one row can go by gradients: its numbers and flags that an attacker can move, each by a change in scales. Flags are
 * numbers on the way and rounded in the row; of a one-hot group the flag that has most is set. A derived feature has no
 * change of its own: its slope is passed on to what it is computed from. Categories change at random starts alone.
 */
public final class Region {
    private static final int SHORTER = 4;
    private static final double TIGHTER = 0.98;
    static final double ROUNDING = 1 + 1e-9;
    /** How likely a random start has another category. */
    private static final double OTHER = 0.25;

    private final FeasibleSet lawful;
    private final Schema schema;
    private final double[] original;
    /** The original, with other categories where a walk starts at random. */
    private final double[] base;

    private final int[] categories;
    private final int[] columns;
    private final double[] scales;
    /** The least changes of whole numbers and flags; 0 for others. */
    private final double[] units;

    private final double[] low;
    private final double[] high;
    /** The valid change within the radius with the largest margin so far. */
    private final double[] closest;

    private double margin = Double.NEGATIVE_INFINITY;
    private final Ball ball;
    private final double radius;
    /** The radius within which repairs have room. */
    private double now;
    /** Of each one-hot group, the places of its flags. */
    private final int[][] groups;

    private final double[] gradient;
    private final RuleSteps rules;

    /**
     * A region.
     *
     * @param norm in which changes are measured
     * @param radius the largest size of a change in it
     */
    public Region(FeasibleSet lawful, Norm norm, double radius) {
        this.lawful = lawful;
        this.schema = lawful.schema();
        this.original = lawful.original();
        this.base = original.clone();
        this.categories = IntStream.of(schema.movable())
                .filter(j -> schema.feature(j).kind() == Feature.Kind.CATEGORY)
                .toArray();
        this.columns = IntStream.of(schema.movable())
                .filter(j -> schema.feature(j).kind() != Feature.Kind.CATEGORY && !Double.isNaN(original[j]))
                .filter(j -> lawful.moves(j, 1) || lawful.moves(j, -1))
                .toArray();
        int size = columns.length;
        this.scales = new double[size];
        this.low = new double[size];
        this.high = new double[size];
        this.units = new double[size];
        this.closest = new double[size];
        double[] costs = new double[size];
        int[] places = new int[original.length];
        for (int k = 0; k < size; k++) {
            Feature feature = schema.feature(columns[k]);
            double before = original[columns[k]];
            scales[k] = feature.scale();
            boolean flag = feature.kind() == Feature.Kind.FLAG;
            low[k] = Math.min(0, ((flag ? feature.low() : lawful.low(columns[k])) - before) / scales[k]);
            high[k] = Math.max(0, ((flag ? feature.high() : lawful.high(columns[k])) - before) / scales[k]);
            if (flag) { // Distance does not limit it, but its direction does.
                low[k] = feature.move().permits(0, -1) ? low[k] : 0;
                high[k] = feature.move().permits(0, 1) ? high[k] : 0;
            }
            units[k] = feature.kind() == Feature.Kind.REAL ? 0 : 1 / scales[k];
            costs[k] = norm == Norm.LINF ? Math.min(1, radius / Math.max(radius, units[k])) : feature.cost();
            if (feature.kind() == Feature.Kind.WHOLE
                    && (norm == Norm.L2 || norm == Norm.L1)
                    && feature.scale() * radius < 1) {
                low[k] = 0;
                high[k] = 0;
            }
            places[columns[k]] = k + 1;
        }
        this.ball = new Ball(norm, costs);
        this.radius = radius;
        this.now = radius;
        this.rules = new RuleSteps(schema, original, columns, scales, low, high);
        this.gradient = new double[original.length];
        this.groups = schema.groups().values().stream()
                .map(members -> places(members, places))
                .filter(group -> group.length > 1)
                .toArray(int[][]::new);
    }

    private int[] places(List<String> members, int[] places) {
        int[] found = members.stream()
                .mapToInt(name -> places[schema.column(name)] - 1)
                .toArray();
        return IntStream.of(found).allMatch(k -> k >= 0) ? found : new int[0];
    }

    /** How many features can change. */
    public int size() {
        return columns.length;
    }

    Ball ball() {
        return ball;
    }

    double radius() {
        return radius;
    }

    double low(int k) {
        return low[k];
    }

    double high(int k) {
        return high[k];
    }

    /** Writes no change or, given a source of randomness, a random one in the box and the ball. */
    void start(Optional<Rng> random, double[] delta) {
        Arrays.fill(delta, 0);
        System.arraycopy(original, 0, base, 0, base.length);
        if (random.isPresent()) {
            for (int j : categories) {
                int code = random.get().nextInt(schema.feature(j).categories().size());
                base[j] = random.get().chance(OTHER) ? code : base[j];
            }
            double span = Math.min(1, radius);
            for (int k = 0; k < delta.length; k++) {
                delta[k] = random.get().between(Math.max(-span, low[k]), Math.min(span, high[k]));
            }
            bound(delta);
        }
    }

    /** Sets to 0 the slopes that lead out of the box. */
    void within(double[] delta, double[] slopes) {
        for (int k = 0; k < delta.length; k++) {
            if (slopes[k] > 0 ? delta[k] >= high[k] : delta[k] <= low[k]) {
                slopes[k] = 0;
            }
        }
    }

    /** Moves a change into the ball and the box. */
    void bound(double[] delta) {
        ball.project(delta, now);
        clip(delta);
        rules.mend(delta);
        if (rules.matter()) {
            ball.project(delta, now);
            rules.mend(delta);
        }
    }

    /** The largest size of a valid change was exceeded by repairs: aims a little lower. */
    void tighten() {
        now *= TIGHTER;
    }

    /** The least change of a whole number or flag; 0 for another. */
    double unit(int k) {
        return units[k];
    }

    /** Remembers a valid change if it is within the radius and none was closer to the goal. */
    void remember(double[] change, double itsMargin) {
        if (itsMargin > margin && ball.size(change) <= radius * ROUNDING) {
            margin = itsMargin;
            System.arraycopy(change, 0, closest, 0, closest.length);
        }
    }

    /** Writes the valid change that came closest to the goal. */
    void closest(double[] delta) {
        System.arraycopy(closest, 0, delta, 0, delta.length);
    }

    /** Moves each change into what schema, direction and distance permit. */
    void clip(double[] delta) {
        for (int k = 0; k < delta.length; k++) {
            delta[k] = Math.max(low[k], Math.min(high[k], delta[k]));
        }
    }

    /** The valid row nearest to a change, or to a part of it; empty if none was found. */
    Optional<double[]> row(double[] delta) {
        double share = 1;
        for (int i = 0; i < SHORTER; i++, share /= 2) {
            Optional<double[]> row = lawful.project(wanted(delta, share));
            if (row.isPresent()) {
                return row;
            }
        }
        return Optional.empty();
    }

    double[] wanted(double[] delta, double share) {
        double[] row = base.clone();
        for (int k = 0; k < delta.length; k++) {
            if (delta[k] != 0) {
                row[columns[k]] += share * delta[k] * scales[k];
            }
        }
        for (int[] group : groups) {
            int most = group[0];
            for (int k : group) {
                double ahead = row[columns[k]] - row[columns[most]];
                most = ahead > 0 || (ahead == 0 && delta[k] > delta[most]) ? k : most;
            }
            for (int k : group) {
                row[columns[k]] = k == most ? 1 : 0;
            }
        }
        return row;
    }

    /** Writes the change that a row is. */
    void change(double[] row, double[] delta) {
        for (int k = 0; k < delta.length; k++) {
            delta[k] = (row[columns[k]] - original[columns[k]]) / scales[k];
        }
    }

    /**
     * Writes how a score changes with each change.
     *
     * @param by the gradient of the score by every feature, in the schema's units
     * @param heading 1, or -1 where the score is to fall
     */
    void slopes(double[] row, double[] by, int heading, double[] slopes) {
        System.arraycopy(by, 0, gradient, 0, gradient.length);
        schema.passOn(row, gradient);
        for (int k = 0; k < slopes.length; k++) {
            double slope = heading * gradient[columns[k]] * scales[k];
            boolean stuck = Double.isNaN(slope) || low[k] == high[k];
            slopes[k] = stuck ? 0 : slope;
        }
        for (int[] group : groups) {
            exchange(group, row, slopes);
        }
    }

    /** In a one-hot group only the best exchange has slopes: of the flag that is set for the one with the steepest slope. */
    private void exchange(int[] group, double[] row, double[] slopes) {
        int set = -1;
        int best = group[0];
        for (int k : group) {
            set = row[columns[k]] == 1 ? k : set;
            best = slopes[k] > slopes[best] ? k : best;
        }
        double gain = set < 0 ? 0 : slopes[best] - slopes[set];
        for (int k : group) {
            slopes[k] = k == best ? gain / 2 : k == set ? -gain / 2 : 0;
        }
    }

    /** Whether there are whole numbers, flags or rules, so that a valid change is not quite the one that a step leads to. */
    public boolean isUneven() {
        return rules.matter() || Arrays.stream(units).anyMatch(unit -> unit > 0);
    }
}

package dev.gauntlet.search;

import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.Budget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the search for one victim came to. Offers are checked: a row counts if its answer was what is wanted, and if schema,
 * rules and budget allow it.
 */
public final class Progress {
    private static final double ROUNDING = 1 + 1e-9;

    private final FeasibleSet lawful;
    /** The query that first showed each row that reached the goal. */
    private final Map<RowKey, Integer> reached = new HashMap<>();
    /** Whether a query reached the goal with a valid row within the budget. */
    private boolean anyPermitted;

    private final List<Improvement> improvements = new ArrayList<>();
    private final Set<RowKey> refused = new HashSet<>();
    private double lowerBound;
    private int gradients;
    private int flat;

    Progress(Schema schema, Budget budget, double[] victim) {
        this.lawful = new FeasibleSet(schema, budget, victim);
    }

    /** A query was answered as wanted. */
    void reached(double[] row, int query) {
        reached.putIfAbsent(RowKey.of(row), query);
        anyPermitted |= improvements.isEmpty() && !anyPermitted && lawful.permitted(row);
    }

    void offered(double[] row) {
        RowKey key = RowKey.of(row);
        Integer query = reached.get(key);
        if (!lawful.permitted(row)) {
            refused.add(key);
        } else if (query != null) {
            double distance = lawful.size(Norm.LARGEST, row);
            double cost = lawful.cost(row);
            if (isBetterThanAll(query, distance, cost)) {
                improvements.add(new Improvement(query, distance, cost, row));
            }
        }
    }

    /** Looks at the latest first, which are most often what beats a row. */
    private boolean isBetterThanAll(int query, double distance, double cost) {
        for (int i = improvements.size() - 1; i >= 0; i--) {
            Improvement other = improvements.get(i);
            if (query >= other.query() && distance >= other.distance() && cost >= other.cost()) {
                return false;
            }
        }
        return true;
    }

    /** A query was answered with a gradient. */
    void followed(double[] gradient) {
        gradients++;
        flat += Arrays.stream(gradient).allMatch(slope -> slope == 0) ? 1 : 0;
    }

    /** A search claims a lower bound; one that a row refutes is none. */
    void claimed(double bound) {
        boolean refuted = improvements.stream().anyMatch(one -> one.distance() * ROUNDING < bound);
        lowerBound = refuted ? 0 : bound;
    }

    /** The rows that reached the goal, in the order in which they were offered; none is beaten in all by one before it. */
    public List<Improvement> improvements() {
        return List.copyOf(improvements);
    }

    /** The cheapest row that reached the goal, the first of equals. */
    public Optional<double[]> best() {
        return cheapest(improvements).map(Improvement::row);
    }

    /** The cheapest of improvements, the first of equals. */
    public static Optional<Improvement> cheapest(List<Improvement> improvements) {
        return improvements.stream().min(Comparator.comparingDouble(Improvement::cost));
    }

    /** The distance in scales below which, as is proven, no valid row reaches the goal; 0 if none is known. */
    public double lowerBound() {
        return lowerBound;
    }

    /** Whether a query reached the goal with a valid row within the budget and nothing was offered. */
    public boolean isOverlooked() {
        return improvements.isEmpty() && anyPermitted;
    }

    /** How many queries were answered with a gradient. */
    public int gradients() {
        return gradients;
    }

    /** How many of these gradients were 0 everywhere. */
    public int flat() {
        return flat;
    }

    /** How many rows were offered that schema, rules or budget do not allow. */
    public int refused() {
        return refused.size();
    }
}

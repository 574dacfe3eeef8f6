package dev.gauntlet.search;

import dev.gauntlet.data.Norm;
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
    private final Norm norm;
    /** The query that first showed each row that reached the goal. */
    private final Map<RowKey, Integer> reached = new HashMap<>();
    /** Whether a query reached the goal with a valid row within the budget. */
    private boolean anyPermitted;

    private final List<Improvement> improvements = new ArrayList<>();
    private final Set<RowKey> refused = new HashSet<>();
    private double lowerBound;
    private boolean refuted;
    private int gradients;
    private int flat;

    Progress(Schema schema, Budget budget, double[] victim) {
        this.norm = budget.norm();
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
            double distance = lawful.size(Norm.LINF, row);
            double cost = lawful.cost(row);
            double size = norm == Norm.COST ? cost : lawful.size(norm, row);
            if (isBetterThanAll(query, distance, cost, size)) {
                improvements.add(new Improvement(query, distance, cost, size, row));
            }
        }
    }

    /** Looks at the latest first, which are most often what beats a row. */
    private boolean isBetterThanAll(int query, double distance, double cost, double size) {
        for (int i = improvements.size() - 1; i >= 0; i--) {
            Improvement other = improvements.get(i);
            if (query >= other.query()
                    && distance >= other.distance()
                    && cost >= other.cost()
                    && size >= other.size()) {
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
        refuted = improvements.stream().anyMatch(one -> one.distance() * ROUNDING < bound);
        lowerBound = refuted ? 0 : bound;
    }

    /** The rows that reached the goal, in the order in which they were offered; none is beaten in all by one before it. */
    public List<Improvement> improvements() {
        return List.copyOf(improvements);
    }

    /** The row that reached the goal by the smallest change, the first of equals. */
    public Optional<double[]> best() {
        return smallest(improvements).map(Improvement::row);
    }

    /** The smallest of improvements in the attacker's norm, the first of equals. */
    public static Optional<Improvement> smallest(List<Improvement> improvements) {
        return improvements.stream().min(Comparator.comparingDouble(Improvement::size));
    }

    /** The distance in scales below which, as is proven, no valid row reaches the goal; 0 if none is known. */
    public double lowerBound() {
        return lowerBound;
    }

    /** Whether a query reached the goal with a valid row within the budget and nothing was offered. */
    public boolean isOverlooked() {
        return improvements.isEmpty() && anyPermitted;
    }

    /** Whether a row that reached the goal refutes the lower bound that the search claimed. */
    public boolean isRefuted() {
        return refuted;
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

package dev.gauntlet.search;

/** A row that reached the goal, and what it took. */
public final class Improvement {
    private final int query;
    private final double distance;
    private final double cost;
    private final double size;
    private final double[] row;

    /**
     * A success.
     *
     * @param query the number of the victim's query that showed it, from 1; 0 if the victim needed no change
     * @param distance the largest change of a number, in scales
     * @param cost of the change, in the schema's units of cost
     * @param size of the change in the norm that the attacker keeps small
     */
    public Improvement(int query, double distance, double cost, double size, double[] row) {
        this.query = query;
        this.distance = distance;
        this.cost = cost;
        this.size = size;
        this.row = row.clone();
    }

    public int query() {
        return query;
    }

    public double distance() {
        return distance;
    }

    public double cost() {
        return cost;
    }

    public double size() {
        return size;
    }

    public double[] row() {
        return row.clone();
    }

    /** The same of a victim for which so many queries were sent before. */
    public Improvement after(int queries) {
        return new Improvement(query + queries, distance, cost, size, row);
    }
}

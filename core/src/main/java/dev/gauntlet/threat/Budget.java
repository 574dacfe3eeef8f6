package dev.gauntlet.threat;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Norm;

/**
 * How much an attacker may spend.
 *
 * @param rows share of training rows changed or added, in [0, 1]
 * @param eps largest change of one number, in scales of the schema; flags and categories are bounded by cost alone
 * @param queries per victim; an attack without victims may send 10 times as many
 * @param cost largest cost of one changed row, in the schema's units of cost
 * @param sources share of the sources that the attacker controls, in [0, 1]
 * @param principals clients (accounts, addresses) from which the attacker sends the queries for one victim, in turn
 * @param norm what the attacker keeps small: of two changes that succeed, the one that is smaller in it is better
 */
public record Budget(double rows, double eps, int queries, double cost, double sources, int principals, Norm norm) {
    public Budget {
        Require.fraction("rows", rows);
        Require.between("eps", eps, 0, Double.MAX_VALUE);
        Require.atLeast("queries", queries, 0);
        Require.between("cost", cost, 0, Double.MAX_VALUE);
        Require.fraction("sources", sources);
        Require.atLeast("principals", principals, 1);
    }

    /** The budget of an attacker who keeps the cost small. */
    public Budget(double rows, double eps, int queries, double cost, double sources, int principals) {
        this(rows, eps, queries, cost, sources, principals, Norm.COST);
    }

    /** The budget of an attacker who queries as one client and keeps the cost small. */
    public Budget(double rows, double eps, int queries, double cost, double sources) {
        this(rows, eps, queries, cost, sources, 1);
    }

    /** 5 % of the rows, half a scale, 500 queries, cost 20, 10 % of the sources, one client. */
    public static Budget standard() {
        return new Budget(0.05, 0.5, 500, 20, 0.1);
    }

    /** The same budget with rows and distance multiplied by a strength in [0, 1]. */
    public Budget times(double strength) {
        return new Budget(rows * strength, eps * strength, queries, cost, sources, principals, norm);
    }

    /** The same queries, with distance and cost that limit nothing. */
    public Budget withoutLimits() {
        return new Budget(rows, 1e3, queries, 1e9, sources, principals, norm);
    }

    /** The same of an attacker who keeps something else small. */
    public Budget withNorm(Norm other) {
        return new Budget(rows, eps, queries, cost, sources, principals, other);
    }

    /** The same with a multiple of the queries, as far as whole numbers go. */
    public Budget withQueries(int times) {
        return new Budget(
                rows, eps, (int) Math.min(Integer.MAX_VALUE, (long) queries * times), cost, sources, principals, norm);
    }

    /** How many of {@code n} training rows may be changed or added. */
    public int rowsOf(int n) {
        return (int) StrictMath.floor(rows * n);
    }
}

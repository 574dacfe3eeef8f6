package dev.gauntlet.search.genetic;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.search.FeasibleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of one row can be bred: its numbers, flags and categories that an attacker can move, and its one-hot groups, each of which is
 * one category.
 *
 * @see <a href="https://www.complex-systems.com/abstracts/v09_i02_a02/">Deb and Agrawal 1995: simulated binary crossover</a>
 * @see <a href="https://doi.org/10.1109/4235.996017">Deb et al. 2002: polynomial mutation</a>
 */
final class Genes {
    /** How likely a gene of two rows is crossed. */
    private static final double CROSSED = 0.5;

    private final Schema schema;
    private final double[] low;
    private final double[] high;
    /** The columns of each: one, or those of a group. */
    private final int[][] genes;

    Genes(FeasibleSet lawful) {
        this.schema = lawful.schema();
        double[] original = lawful.original();
        this.low = new double[original.length];
        this.high = new double[original.length];
        Map<Object, List<Integer>> together = new LinkedHashMap<>();
        for (int j : schema.movable()) {
            Feature feature = schema.feature(j);
            low[j] = feature.isNumber() ? within(lawful.low(j), original[j] - feature.scale()) : feature.low();
            high[j] = feature.isNumber() ? within(lawful.high(j), original[j] + feature.scale()) : feature.high();
            boolean moves = !feature.isNumber() || lawful.moves(j, 1) || lawful.moves(j, -1);
            if (moves && !Double.isNaN(original[j])) {
                Object key = j;
                for (Map.Entry<String, List<String>> group : schema.groups().entrySet()) {
                    key = group.getValue().contains(feature.name()) ? group.getKey() : key;
                }
                together.computeIfAbsent(key, k -> new ArrayList<>()).add(j);
            }
        }
        this.genes = together.values().stream()
                .map(columns -> columns.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private static double within(double bound, double otherwise) {
        return Double.isInfinite(bound) ? otherwise : bound;
    }

    int size() {
        return genes.length;
    }

    /**
     * Writes into a row a child of it and another: numbers beside or between those of both, the rest as in one of them.
     *
     * @param spread the larger, the nearer children are to their parents
     */
    void cross(double[] row, double[] other, double spread, Rng rng) {
        for (int[] gene : genes) {
            if (!rng.chance(CROSSED)) {
                continue;
            }
            int j = gene[0];
            if (gene.length == 1 && schema.feature(j).isNumber()) {
                if (row[j] != other[j]) {
                    double u = rng.nextDouble();
                    double beta = StrictMath.pow(u <= 0.5 ? 2 * u : 1 / (2 * (1 - u)), 1 / (spread + 1));
                    double sign = rng.chance(0.5) ? 1 : -1;
                    double child = ((1 + sign * beta) * row[j] + (1 - sign * beta) * other[j]) / 2;
                    row[j] = Math.max(low[j], Math.min(high[j], child));
                }
            } else if (rng.chance(0.5)) {
                for (int column : gene) {
                    row[column] = other[column];
                }
            }
        }
    }

    /** Copies each gene of another row with a chance. */
    void take(double[] row, double[] other, double chance, Rng rng) {
        for (int[] gene : genes) {
            if (rng.chance(chance)) {
                for (int column : gene) {
                    row[column] = other[column];
                }
            }
        }
    }

    /** Changes one gene of a row. */
    void mutate(double[] row, double spread, Rng rng) {
        mutate(row, genes[rng.nextInt(genes.length)], spread, rng);
    }

    private void mutate(double[] row, int[] gene, double spread, Rng rng) {
        int j = gene[0];
        Feature feature = schema.feature(j);
        if (gene.length > 1) {
            int set = gene[rng.nextInt(gene.length)];
            for (int column : gene) {
                row[column] = column == set ? 1 : 0;
            }
            return;
        }
        switch (feature.kind()) {
            case FLAG -> row[j] = 1 - row[j];
            case CATEGORY -> row[j] = rng.nextInt(feature.categories().size());
            case REAL -> row[j] += move(row[j], j, spread, rng);
            case WHOLE -> {
                double move = move(row[j], j, spread, rng);
                row[j] = Math.rint(row[j] + (Math.abs(move) < 1 ? Math.signum(move) : move));
            }
        }
    }

    /** A step up or down by a part of the way to the bound that is more often small than large. */
    private double move(double value, int j, double spread, Rng rng) {
        double down = Math.max(0, value - low[j]);
        double up = Math.max(0, high[j] - value);
        if (down + up == 0) {
            return 0;
        }
        boolean rises = rng.chance(0.5) ? up > 0 : down == 0;
        double part = 1 - StrictMath.pow(1 - rng.nextDouble(), 1 / (spread + 1));
        return rises ? part * up : -part * down;
    }
}

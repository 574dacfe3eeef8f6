package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.Budget;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows that could have been seen where another was: every number differs a little, and all rules hold. Another event, not
 * a changed one, so it does not matter which way an attacker can move a feature.
 */
public final class NearCopies {
    private static final Budget ANYTHING = new Budget(1, 1e6, 0, 1e12, 1);
    private static final int TRIES = 20;

    private final Schema schema;
    private final int[] numbers;

    public NearCopies(Schema schema) {
        this.schema = schema.withFeatures(schema.features().stream()
                .map(feature -> feature.withMove(Feature.Move.FREE))
                .toList());
        this.numbers = IntStream.range(0, schema.width())
                .filter(j -> schema.feature(j).kind() == Feature.Kind.REAL
                        || schema.feature(j).kind() == Feature.Kind.WHOLE)
                .toArray();
    }

    /**
     * A copy whose numbers differ by up to {@code spread} scales, and, if {@code least} is positive, one of them by at
     * least that; the row itself if no valid one was found.
     */
    public double[] of(double[] row, double spread, double least, Rng rng) {
        double[] copy = row.clone();
        int far = least > 0 && numbers.length > 0 ? numbers[rng.nextInt(numbers.length)] : -1;
        for (int j : numbers) {
            double move = spread * (2 * rng.nextDouble() - 1) + (j == far ? least : 0);
            copy[j] = schema.feature(j)
                    .nearestLawful(row[j] + move * schema.feature(j).scale());
        }
        return new FeasibleSet(schema, ANYTHING, row)
                .project(copy)
                .filter(near -> !Arrays.equals(near, row))
                .orElse(row);
    }

    /**
     * Rows like the given ones, each with some features, of whatever kind, changed at random; a row of which no valid
     * variant was found stays as it is.
     */
    public Rows moved(Rows rows, Rng rng) {
        double[][] moved = new double[rows.size()][];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = moved(rows.row(i), rng);
        }
        return Rows.fill(rows.size(), rows.width(), (i, j) -> moved[i][j]);
    }

    private double[] moved(double[] row, Rng rng) {
        FeasibleSet lawful = new FeasibleSet(schema, ANYTHING, row);
        for (int tried = 0; tried < TRIES; tried++) {
            Optional<double[]> near =
                    lawful.project(lawful.randomMove(rng)).filter(other -> !Arrays.equals(other, row));
            if (near.isPresent()) {
                return near.get();
            }
        }
        return row;
    }
}

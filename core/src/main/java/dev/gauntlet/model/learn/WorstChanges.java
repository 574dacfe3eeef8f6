package dev.gauntlet.model.learn;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Gradients;
import java.util.stream.IntStream;

/**
 * Changes of training rows that raise their loss, by projected gradient steps within a Euclidean distance in scales. Numbers that an
 * attacker can move change, within bounds and directions; whole numbers stay whole, rounded at random so that no fraction tells that a
 * row was changed. A feature whose least change is beyond the distance stays, and so do flags and categories.
 */
final class WorstChanges {
    /** Of the distance: that of all steps together. */
    private static final double REACH = 2.5;

    private static final double SHRUNK = 0.8;
    private static final double TINY = 1e-12;
    /** Features tried at most, to get a rounded change back into the ball. */
    private static final int TRIES = 500;

    private final Schema schema;
    private final int steps;
    private final int[] columns;
    private final Feature[] features;

    WorstChanges(Schema schema, double distance, int steps) {
        this.schema = schema;
        this.steps = steps;
        this.columns = IntStream.of(schema.movable())
                .filter(j -> {
                    Feature feature = schema.feature(j);
                    return feature.kind() == Feature.Kind.REAL
                            || (feature.kind() == Feature.Kind.WHOLE && feature.scale() * distance >= 1);
                })
                .toArray();
        this.features = IntStream.of(columns).mapToObj(schema::feature).toArray(Feature[]::new);
    }

    /**
     * The changed rows.
     *
     * @param signs per row 1 if the score is to fall, -1 if it is to rise
     * @param radii per row how far it may go
     */
    Rows of(Gradients model, Rows rows, double[] signs, double[] radii, Rng rng) {
        double[][] changed = IntStream.range(0, rows.size()).mapToObj(rows::row).toArray(double[][]::new);
        double[][] deltas = new double[changed.length][columns.length];
        double[] slopes = new double[columns.length];
        for (int step = 0; step < steps; step++) {
            Rows gradients = model.maliceGradient(Rows.of(changed));
            for (int i = 0; i < changed.length; i++) {
                double[] original = rows.row(i);
                double[] gradient = gradients.row(i);
                schema.passOn(changed[i], gradient);
                for (int k = 0; k < columns.length; k++) {
                    slopes[k] = -signs[i] * gradient[columns[k]] * features[k].scale();
                }
                move(original, deltas[i], slopes, radii[i]);
                place(original, deltas[i], changed[i], radii[i], rng);
            }
        }
        return Rows.of(changed);
    }

    /** One step along the slopes that lead nowhere out of the bounds, then back into the ball. */
    private void move(double[] original, double[] delta, double[] slopes, double radius) {
        double square = 0;
        for (int k = 0; k < delta.length; k++) {
            boolean stuck = Double.isNaN(slopes[k])
                    || (slopes[k] > 0 ? delta[k] >= high(original, k) : delta[k] <= low(original, k));
            slopes[k] = stuck ? 0 : slopes[k];
            square += slopes[k] * slopes[k];
        }
        double factor = REACH * radius / steps / Math.max(TINY, Math.sqrt(square));
        double size = 0;
        for (int k = 0; k < delta.length; k++) {
            double wanted = delta[k] + factor * slopes[k];
            delta[k] = Math.max(low(original, k), Math.min(high(original, k), wanted));
            size += delta[k] * delta[k];
        }
        double shorter = Math.min(1, radius / Math.max(TINY, Math.sqrt(size)));
        for (int k = 0; k < delta.length; k++) {
            delta[k] *= shorter;
        }
    }

    /** How far a feature may go down; a missing value stays. */
    private double low(double[] original, int k) {
        double before = original[columns[k]];
        Feature feature = features[k];
        return !Double.isNaN(before) && feature.move().permits(before, before - 1)
                ? Math.min(0, (feature.low() - before) / feature.scale())
                : 0;
    }

    private double high(double[] original, int k) {
        double before = original[columns[k]];
        Feature feature = features[k];
        return !Double.isNaN(before) && feature.move().permits(before, before + 1)
                ? Math.max(0, (feature.high() - before) / feature.scale())
                : 0;
    }

    /** Writes the row of a change; where rounding led out of the ball, random features go back until it is inside. */
    private void place(double[] original, double[] delta, double[] row, double radius, Rng rng) {
        double used = 0;
        for (int k = 0; k < delta.length; k++) {
            double move = delta[k] * features[k].scale();
            if (features[k].kind() == Feature.Kind.WHOLE) {
                double down = Math.floor(move);
                boolean up = rng.chance(move - down) && down + 1 <= high(original, k) * features[k].scale();
                move = up ? down + 1 : Math.max(down, Math.ceil(low(original, k) * features[k].scale()));
            }
            row[columns[k]] = original[columns[k]] + move;
            used += square(move, k);
        }
        for (int i = 0; i < TRIES && used > radius * radius; i++) {
            int k = rng.nextInt(delta.length);
            double move = row[columns[k]] - original[columns[k]];
            if (Math.abs(move) > 0) { // not missing
                boolean whole = features[k].kind() == Feature.Kind.WHOLE;
                double less = whole ? move - Math.signum(move) : SHRUNK * move;
                used += square(less, k) - square(move, k);
                row[columns[k]] = original[columns[k]] + less;
            }
        }
        schema.derive(original, row);
    }

    private double square(double move, int k) {
        double part = move / features[k].scale();
        return part * part;
    }
}

package dev.gauntlet.adapters;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rule;
import dev.gauntlet.data.Schema;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Reply;
import java.util.List;

/**
 * CAPGD from the row itself, to compare with: steps with momentum that are halved where they stop raising the log-loss less the
 * violation of the rules, within a Euclidean distance a little less than is allowed. What counts is each place rounded towards the row
 * and repaired; of each, two rows are asked.
 *
 * @see <a href="https://arxiv.org/abs/2406.00775">Simonetto, Ghamizi, Cordy, NeurIPS 2024</a>
 */
final class Capgd implements AttackSearch {
    private static final double SHORTER = 0.95;

    private final FeasibleSet lawful;
    private final Schema schema;
    private final double[] original;
    private final double radius;
    private final int steps;
    private final int[] columns;
    private final double[] best;
    private final double[] bestSlopes;
    private double[] at;
    private double[] before;
    private double[] fixed = {};
    private double step;
    private double most = Double.NEGATIVE_INFINITY;
    private double last = Double.NEGATIVE_INFINITY;
    private double mostAtCheckpoint = Double.NEGATIVE_INFINITY;
    private boolean halved = true;
    private int taken;
    private int rises;
    private int interval;
    private int checkpoint;
    private boolean over;
    private List<double[]> offered = List.of();

    Capgd(FeasibleSet lawful, double radius, int steps) {
        this.lawful = lawful;
        this.schema = lawful.schema();
        this.original = lawful.original();
        this.radius = radius;
        this.steps = steps;
        this.columns = schema.movable();
        this.best = new double[columns.length];
        this.bestSlopes = new double[columns.length];
        this.at = new double[columns.length];
        this.before = at;
        this.step = 2 * SHORTER * radius;
        this.interval = Math.max(1, (int) Math.rint(0.22 * steps));
        this.checkpoint = interval;
    }

    @Override
    public List<double[]> propose() {
        if (over || taken > steps) {
            return List.of();
        }
        double[] row = row(at);
        double[] rounded = row.clone();
        for (int j : columns) {
            if (schema.feature(j).kind() != Feature.Kind.REAL) {
                rounded[j] = row[j] > original[j] ? Math.floor(row[j] + 1e-9) : Math.ceil(row[j] - 1e-9);
            }
        }
        fixed = lawful.project(rounded).orElse(original);
        return List.of(row, fixed);
    }

    private double[] row(double[] delta) {
        double[] row = original.clone();
        for (int k = 0; k < columns.length; k++) {
            row[columns[k]] += delta[k] * schema.feature(columns[k]).scale();
        }
        schema.derive(original, row);
        return row;
    }

    @Override
    public void hear(List<Reply> replies) {
        boolean near = Norm.L2.of(schema, original, fixed) <= radius * (1 + 1e-9);
        over = replies.get(1).reached() && near;
        offered = over ? List.of(fixed) : List.of();
        move(replies.get(0));
    }

    /** The log-loss of a malicious row less how much it breaks rules, and the slopes of that. */
    private double loss(Reply reply, double[] slopes) {
        double[] row = row(at);
        double[] broken = new double[row.length];
        double loss = Math.log1p(Math.exp(-reply.score()));
        for (Rule rule : schema.rules()) {
            loss -= rule.violation(row);
            rule.addSlopes(row, 1, broken);
        }
        double[] gradient = reply.gradient();
        double missed = 1 / (1 + Math.exp(reply.score()));
        for (int j = 0; j < row.length; j++) {
            gradient[j] = -missed * gradient[j] - broken[j];
        }
        schema.passOn(row, gradient);
        for (int k = 0; k < columns.length; k++) {
            slopes[k] = gradient[columns[k]] * schema.feature(columns[k]).scale();
        }
        return loss;
    }

    private void move(Reply reply) {
        double[] slopes = new double[columns.length];
        double loss = loss(reply, slopes);
        rises += loss > last ? 1 : 0;
        last = loss;
        if (loss > most) {
            most = loss;
            System.arraycopy(at, 0, best, 0, at.length);
            System.arraycopy(slopes, 0, bestSlopes, 0, at.length);
        }
        boolean again = false;
        if (taken == checkpoint) {
            again = rises < 0.75 * interval || (!halved && most <= mostAtCheckpoint);
            halved = again;
            mostAtCheckpoint = most;
            rises = 0;
            interval = Math.max(interval - (int) Math.rint(0.03 * steps), (int) Math.max(1, 0.06 * steps));
            checkpoint += interval;
        }
        double[] from = at;
        if (again) {
            step /= 2;
            from = best.clone();
            before = from;
            slopes = bestSlopes;
        }
        double length = Math.sqrt(square(slopes));
        double[] next = new double[from.length];
        for (int k = 0; k < next.length; k++) {
            next[k] = from[k] + step * slopes[k] / Math.max(1e-12, length);
        }
        bound(next);
        for (int k = 0; k < next.length && taken > 0; k++) {
            next[k] = from[k] + 0.75 * (next[k] - from[k]) + 0.25 * (from[k] - before[k]);
        }
        bound(next);
        before = from;
        at = next;
        taken++;
    }

    private static double square(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    private void bound(double[] delta) {
        double size = Math.sqrt(square(delta));
        double factor = Math.min(1, SHORTER * radius / Math.max(1e-12, size));
        for (int k = 0; k < delta.length; k++) {
            int j = columns[k];
            double scale = schema.feature(j).scale();
            double most = Math.max(0, (lawful.high(j) - original[j]) / scale);
            double least = Math.min(0, (lawful.low(j) - original[j]) / scale);
            delta[k] = Math.max(least, Math.min(most, factor * delta[k]));
        }
    }

    @Override
    public List<double[]> offers() {
        return offered;
    }

    @Override
    public boolean asksGradients() {
        return true;
    }
}

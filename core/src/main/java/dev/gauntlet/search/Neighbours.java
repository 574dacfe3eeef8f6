package dev.gauntlet.search;

import dev.gauntlet.base.Codecs;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exact nearest neighbours by scaled Euclidean distance, each feature's part capped at 3 scales. A different category
 * counts 3, where {@link Schema#distance} counts 1; a missing value is placed at -3 scales, so two of them are equal
 * and one is up to 3 from a number. That is a metric, so a tree of vantage points leaves out whole regions: those that
 * the triangle inequality puts beyond the nearest found so far.
 *
 * @see <a href="https://dl.acm.org/doi/10.5555/313559.313789">Yianilos, Data Structures and Algorithms for Nearest
 *     Neighbor Search in General Metric Spaces, SODA 1993</a>
 */
public final class Neighbours {
    private static final int BLOCK = 256;
    private static final int BUCKET = 24;
    private static final double CAP = 3;
    /** Room for rounding in the triangle inequality, as a share. */
    private static final double SLACK = 1e-9;

    private final Schema schema;
    private final int width;
    /** The columns, those that scatter most first, so that a far row is given up early. */
    private final int[] columns;

    /** The rows in tree order: a region is a range, its vantage point comes first, the inner half follows. */
    private final int[] items;
    /** Their values, in the same order. */
    private final double[] scaled;
    /** By the place of a vantage point: the largest distance to it in the inner half; negative for a bucket. */
    private final double[] radius;

    /** By the place of a vantage point: where its outer half begins. */
    private final int[] outer;

    public Neighbours(Schema schema, Rows rows) {
        this.schema = schema;
        this.width = schema.width();
        this.columns = bySpread(rows);
        int size = rows.size();
        double[] values = new double[size * width];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < width; k++) {
                values[i * width + k] = scale(columns[k], rows.get(i, columns[k]));
            }
        }
        this.items = IntStream.range(0, size).toArray();
        this.radius = new double[size];
        this.outer = new int[size];
        build(values, 0, size);
        this.scaled = new double[values.length];
        for (int at = 0; at < size; at++) {
            System.arraycopy(values, items[at] * width, scaled, at * width, width);
        }
    }

    private int[] bySpread(Rows rows) {
        double[] spread = new double[width];
        for (int j = 0; j < width; j++) {
            double mean = 0;
            for (int i = 0; i < rows.size(); i++) {
                mean += scale(j, rows.get(i, j)) / rows.size();
            }
            for (int i = 0; i < rows.size(); i++) {
                double d = Math.min(CAP, Math.abs(scale(j, rows.get(i, j)) - mean));
                spread[j] += d * d;
            }
        }
        return IntStream.range(0, width)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -spread[j]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double scale(int column, double value) {
        Feature feature = schema.feature(column);
        return Double.isNaN(value)
                ? -CAP
                : feature.kind() == Feature.Kind.CATEGORY ? value * CAP : value / feature.scale();
    }

    /** Halves a range by the distances to its first item, which becomes the vantage point; small ones are buckets. */
    private void build(double[] values, int from, int to) {
        if (from >= to) {
            return;
        }
        radius[from] = -1;
        if (to - from <= BUCKET) {
            return;
        }
        int count = to - from - 1;
        double[] distances = new double[count];
        double[] vantage = Arrays.copyOfRange(values, items[from] * width, (items[from] + 1) * width);
        for (int k = 0; k < count; k++) {
            distances[k] = squared(vantage, values, items[from + 1 + k], Double.POSITIVE_INFINITY);
        }
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        double middle = sorted[(count - 1) / 2];
        int[] beyond = new int[count];
        int in = from + 1;
        int out = 0;
        for (int k = 0; k < count; k++) {
            int item = items[from + 1 + k];
            if (distances[k] <= middle) {
                items[in++] = item;
            } else {
                beyond[out++] = item;
            }
        }
        System.arraycopy(beyond, 0, items, in, out);
        if (out == 0) {
            return; // all others are equally far: nothing to halve
        }
        radius[from] = StrictMath.sqrt(middle);
        outer[from] = in;
        build(values, from + 1, in);
        build(values, in, to);
    }

    /**
     * The nearest of some rows for each query, nearest first, ties by row number. The same rows and queries are searched once in
     * a run, whatever their labels.
     *
     * @return per query, at most {@code k} row numbers
     */
    public static int[][] nearest(Schema schema, Rows rows, Rows queries, int k, Run run) {
        String key = new Digest()
                .add(schema.digest())
                .add(rows.digest())
                .add(queries.digest())
                .add(k)
                .hex();
        int[][] stored = run.store()
                .get(
                        "neighbours",
                        key,
                        Codecs.INDEXES,
                        () -> new Neighbours(schema, rows).nearest(queries, k, false, run));
        // Whoever changes its copy, an attack for example, changes nobody else's.
        return Arrays.stream(stored).map(int[]::clone).toArray(int[][]::new);
    }

    /**
     * The nearest rows of each query, nearest first, ties by row number.
     *
     * @param self whether query i is row i itself, which is then left out
     * @return per query, at most {@code k} row numbers
     */
    public int[][] nearest(Rows queries, int k, boolean self, Run run) {
        int blocks = (queries.size() + BLOCK - 1) / BLOCK;
        List<int[][]> parts = run.map(
                blocks,
                (b, r) -> IntStream.range(b * BLOCK, Math.min(queries.size(), (b + 1) * BLOCK))
                        .mapToObj(i -> nearest(queries.row(i), k, self ? i : -1))
                        .toArray(int[][]::new));
        return parts.stream().flatMap(Arrays::stream).toArray(int[][]::new);
    }

    private int[] nearest(double[] query, int k, int except) {
        Best best = new Best(k);
        search(point(query), 0, items.length, except, best);
        return Arrays.copyOf(best.rows, best.found);
    }

    private double[] point(double[] query) {
        double[] point = new double[width];
        for (int j = 0; j < width; j++) {
            point[j] = scale(columns[j], query[columns[j]]);
        }
        return point;
    }

    /**
     * The squared distance of the nearest row but {@code before} nearer ones; infinite if there are not as many.
     *
     * @param except the number of a row to leave out; negative for none
     */
    public double squared(double[] query, int before, int except) {
        Best best = new Best(before + 1);
        search(point(query), 0, items.length, except, best);
        return best.limit();
    }

    /**
     * The squared distance of a near row, though not always the nearest: one of those in the query's own region. Takes a
     * fraction of the time.
     */
    public double roughly(double[] query, int except) {
        double[] point = point(query);
        Best best = new Best(1);
        int from = 0;
        int to = items.length;
        while (from < to && radius[from] >= 0) {
            double distance = StrictMath.sqrt(offer(point, from, except, Double.POSITIVE_INFINITY, best));
            boolean inside = distance <= radius[from];
            to = inside ? outer[from] : to;
            from = inside ? from + 1 : outer[from];
        }
        for (int at = from; at < to; at++) {
            offer(point, at, except, best.limit(), best);
        }
        return best.limit();
    }

    /** How many rows are at most a squared distance away, counted up to a number. */
    public int within(double[] query, double squared, int most) {
        return within(point(query), 0, items.length, squared, most);
    }

    private int within(double[] point, int from, int to, double limit, int most) {
        int count = 0;
        if (from >= to || most <= 0) {
            return 0;
        }
        if (radius[from] < 0) {
            for (int at = from; at < to && count < most; at++) {
                count += squared(point, scaled, at, limit) <= limit ? 1 : 0;
            }
            return count;
        }
        double exact = squared(point, scaled, from, Double.POSITIVE_INFINITY);
        count += exact <= limit ? 1 : 0;
        double distance = StrictMath.sqrt(exact);
        double reach = StrictMath.sqrt(limit) * (1 + SLACK) + SLACK;
        if (distance - reach <= radius[from]) {
            count += within(point, from + 1, outer[from], limit, most - count);
        }
        if (distance + reach >= radius[from]) {
            count += within(point, outer[from], to, limit, most - count);
        }
        return count;
    }

    private void search(double[] point, int from, int to, int except, Best best) {
        if (from >= to) {
            return;
        }
        if (radius[from] < 0) {
            for (int at = from; at < to; at++) {
                offer(point, at, except, best.limit(), best);
            }
            return;
        }
        double distance = StrictMath.sqrt(offer(point, from, except, Double.POSITIVE_INFINITY, best));
        boolean insideFirst = distance <= radius[from];
        for (int side = 0; side < 2; side++) {
            boolean inside = (side == 0) == insideFirst;
            double reach = StrictMath.sqrt(best.limit()) * (1 + SLACK) + SLACK;
            if (inside && distance - reach <= radius[from]) {
                search(point, from + 1, outer[from], except, best);
            } else if (!inside && distance + reach >= radius[from]) {
                search(point, outer[from], to, except, best);
            }
        }
    }

    /** Takes the row at a place if it is among the best; returns its squared distance as far as it was summed. */
    private double offer(double[] point, int at, int except, double limit, Best best) {
        double squared = squared(point, scaled, at, limit);
        if (items[at] != except) {
            best.add(items[at], squared);
        }
        return squared;
    }

    /** The squared distance of a point to a row, or some number beyond the limit if it is beyond it. */
    private double squared(double[] point, double[] values, int row, double limit) {
        double sum = 0;
        int at = row * width;
        int j = 0;
        for (; j + 4 <= width && sum <= limit; j += 4) {
            sum += part(point, values, at, j);
            sum += part(point, values, at, j + 1);
            sum += part(point, values, at, j + 2);
            sum += part(point, values, at, j + 3);
        }
        for (; j < width && sum <= limit; j++) {
            sum += part(point, values, at, j);
        }
        return sum;
    }

    private static double part(double[] point, double[] values, int at, int j) {
        double d = Math.min(CAP, Math.abs(point[j] - values[at + j]));
        return d * d;
    }

    /** The nearest rows so far, in order. */
    private static final class Best {
        private final int[] rows;
        private final double[] squared;
        private int found;

        private Best(int k) {
            rows = new int[k];
            squared = new double[k];
        }

        /** The squared distance that a further row must not exceed. */
        private double limit() {
            return found < rows.length ? Double.POSITIVE_INFINITY : rows.length == 0 ? -1 : squared[found - 1];
        }

        private void add(int row, double distance) {
            if (found == rows.length && (found == 0 || !before(distance, row, found - 1))) {
                return;
            }
            int at = found < rows.length ? found++ : found - 1;
            while (at > 0 && before(distance, row, at - 1)) {
                squared[at] = squared[at - 1];
                rows[at] = rows[at - 1];
                at--;
            }
            squared[at] = distance;
            rows[at] = row;
        }

        private boolean before(double distance, int row, int place) {
            return distance < squared[place] || (distance == squared[place] && row < rows[place]);
        }
    }
}

package dev.gauntlet.search;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Exact nearest neighbours by the schema's scaled Euclidean distance, each feature's part capped at 3 scales. */
public final class Neighbours {
    private static final int BLOCK = 256;
    private static final double CAP = 3;

    private final Schema schema;
    private final int width;
    /** The columns, those that scatter most first, so that a far row is given up early. */
    private final int[] order;

    private final double[] scaled;
    private final int size;

    public Neighbours(Schema schema, Rows rows) {
        this.schema = schema;
        this.width = schema.width();
        this.size = rows.size();
        this.order = bySpread(rows);
        this.scaled = new double[size * width];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < width; k++) {
                scaled[i * width + k] = scale(order[k], rows.get(i, order[k]));
            }
        }
    }

    private int[] bySpread(Rows rows) {
        double[] spread = new double[width];
        for (int j = 0; j < width; j++) {
            double mean = 0;
            for (int i = 0; i < size; i++) {
                mean += scale(j, rows.get(i, j)) / size;
            }
            for (int i = 0; i < size; i++) {
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
        var feature = schema.feature(column);
        return Double.isNaN(value)
                ? -CAP
                : feature.kind() == dev.gauntlet.data.Feature.Kind.CATEGORY ? value * CAP : value / feature.scale();
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
        return parts.stream().flatMap(java.util.Arrays::stream).toArray(int[][]::new);
    }

    private int[] nearest(double[] query, int k, int except) {
        double[] point = new double[width];
        for (int j = 0; j < width; j++) {
            point[j] = scale(order[j], query[order[j]]);
        }
        int[] best = new int[k];
        double[] distance = new double[k];
        int found = 0;
        for (int i = 0; i < size; i++) {
            double limit = found == k ? distance[k - 1] : Double.POSITIVE_INFINITY;
            double d = i == except ? Double.POSITIVE_INFINITY : distance(point, i, limit);
            if (d < limit) {
                int at = found < k ? found++ : k - 1;
                while (at > 0 && distance[at - 1] > d) {
                    distance[at] = distance[at - 1];
                    best[at] = best[at - 1];
                    at--;
                }
                distance[at] = d;
                best[at] = i;
            }
        }
        return java.util.Arrays.copyOf(best, found);
    }

    private double distance(double[] point, int row, double limit) {
        double sum = 0;
        int offset = row * width;
        for (int j = 0; j < width && sum < limit; j++) {
            double d = Math.min(CAP, Math.abs(point[j] - scaled[offset + j]));
            sum += d * d;
        }
        return sum;
    }
}

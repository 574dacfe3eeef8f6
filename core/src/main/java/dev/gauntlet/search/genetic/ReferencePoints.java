package dev.gauntlet.search.genetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who survives of a population with several objectives that are all to be small: first those that no other is better than in all,
 * and of the first front that does not fit as a whole, those near the reference points that have fewest near them.
 *
 * @see <a href="https://doi.org/10.1109/TEVC.2013.2281535">Deb and Jain, NSGA-III, 2014, algorithms 1 to 4</a>
 * @see <a href="https://doi.org/10.1109/CEC.2018.8477871">Vesikar, Deb, Blank, R-NSGA-III, 2018: points where the user wants them</a>
 */
final class ReferencePoints {
    private static final double TINY = 1e-12;

    private final int objectives;
    /** Directions from the best of all objectives. */
    private final double[][] directions;

    /**
     * Points evenly over the plane on which shares of the objectives sum to 1.
     *
     * @param objectives 1 or more
     * @param least how many there are at least
     */
    ReferencePoints(int objectives, int least) {
        this.objectives = objectives;
        List<double[]> points = new ArrayList<>();
        for (int parts = 1; points.size() < least; parts++) {
            points.clear();
            spread(points, new double[objectives], 0, parts, parts);
            if (objectives == 1) {
                break;
            }
        }
        this.directions = points.toArray(double[][]::new);
    }

    private void spread(List<double[]> points, double[] point, int place, int left, int parts) {
        if (place == objectives - 1) {
            point[place] = left / (double) parts;
            points.add(point.clone());
            return;
        }
        for (int i = 0; i <= left; i++) {
            point[place] = i / (double) parts;
            spread(points, point, place + 1, left - i, parts);
        }
    }

    /**
     * The places of those that survive.
     *
     * @param values per individual its objectives
     * @param count of survivors; all survive if there are no more
     */
    int[] survivors(List<double[]> values, int count) {
        int n = values.size();
        int[] ranks = ranks(values);
        int[] order = new int[n];
        int taken = 0;
        int rank = 0;
        while (true) {
            int size = 0;
            for (int i = 0; i < n; i++) {
                size += ranks[i] == rank ? 1 : 0;
            }
            if (size == 0 || taken + size > count) {
                break;
            }
            for (int i = 0; i < n; i++) {
                if (ranks[i] == rank) {
                    order[taken++] = i;
                }
            }
            rank++;
        }
        if (taken < Math.min(n, count)) {
            taken = niche(values, ranks, rank, order, taken, count);
        }
        return Arrays.copyOf(order, taken);
    }

    /** The front of each: 0 for those that no other is better than, 1 for those that are so without them, and so on. */
    private int[] ranks(List<double[]> values) {
        int n = values.size();
        int[] better = new int[n];
        boolean[][] beats = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                int order = compare(values.get(i), values.get(j));
                beats[i][j] = order < 0;
                beats[j][i] = order > 0;
                better[i] += order > 0 ? 1 : 0;
                better[j] += order < 0 ? 1 : 0;
            }
        }
        int[] ranks = new int[n];
        Arrays.fill(ranks, -1);
        int placed = 0;
        for (int rank = 0; placed < n; rank++) {
            for (int i = 0; i < n; i++) {
                if (ranks[i] < 0 && better[i] == 0) {
                    ranks[i] = rank;
                    placed++;
                }
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n && ranks[i] == rank; j++) {
                    better[j] -= beats[i][j] ? 1 : 0;
                }
            }
        }
        return ranks;
    }

    /** -1 if the first is better in one objective and worse in none, 1 if the second is, else 0. */
    private static int compare(double[] a, double[] b) {
        boolean less = false;
        boolean more = false;
        for (int m = 0; m < a.length; m++) {
            less |= a[m] < b[m];
            more |= a[m] > b[m];
        }
        return less == more ? 0 : less ? -1 : 1;
    }

    /** Fills what is left from one front: each time the point with fewest survivors near it takes its nearest. */
    private int niche(List<double[]> values, int[] ranks, int last, int[] order, int from, int count) {
        double[] low = new double[objectives];
        double[] range = new double[objectives];
        span(values, ranks, last, low, range);
        int n = values.size();
        int[] points = new int[n];
        double[] distances = new double[n];
        int[] near = new int[directions.length];
        for (int i = 0; i < n; i++) {
            if (ranks[i] <= last) {
                associate(values.get(i), low, range, i, points, distances);
            }
        }
        for (int k = 0; k < from; k++) {
            near[points[order[k]]]++;
        }
        boolean[] chosen = new boolean[n];
        int taken = from;
        while (taken < count) {
            int best = -1;
            for (int i = 0; i < n; i++) {
                if (ranks[i] == last && !chosen[i] && (best < 0 || isBefore(i, best, points, near, distances))) {
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            chosen[best] = true;
            near[points[best]]++;
            order[taken++] = best;
        }
        return taken;
    }

    private static boolean isBefore(int i, int j, int[] points, int[] near, double[] distances) {
        int fewer = near[points[i]] - near[points[j]];
        return fewer < 0 || (fewer == 0 && distances[i] < distances[j]);
    }

    private void span(List<double[]> values, int[] ranks, int last, double[] low, double[] range) {
        double[] high = new double[objectives];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < ranks.length; i++) {
            for (int m = 0; m < objectives && ranks[i] <= last; m++) {
                low[m] = Math.min(low[m], values.get(i)[m]);
                high[m] = Math.max(high[m], values.get(i)[m]);
            }
        }
        for (int m = 0; m < objectives; m++) {
            range[m] = Math.max(TINY, high[m] - low[m]);
        }
    }

    private void associate(double[] value, double[] low, double[] range, int i, int[] points, double[] distances) {
        double square = 0;
        for (int m = 0; m < objectives; m++) {
            double part = (value[m] - low[m]) / range[m];
            square += part * part;
        }
        distances[i] = Double.POSITIVE_INFINITY;
        for (int p = 0; p < directions.length; p++) {
            double along = 0;
            double length = 0;
            for (int m = 0; m < objectives; m++) {
                along += directions[p][m] * (value[m] - low[m]) / range[m];
                length += directions[p][m] * directions[p][m];
            }
            double distance = square - along * along / length;
            if (distance < distances[i]) {
                distances[i] = distance;
                points[i] = p;
            }
        }
    }
}

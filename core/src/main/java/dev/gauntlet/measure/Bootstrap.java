package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Intervals for rows in groups, such as the connections of one host: whole groups are resampled with replacement, since
 * rows of one group are not independent.
 *
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron and Tibshirani 1993</a>, percentile interval
 */
public final class Bootstrap {
    /** A figure of some rows, each of which may occur several times. */
    @FunctionalInterface
    public interface Figure {
        /** The figure; NaN where these rows have none. */
        double of(int[] rows);
    }

    private Bootstrap() {}

    /**
     * A figure with its 95 % percentile interval.
     *
     * @param groups one per row
     * @param draws at least 20; 1000 is usual
     * @return its n is the number of groups
     */
    public static Interval byGroup(List<String> groups, Figure figure, int draws, Run run) {
        Require.between("draws", draws, 20, 1e6);
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            members.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add(i);
        }
        List<int[]> rows = members.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        double[] found = run.map(draws, (d, r) -> figure.of(draw(rows, r.rng()))).stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double value = figure.of(IntStream.range(0, groups.size()).toArray());
        if (found.length == 0) {
            return new Interval(value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, rows.size());
        }
        return new Interval(value, Math.min(value, at(found, 0.025)), Math.max(value, at(found, 0.975)), rows.size());
    }

    private static int[] draw(List<int[]> groups, Rng rng) {
        int[] rows = new int[16];
        int count = 0;
        for (int g = 0; g < groups.size(); g++) {
            int[] group = groups.get(rng.nextInt(groups.size()));
            if (count + group.length > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(2 * rows.length, count + group.length));
            }
            System.arraycopy(group, 0, rows, count, group.length);
            count += group.length;
        }
        return Arrays.copyOf(rows, count);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1.0, Math.floor(share * sorted.length))];
    }
}

package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Splits rows into days. */
public final class Days {
    private static final double DAY = 86_400;

    private Days() {}

    /**
     * The rows of each day in UTC, in the order of days; within a day the order of rows is kept. Rows without a time,
     * and days of fewer than two rows, are left out.
     */
    public static List<Dataset> byTime(Dataset rows) {
        Require.that(rows.hasTimes(), "rows need times to be split into days");
        SortedMap<Double, List<Integer>> days = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!Double.isNaN(rows.time(i))) {
                days.computeIfAbsent(Math.floor(rows.time(i) / DAY), day -> new ArrayList<>())
                        .add(i);
            }
        }
        return days.values().stream()
                .filter(day -> day.size() > 1)
                .map(day -> rows.select(day.stream().mapToInt(Integer::intValue).toArray()))
                .toList();
    }

    /**
     * Blocks of this many rows in their order, each treated as a day, the first as day 0. The last may be smaller; a
     * single row is left out.
     */
    public static List<Dataset> blocks(Dataset rows, int size) {
        Require.atLeast("block", size, 2);
        return IntStream.range(0, (rows.size() + size - 2) / size)
                .mapToObj(k -> on(rows.slice(k * size, Math.min(rows.size(), (k + 1) * size)), k))
                .toList();
    }

    /** The same rows with their times set to the start of a day, counted from 0; days before it are negative. */
    public static Dataset on(Dataset rows, int day) {
        double[] times = new double[rows.size()];
        Arrays.fill(times, day * DAY);
        return rows.withTimes(times);
    }
}

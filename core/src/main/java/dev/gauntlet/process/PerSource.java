package dev.gauntlet.process;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Limits what one source contributes to training: of its records of one group, such as a class or a day, only the first are
 * used.
 *
 * @param size the number of records or rows
 * @param source the source of each
 * @param group the group of each
 */
public record PerSource(int size, IntFunction<String> source, IntToLongFunction group) {
    private record Key(String source, long group) {}

    private Key key(int i) {
        return new Key(source.apply(i), group.applyAsLong(i));
    }

    /** Which are kept: the first of each source in each group, up to a limit for the group. */
    public boolean[] first(LongUnaryOperator most) {
        Map<Key, Integer> counts = new HashMap<>();
        boolean[] kept = new boolean[size];
        for (int i = 0; i < size; i++) {
            kept[i] = counts.merge(key(i), 1, Integer::sum) <= most.applyAsLong(group.applyAsLong(i));
        }
        return kept;
    }

    /** A quantile of how many a source contributes to a group; 0 if there are none. */
    public int usual(double quantile) {
        Map<Key, Integer> counts = new HashMap<>();
        for (int i = 0; i < size; i++) {
            counts.merge(key(i), 1, Integer::sum);
        }
        int[] sorted =
                counts.values().stream().mapToInt(Integer::intValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))];
    }
}

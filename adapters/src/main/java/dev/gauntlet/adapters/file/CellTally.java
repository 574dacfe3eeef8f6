package dev.gauntlet.adapters.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/** Counts the cells of a column by sort, and stores the first of each. */
final class CellTally {
    private final Map<CellSort, Integer> counts = new EnumMap<>(CellSort.class);
    private final Map<CellSort, First> firsts = new EnumMap<>(CellSort.class);
    /** Plain numbers, counted separately for speed. */
    private int numbers;

    /** The first cell of a sort. */
    record First(long line, String value) {}

    void add(CellSort sort, long line, String written) {
        if (counts.merge(sort, 1, Integer::sum) == 1) {
            firsts.put(sort, new First(line, written));
        }
    }

    /** Counts a plain number. */
    void number() {
        numbers++;
    }

    void missing() {
        counts.merge(CellSort.MISSING, 1, Integer::sum);
    }

    int count(CellSort sort) {
        return counts.getOrDefault(sort, 0) + (sort == CellSort.NUMBER ? numbers : 0);
    }

    int count(Collection<CellSort> sorts) {
        return sorts.stream().mapToInt(this::count).sum();
    }

    int filled() {
        return count(EnumSet.complementOf(EnumSet.of(CellSort.MISSING)));
    }

    /** The first cell of any of these sorts, by line. */
    Optional<First> first(Collection<CellSort> sorts) {
        return sorts.stream()
                .flatMap(sort -> Optional.ofNullable(firsts.get(sort)).stream())
                .min(Comparator.comparingLong(First::line));
    }
}

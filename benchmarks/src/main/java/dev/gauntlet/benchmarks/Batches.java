package dev.gauntlet.benchmarks;

import dev.gauntlet.data.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Batches of rows that are asked about in turn. The same rows in every call would teach the processor which way each goes at
 * every split, which no detector at work knows.
 */
final class Batches {
    private static final int ROWS = 1 << 12;

    private final List<Rows> rows = new ArrayList<>();
    private final List<float[]> floats = new ArrayList<>();
    private int next;

    /**
     * As many batches as make 4096 rows, which stay in the cache; at least one.
     *
     * @param make draws so many rows
     */
    Batches(int size, IntFunction<Rows> make) {
        int batches = Math.max(1, ROWS / size);
        Rows all = make.apply(batches * size);
        for (int k = 0; k < batches; k++) {
            rows.add(all.slice(k * size, (k + 1) * size));
            floats.add(rows.get(k).toFloats());
        }
    }

    Rows first() {
        return rows.get(0);
    }

    Rows nextRows() {
        return rows.get(step());
    }

    float[] nextFloats() {
        return floats.get(step());
    }

    private int step() {
        next = next + 1 < rows.size() ? next + 1 : 0;
        return next;
    }

    /** Makes the first the next. */
    void rewind() {
        next = rows.size() - 1;
    }
}

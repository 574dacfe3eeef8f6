package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.TableSize;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Refuses tables that cannot fit into memory, before they are read: what is counted is the least that a step holds at the same
 * time, so that nothing is refused that would fit.
 *
 * @param row bytes for a row
 * @param cell bytes for a value
 */
public record Room(int row, int cell) {
    /** The values as they were read, and the rows that are made of them. */
    public static final Room TO_COMPARE = new Room(16, 16);
    /** The same, and the parts that they are split into. */
    public static final Room TO_TRAIN = new Room(32, 24);

    /** No value takes less text, with its separator. */
    private static final int TEXT = 2;

    /**
     * Refuses a table that is too large for the Java heap.
     *
     * @param read the columns that a schema reads, and the label, if there is one
     * @throws TooLarge says how large the table is, and how much memory it takes at least
     */
    public void demand(Path path, OptionalInt read) {
        demand(path, read, Runtime.getRuntime().maxMemory());
    }

    void demand(Path path, OptionalInt read, long heap) {
        TableSize size = TableSize.of(path, heap / (row + cell) * TEXT);
        long need = size.rows() * (row + (long) cell * Math.min(size.columns(), read.orElse(Integer.MAX_VALUE)));
        if (need > heap) {
            throw new TooLarge(String.format(
                    Locale.ROOT,
                    "%s: has about %,d rows of %d columns, which take at least %,d MiB of memory, and Java may use %,d"
                            + " MiB; give it more (JDK_JAVA_OPTIONS=-Xmx%dg gauntlet ...), or name a file with a sample of"
                            + " the rows",
                    path,
                    size.rows(),
                    size.columns(),
                    need >> 20,
                    heap >> 20,
                    Math.max(1, (2 * need + (1L << 30) - 1) >> 30)));
        }
    }
}

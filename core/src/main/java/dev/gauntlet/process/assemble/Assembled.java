package dev.gauntlet.process.assemble;

import dev.gauntlet.data.Dataset;
import java.util.List;

/**
 * The result of assembling records.
 *
 * @param rows unlabelled rows, with the id, time and source of their record
 * @param dropped the records without a row, in record order
 */
public record Assembled(Dataset rows, List<Dropped> dropped) {
    /**
     * A record from which no row was built.
     *
     * @param record its id
     * @param reason the reason, with column and offending value
     */
    public record Dropped(long record, String reason) {}

    public Assembled {
        dropped = List.copyOf(dropped);
    }
}

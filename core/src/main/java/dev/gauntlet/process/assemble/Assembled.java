package dev.gauntlet.process.assemble;

import dev.gauntlet.data.Dataset;
import java.util.List;

/**
 * What assembly made of records.
 *
 * @param rows unlabelled; a row's id is its record's, its time and source those of the record's roles
 * @param dropped the records that gave no row, in record order
 */
public record Assembled(Dataset rows, List<Dropped> dropped) {
    /**
     * A record that gave no row.
     *
     * @param record its id
     * @param reason names the column and the offending value
     */
    public record Dropped(long record, String reason) {}

    public Assembled {
        dropped = List.copyOf(dropped);
    }
}

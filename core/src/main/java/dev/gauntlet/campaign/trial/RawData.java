package dev.gauntlet.campaign.trial;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Records;
import java.util.function.Function;

/**
 * The records behind the rows.
 *
 * @param records all of them, with a time and a source
 * @param rebuild assembles and labels records; a row's id is its record's
 * @param labelColumn the column the label comes from
 * @param benign the name of the benign label
 * @param process states what {@code rebuild} does, in a text that differs where it does something else
 */
public record RawData(
        Records records, Function<Records, Dataset> rebuild, String labelColumn, String benign, String process) {
    /** The SHA-256 of the records and of what is done with them. */
    public String digest() {
        Digest digest = new Digest()
                .add(records.digest())
                .add(records.time().map(Column::name).toString())
                .add(records.source().map(Column::name).toString())
                .add(labelColumn)
                .add(benign)
                .add(process);
        for (int i = 0; i < records.size(); i++) {
            digest.add(records.id(i));
        }
        return digest.hex();
    }
}

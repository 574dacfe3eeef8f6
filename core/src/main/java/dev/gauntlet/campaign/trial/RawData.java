package dev.gauntlet.campaign.trial;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Label;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The records behind the rows.
 *
 * @param records all of them, with a time and a source
 * @param label the label step
 * @param names the label names, the benign one first
 * @param rebuild assembles and labels records; a row has the id of its record
 * @param process describes what {@code rebuild} does; the text differs if it does something else
 */
public record RawData(
        Records records, Label label, List<String> names, Function<Records, Dataset> rebuild, String process) {
    public RawData {
        names = List.copyOf(names);
    }

    /** The same records, labelled benign. */
    Records asBenign(Records others) {
        Column labels = label.in(records);
        var numbers = label.numbers(records, names);
        int benign = 0;
        while (numbers.getOrDefault(records.id(benign), -1) != 0) {
            benign++;
        }
        int[] all = new int[others.size()];
        Arrays.fill(all, benign);
        return others.with(labels.select(all));
    }

    /** The SHA-256 of the records and of their processing. */
    public String digest() {
        Digest digest = new Digest()
                .add(records.digest())
                .add(records.time().map(Column::name).toString())
                .add(records.source().map(Column::name).toString())
                .add(label.column())
                .add(new TreeSet<>(label.benign()).toString())
                .add(new TreeSet<>(label.unlabelled()).toString())
                .add(Boolean.toString(label.exact()))
                .add(names.toString())
                .add(process);
        for (int i = 0; i < records.size(); i++) {
            digest.add(records.id(i));
        }
        return digest.hex();
    }
}

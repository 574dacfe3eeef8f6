package dev.gauntlet.campaign.trial;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Preparation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The records behind the rows, and the side of the split that each is on.
 *
 * @param records all of them
 * @param training the ids of those in the training part, before sanitising
 */
public record RawData(Records records, Set<Long> training) {
    public RawData {
        training = Set.copyOf(training);
    }

    /** Records of which these rows are the training part. */
    public static RawData of(Records records, Dataset train) {
        Set<Long> training = new HashSet<>();
        for (int i = 0; i < train.size(); i++) {
            training.add(train.id(i));
        }
        return new RawData(records, training);
    }

    /**
     * The training part of rows that were prepared from these and other records: a row keeps the part of its record, and those
     * of other records are training rows.
     */
    public Dataset training(Dataset rows) {
        Set<Long> others = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            if (!training.contains(records.id(i))) {
                others.add(records.id(i));
            }
        }
        return rows.select(IntStream.range(0, rows.size())
                .filter(i -> !others.contains(rows.id(i)))
                .toArray());
    }

    /** The same records, labelled benign. */
    Records asBenign(Records others, Preparation preparation) {
        Column labels = preparation.label().in(records);
        var numbers = preparation.label().numbers(records, preparation.names());
        int benign = 0;
        while (numbers.getOrDefault(records.id(benign), -1) != 0) {
            benign++;
        }
        int[] all = new int[others.size()];
        Arrays.fill(all, benign);
        return others.with(labels.select(all));
    }

    /** The SHA-256 of the records and of their parts. */
    public String digest() {
        Digest digest = new Digest()
                .add(records.digest())
                .add(records.time().map(Column::name).toString())
                .add(records.source().map(Column::name).toString());
        for (int i = 0; i < records.size(); i++) {
            digest.add(records.id(i)).add(Boolean.toString(training.contains(records.id(i))));
        }
        return digest.hex();
    }
}

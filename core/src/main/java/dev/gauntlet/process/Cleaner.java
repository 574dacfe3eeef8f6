package dev.gauntlet.process;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import java.util.stream.IntStream;

/** A filter of training rows; it never sees validation or test rows. */
public interface Cleaner {
    /**
     * Says which rows to keep.
     *
     * @return one truth value per row
     */
    boolean[] kept(Dataset train, Run run);

    /** The rows that are kept. */
    default Dataset clean(Dataset train, Run run) {
        boolean[] kept = kept(train, run);
        return train.select(IntStream.range(0, kept.length).filter(i -> kept[i]).toArray());
    }
}

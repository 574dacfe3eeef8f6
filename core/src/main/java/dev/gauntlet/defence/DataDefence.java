package dev.gauntlet.defence;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import java.util.stream.IntStream;

/** A filter on training rows. */
public non-sealed interface DataDefence extends Defence {
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

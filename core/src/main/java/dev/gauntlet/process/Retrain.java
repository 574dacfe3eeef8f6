package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import java.util.stream.IntStream;

/**
 * The retrain step: learns anew from the rows known so far and a window of new ones; what is older than the memory is
 * forgotten.
 *
 * @param train how the detector is trained
 * @param memoryDays how old a row may be, counted back from the newest; infinity forgets nothing
 */
public record Retrain(Train train, double memoryDays) {
    private static final double DAY = 86_400;

    public Retrain {
        Require.that(memoryDays > 0, "memoryDays must be positive but is " + memoryDays);
    }

    /** A retraining that forgets nothing. */
    public Retrain(Train train) {
        this(train, Double.POSITIVE_INFINITY);
    }

    /** The rows a retraining learns from: the known and the new ones that are not too old. */
    public Dataset rows(Dataset known, Dataset fresh) {
        Dataset all = known.append(fresh);
        if (memoryDays == Double.POSITIVE_INFINITY || !all.hasTimes()) {
            return all;
        }
        double newest =
                IntStream.range(0, all.size()).mapToDouble(all::time).max().orElse(0);
        return all.select(IntStream.range(0, all.size())
                .filter(i -> all.time(i) >= newest - memoryDays * DAY)
                .toArray());
    }

    public Model apply(Dataset known, Dataset fresh, Dataset validation, Run run) {
        return train.apply(rows(known, fresh), validation, run);
    }
}

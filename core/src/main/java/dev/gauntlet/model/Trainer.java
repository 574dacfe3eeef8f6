package dev.gauntlet.model;

import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import java.util.List;

/** An algorithm with its parameters: a function from a data set to a detector. */
public interface Trainer extends Plugin {
    /**
     * Trains a detector of malice; every label above 0 counts as malicious, unlabelled rows (-1) are left out by
     * supervised methods. The same data and seed give the same detector at any number of threads.
     *
     * @throws IllegalArgumentException if the data cannot be learnt from, for example one class only
     */
    Model train(Dataset data, Run run);

    /** This trainer and a few other settings of it that are worth a try when its own do not satisfy. */
    default List<? extends Trainer> settings() {
        return List.of(this);
    }

    /** Where its parameters are worth a search; those not named are left as they are. */
    default List<Range> ranges() {
        return List.of();
    }

    /** Whether it learns without labels. */
    default boolean unsupervised() {
        return false;
    }
}

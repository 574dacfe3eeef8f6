package dev.gauntlet.model;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;

/** A trainer that can also train a multi-class model over the kinds of malicious rows. */
public interface Categorises extends Trainer {
    /**
     * Trains a model with one output per label name of the data set, in their order, so that it is a detector too: class 0
     * is benign. Unlabelled rows are left out; a class without rows is never the likeliest.
     *
     * @return a model of scale {@code PROBABILITY} or {@code LOGIT}; see {@link Model#categories}
     * @throws IllegalArgumentException if fewer than two classes have rows
     */
    Model categorise(Dataset data, Run run);
}

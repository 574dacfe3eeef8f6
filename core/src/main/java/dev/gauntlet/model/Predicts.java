package dev.gauntlet.model;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;

/** A trainer that can also estimate a quantity: a risk score, a number of victims, a time to recover. */
public interface Predicts extends Trainer {
    /**
     * Trains a model of scale {@code NUMBER}; labels are not used.
     *
     * @param targets the quantity of each row; rows whose target is NaN are left out
     * @return see {@link Model#numbers}
     * @throws IllegalArgumentException if a target is infinite, or fewer than two rows have one
     */
    Model predict(Dataset data, double[] targets, Run run);
}

package dev.gauntlet.model;

import dev.gauntlet.data.Rows;

/** A model that also gives the gradient of its malice score with respect to each input. */
public interface Gradients extends Scores {
    /**
     * The derivative of {@link #malice} by every input.
     *
     * @param rows n x d
     * @return n x d; 0 where the model is flat
     */
    Rows maliceGradient(Rows rows);
}

package dev.gauntlet.model;

import dev.gauntlet.data.Rows;

/** A model that also says how its malice changes with each input. */
public interface Gradients extends Scores {
    /**
     * The derivative of {@link #malice} by every input.
     *
     * @param rows n x d
     * @return n x d; 0 where the model is flat
     */
    Rows maliceGradient(Rows rows);
}

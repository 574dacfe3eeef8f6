package dev.gauntlet.model;

import dev.gauntlet.data.Rows;

/** A model that also gives the gradient of the score of each class with respect to each input. */
public interface ClassGradients extends Gradients {
    /**
     * The derivative of one of the {@link #scores} by every input.
     *
     * @param rows n x d
     * @param output from 0 to {@link #outputs()} - 1
     * @return n x d
     */
    Rows classGradient(Rows rows, int output);
}

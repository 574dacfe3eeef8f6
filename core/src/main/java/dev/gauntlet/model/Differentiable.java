package dev.gauntlet.model;

import dev.gauntlet.data.Rows;

/** A model that also gives the gradient of its loss on each row with respect to its parameters. */
public interface Differentiable extends Gradients {
    /** The number of learnt parameters. */
    int learnt();

    /**
     * The derivative of each row's own loss with respect to every learnt parameter: of the log-loss of its class, or of
     * half the squared error of a quantity.
     *
     * @param rows n x d
     * @param targets one a row: 0 for benign and 1 for malicious, the class where there are more, or the quantity
     * @return n x {@link #learnt()}
     */
    Rows lossGradients(Rows rows, double[] targets);
}

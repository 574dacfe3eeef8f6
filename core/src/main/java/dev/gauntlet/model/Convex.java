package dev.gauntlet.model;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;

/**
 * A model whose loss is convex in its parameters, so that its Hessian can be used, for example for the influence of a training
 * row.
 *
 * @see <a href="https://arxiv.org/abs/1703.04730">Koh and Liang 2017, sections 2 and 3</a>
 */
public interface Convex extends Differentiable {
    /**
     * The product of the second derivative of the mean loss, and of {@code l2} times half the squared length of the weights
     * without the biases, with a vector.
     *
     * @param rows n x d, at least one; their targets play no part
     * @param vector {@link #learnt()} numbers
     * @param l2 from 0 on
     * @return {@link #learnt()} numbers
     * @see Differentiable#lossGradients
     */
    double[] hessianProduct(Rows rows, double[] vector, double l2);

    /** Refuses what {@link #hessianProduct} cannot take. */
    default void check(Rows rows, double[] vector, double l2) {
        Require.same("numbers in the vector", learnt(), vector.length);
        Require.atLeast("rows", rows.size(), 1);
        Require.that(l2 >= 0, "l2 must not be negative but is " + l2);
    }
}

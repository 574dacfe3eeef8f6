package dev.gauntlet.model;

import dev.gauntlet.data.Rows;

/** A model whose loss is a convex function of what it has learnt, so that its second derivative can be relied on. */
public interface Convex extends Differentiable {
    /**
     * The product of the second derivative of the mean loss, and of {@code l2} times half the squared length of the weights
     * without the bias, with a vector.
     *
     * @param rows n x d, at least one; their targets play no part
     * @param vector {@link #learnt()} numbers
     * @param l2 from 0 on
     * @return {@link #learnt()} numbers
     * @see Differentiable#lossGradients
     */
    double[] hessianProduct(Rows rows, double[] vector, double l2);
}

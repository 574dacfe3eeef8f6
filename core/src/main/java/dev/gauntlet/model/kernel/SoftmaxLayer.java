package dev.gauntlet.model.kernel;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Convex;

/** A network of one layer and one logit per class: the kernel of a softmax regression. */
record SoftmaxLayer(Network network) implements Convex {
    @Override
    public Scale scale() {
        return network.scale();
    }

    @Override
    public int outputs() {
        return network.outputs();
    }

    @Override
    public Rows scores(Rows rows) {
        return network.scores(rows);
    }

    @Override
    public Rows maliceGradient(Rows rows) {
        return network.maliceGradient(rows);
    }

    @Override
    public int learnt() {
        return network.learnt();
    }

    @Override
    public Rows lossGradients(Rows rows, double[] targets) {
        return network.lossGradients(rows, targets);
    }

    @Override
    public double[] hessianProduct(Rows rows, double[] vector, double l2) {
        check(rows, vector, l2);
        Rows logits = scores(rows);
        double[][] shares = new double[rows.size()][outputs()];
        for (int i = 0; i < rows.size(); i++) {
            Softmax.shares(logits.row(i), shares[i]);
        }
        double[] product = Softmax.hessianProduct(rows.withOnes(), shares, vector, l2 * rows.size());
        for (int j = 0; j < product.length; j++) {
            product[j] /= rows.size();
        }
        return product;
    }
}

package dev.gauntlet.model.explain;

import dev.gauntlet.data.Rows;
import dev.gauntlet.model.kernel.LinearKernel;

/** Each weight times the distance of its input from the reference: the Shapley values of a weighted sum of independent inputs. */
record LinearDivision(LinearKernel kernel, Rows reference) implements Division {
    @Override
    public Rows divide(Rows rows) {
        return Rows.fill(
                rows.size(), rows.width(), (i, j) -> kernel.weight(j) * (rows.get(i, j) - reference.get(0, j)));
    }

    @Override
    public double expectation() {
        return kernel.malice(reference)[0];
    }
}

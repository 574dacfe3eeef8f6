package dev.gauntlet.model.explain;

import dev.gauntlet.data.Rows;
import java.util.function.Function;

/**
 * How much the margin falls when one input is put to its reference and the others stay. What inputs do together is counted
 * in each of them, so the sum is not the margin.
 *
 * @param margin of each row
 * @param reference one row
 */
record OneAtATime(Function<Rows, double[]> margin, Rows reference) implements Division {
    @Override
    public Rows divide(Rows rows) {
        double[] whole = margin.apply(rows);
        double[][] without = new double[rows.width()][];
        for (int j = 0; j < without.length; j++) {
            int put = j;
            without[j] = margin.apply(
                    Rows.fill(rows.size(), rows.width(), (i, k) -> k == put ? reference.get(0, k) : rows.get(i, k)));
        }
        return Rows.fill(rows.size(), rows.width(), (i, j) -> whole[i] - without[j][i]);
    }

    @Override
    public double expectation() {
        return margin.apply(reference)[0];
    }
}

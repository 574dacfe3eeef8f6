package dev.gauntlet.adapters.onnx;

import dev.gauntlet.model.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns of the model's inputs, each shifted, scaled and filled where missing.
 *
 * @param doubles whether they are doubles in the file, and not floats
 */
record Inputs(List<Column> columns, int all, boolean doubles) {
    /** {@code (x - shift) * factor} of an input, or {@code fill} if that is missing. */
    record Column(int input, double shift, double factor, double fill) {}

    /** Some inputs as they are. */
    static Inputs plain(int first, int count, int all, boolean doubles) {
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < count; j++) {
            columns.add(new Column(first + j, 0, 1, Double.NaN));
        }
        return new Inputs(columns, all, doubles);
    }

    int width() {
        return columns.size();
    }

    Inputs scaled(double[] factors, double[] summands) {
        List<Column> scaled = new ArrayList<>();
        for (int j = 0; j < width(); j++) {
            Column c = columns.get(j);
            Unconverted.unless(factors[j] != 0, "an input is multiplied by 0");
            double factor = c.factor * factors[j];
            double shift = summands[j] == 0 ? c.shift : c.shift - summands[j] / factor;
            scaled.add(new Column(c.input, shift, factor, c.fill * factors[j] + summands[j]));
        }
        return new Inputs(scaled, all, doubles);
    }

    Inputs filled(double[] fills) {
        List<Column> filled = new ArrayList<>();
        for (int j = 0; j < width(); j++) {
            Column c = columns.get(j);
            filled.add(new Column(c.input, c.shift, c.factor, Double.isNaN(c.fill) ? fills[j] : c.fill));
        }
        return new Inputs(filled, all, doubles);
    }

    Inputs and(Inputs more) {
        List<Column> both = new ArrayList<>(columns);
        both.addAll(more.columns);
        return new Inputs(both, all, doubles && more.doubles);
    }

    Inputs as(boolean asDoubles) {
        return new Inputs(columns, all, asDoubles);
    }

    /** The transforms as an encoding of all inputs in their order. */
    Encoding encoding() {
        Unconverted.unless(
                width() == all, "the model takes %d inputs but uses %d columns of them".formatted(all, width()));
        double[] shifts = new double[all];
        double[] factors = new double[all];
        double[] fills = new double[all];
        for (int j = 0; j < all; j++) {
            Column c = columns.get(j);
            Unconverted.unless(c.input == j, "the model puts its inputs into another order");
            shifts[j] = c.shift;
            factors[j] = c.factor;
            fills[j] = c.fill;
        }
        return Encoding.scaled(shifts, factors, fills);
    }
}

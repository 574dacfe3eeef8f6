package dev.gauntlet.model;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.data.Scaling.Missing;
import dev.gauntlet.data.Scaling.Numbers;
import dev.gauntlet.model.Encoding.Form;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Fits the transforms of each feature on training rows, as its {@link Scaling} says. */
final class EncodingFit {
    private static final double CONSTANT = 1e-12;

    private final Dataset train;
    private final IntToDoubleFunction target;
    private final boolean odds;
    private final Encoding.Columns columns;

    private EncodingFit(Dataset train, IntToDoubleFunction target, boolean odds) {
        this.train = train;
        this.target = target;
        this.odds = odds;
        this.columns = new Encoding.Columns(train.schema().width());
    }

    /** Categories become the log-odds of the malicious class. */
    static EncodingFit ofLabels(Dataset train) {
        return new EncodingFit(train, i -> train.malicious(i) ? 1 : 0, true);
    }

    /** Categories become the mean target. */
    static EncodingFit ofTargets(Dataset train, double[] targets) {
        return new EncodingFit(train, i -> targets[i], false);
    }

    /** Numbers as they are, imputed only if stated. */
    Encoding bare() {
        for (int j = 0; j < columns.width(); j++) {
            double[] values = train.rows().column(j);
            if (isCategory(j)) {
                table(j, values);
            } else if (train.schema().scaling(j).missing() != Missing.AUTOMATIC) {
                columns.fills[j] =
                        stead(present(values), train.schema().scaling(j).missing());
            }
        }
        return columns.encoding();
    }

    /** Every feature as its scaling says. */
    Encoding scaled() {
        for (int j = 0; j < columns.width(); j++) {
            double[] values = train.rows().column(j);
            Scaling scaling = train.schema().scaling(j);
            shape(j, values, scaling.numbers());
            double[] inner = inner(j, values);
            scale(j, inner, scaling.numbers());
            fill(j, values, scaling.missing(), mean(inner));
        }
        return columns.encoding();
    }

    /** Every feature shaped as its scaling says, then from 0 to 1. */
    Encoding unit() {
        for (int j = 0; j < columns.width(); j++) {
            double[] values = train.rows().column(j);
            Scaling scaling = train.schema().scaling(j);
            shape(j, values, scaling.numbers());
            range(j, inner(j, values));
            fill(j, values, scaling.missing(), columns.shifts[j]);
        }
        return columns.encoding();
    }

    private boolean isCategory(int j) {
        return train.schema().feature(j).kind() == Feature.Kind.CATEGORY;
    }

    private void shape(int j, double[] values, Numbers how) {
        if (isCategory(j)) {
            table(j, values);
        } else if (how == Numbers.LOG1P || (how == Numbers.AUTOMATIC && heavyTailed(present(values)))) {
            columns.forms[j] = Form.LOG1P;
        } else if (how == Numbers.QUANTILE && present(values).length > 0) {
            double[] sorted = present(values);
            Arrays.sort(sorted);
            columns.forms[j] = Form.QUANTILE;
            columns.tables[j] = Quantiles.of(sorted);
        }
    }

    private double[] inner(int j, double[] values) {
        return present(
                Arrays.stream(values).map(value -> columns.transform(j, value)).toArray());
    }

    private void scale(int j, double[] inner, Numbers how) {
        switch (how) {
            case NONE -> {}
            case MIN_MAX -> range(j, inner);
            case ROBUST -> quartiles(j, inner);
            case QUANTILE -> {
                if (isCategory(j)) {
                    standardise(j, inner);
                }
            }
            default -> standardise(j, inner);
        }
    }

    private void standardise(int j, double[] inner) {
        double mean = mean(inner);
        double squares = 0;
        for (double value : inner) {
            squares += (value - mean) * (value - mean);
        }
        place(j, mean, inner.length == 0 ? 0 : StrictMath.sqrt(squares / inner.length));
    }

    private void range(int j, double[] inner) {
        double least = Arrays.stream(inner).min().orElse(0);
        place(j, least, Arrays.stream(inner).max().orElse(0) - least);
    }

    private void quartiles(int j, double[] inner) {
        double[] sorted = inner.clone();
        Arrays.sort(sorted);
        double spread = sorted.length == 0 ? 0 : Quantiles.at(sorted, 0.75) - Quantiles.at(sorted, 0.25);
        if (spread > CONSTANT) {
            place(j, Quantiles.at(sorted, 0.5), spread);
        } else {
            standardise(j, inner);
        }
    }

    private void place(int j, double shift, double spread) {
        columns.shifts[j] = shift;
        columns.factors[j] = spread > CONSTANT ? 1 / spread : 0;
    }

    /** The encoded value of the imputed one; {@code otherwise} is one before shift and factor. */
    private void fill(int j, double[] values, Missing missing, double otherwise) {
        double shaped =
                missing == Missing.AUTOMATIC ? otherwise : columns.transform(j, stead(present(values), missing));
        columns.fills[j] = (shaped - columns.shifts[j]) * columns.factors[j];
    }

    private static double stead(double[] present, Missing missing) {
        double[] sorted = present.clone();
        Arrays.sort(sorted);
        return sorted.length == 0
                ? 0
                : switch (missing) {
                    case AUTOMATIC, MEAN -> mean(present);
                    case MEDIAN -> Quantiles.at(sorted, 0.5);
                    case MOST_FREQUENT -> mostFrequent(sorted);
                    case ZERO -> 0;
                };
    }

    private static double mostFrequent(double[] sorted) {
        double best = sorted[0];
        int most = 0;
        int from = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[from]) {
                best = i - from > most ? sorted[from] : best;
                most = Math.max(most, i - from);
                from = i;
            }
        }
        return best;
    }

    private static double[] present(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    }

    private static double mean(double[] present) {
        double sum = 0;
        for (double value : present) {
            sum += value;
        }
        return present.length == 0 ? 0 : sum / present.length;
    }

    /** Each category's mean target, drawn towards the mean of all rows as two more rows would; the last is unseen. */
    private void table(int j, double[] codes) {
        int categories = train.schema().feature(j).categories().size();
        double[] sums = new double[categories + 1];
        double[] all = new double[categories + 1];
        double total = 0;
        for (int i = 0; i < codes.length; i++) {
            int slot = codes[i] >= 0 && codes[i] < categories ? (int) codes[i] : categories;
            sums[slot] += target.applyAsDouble(i);
            all[slot]++;
            total += target.applyAsDouble(i);
        }
        double mean = odds ? (total + 1) / (codes.length + 2.0) : total / Math.max(1, codes.length);
        for (int c = 0; c <= categories; c++) {
            double share = (sums[c] + 2 * mean) / (all[c] + 2);
            sums[c] = odds ? StrictMath.log(share / (1 - share)) : share;
        }
        columns.forms[j] = Form.TABLE;
        columns.tables[j] = sums;
    }

    private static boolean heavyTailed(double[] present) {
        double[] sorted = IntStream.range(0, present.length)
                .mapToDouble(i -> Math.abs(present[i]))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return false;
        }
        double largest = sorted[sorted.length - 1];
        return largest > 50 && largest > 20 * sorted[(int) (0.75 * (sorted.length - 1))];
    }
}

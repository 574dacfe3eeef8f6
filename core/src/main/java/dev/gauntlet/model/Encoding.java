package dev.gauntlet.model;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The fitted one-feature transforms between a row in the user's units and the numbers a kernel was trained on. Part of
 * the detector: attacks and rules never see the inner space. One inner column per feature, in order.
 */
public final class Encoding {
    /** What happens to one feature. Shift and factor are applied last: {@code (t(x) - shift) * factor}. */
    public enum Form {
        /** Unchanged. */
        IDENTITY,
        /** {@code sign(x) log(1 + |x|)}. */
        LOG1P,
        /** A number looked up by category code; the last entry is for unseen codes. */
        TABLE
    }

    private final Form[] forms;
    private final double[] shifts;
    private final double[] factors;
    private final double[][] tables;
    private final double[] fills;

    private Encoding(Form[] forms, double[] shifts, double[] factors, double[][] tables, double[] fills) {
        this.forms = forms;
        this.shifts = shifts;
        this.factors = factors;
        this.tables = tables;
        this.fills = fills;
    }

    /**
     * For trees: numbers unchanged (missing stays missing), each category replaced by the smoothed log-odds of malice
     * among training rows, so that one threshold splits categories by risk.
     */
    public static Encoding forTrees(Dataset train) {
        return fit(train, j -> logOdds(train, j), false);
    }

    /** For trees that estimate a quantity: each category is replaced by its smoothed mean target. */
    public static Encoding forTrees(Dataset train, double[] targets) {
        return fit(train, j -> means(train, targets, j), false);
    }

    /**
     * For linear models and networks: as for trees, then log1p where a feature is heavy-tailed (its largest training
     * value exceeds 20 times its 75th percentile), mean 0 and deviation 1; a missing value becomes the mean.
     */
    public static Encoding standard(Dataset train) {
        return fit(train, j -> logOdds(train, j), true);
    }

    /** The same for a quantity: each category is replaced by its smoothed mean target. */
    public static Encoding standard(Dataset train, double[] targets) {
        return fit(train, j -> means(train, targets, j), true);
    }

    /**
     * For methods that count: as standard, but from 0 to 1 over the training rows; a missing value becomes 0, and a value
     * beyond those of training lies beyond 0 or 1.
     */
    public static Encoding unit(Dataset train) {
        Encoding encoding = standard(train);
        for (int j = 0; j < encoding.width(); j++) {
            encoding.spread(j, train.rows());
        }
        return encoding;
    }

    private void spread(int j, Rows rows) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows.size(); i++) {
            double value = transform(j, rows.get(i, j));
            least = Double.isNaN(value) ? least : Math.min(least, value);
            most = Double.isNaN(value) ? most : Math.max(most, value);
        }
        shifts[j] = least > most ? 0 : least;
        factors[j] = most - least > 1e-12 ? 1 / (most - least) : 0;
    }

    /** For kernels that take rows as they are: every number and category code unchanged. */
    public static Encoding identity(int width) {
        Encoding encoding = new Encoding(
                new Form[width], new double[width], new double[width], new double[width][], new double[width]);
        Arrays.fill(encoding.forms, Form.IDENTITY);
        Arrays.fill(encoding.factors, 1);
        Arrays.fill(encoding.tables, new double[0]);
        Arrays.fill(encoding.fills, Double.NaN);
        return encoding;
    }

    /** For kernels that take numbers shifted and scaled: {@code (x - shift) * factor}, or its fill if missing. */
    public static Encoding scaled(double[] shifts, double[] factors, double[] fills) {
        Encoding encoding = identity(shifts.length);
        System.arraycopy(shifts, 0, encoding.shifts, 0, shifts.length);
        System.arraycopy(factors, 0, encoding.factors, 0, shifts.length);
        System.arraycopy(fills, 0, encoding.fills, 0, shifts.length);
        return encoding;
    }

    private static Encoding fit(Dataset train, IntFunction<double[]> tables, boolean standardise) {
        Schema schema = train.schema();
        int d = schema.width();
        Encoding encoding = new Encoding(new Form[d], new double[d], new double[d], new double[d][], new double[d]);
        Arrays.fill(encoding.forms, Form.IDENTITY);
        Arrays.fill(encoding.factors, 1);
        Arrays.fill(encoding.fills, Double.NaN);
        for (int j = 0; j < d; j++) {
            encoding.tables[j] = new double[0];
            if (schema.feature(j).kind() == Feature.Kind.CATEGORY) {
                encoding.forms[j] = Form.TABLE;
                encoding.tables[j] = tables.apply(j);
            } else if (standardise && heavyTailed(train.rows().column(j))) {
                encoding.forms[j] = Form.LOG1P;
            }
            if (standardise) {
                encoding.standardise(j, train.rows());
            }
        }
        return encoding;
    }

    private void standardise(int j, Rows rows) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            double value = transform(j, rows.get(i, j));
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (int i = 0; i < rows.size(); i++) {
            double value = transform(j, rows.get(i, j));
            if (!Double.isNaN(value)) {
                squares += (value - mean) * (value - mean);
            }
        }
        double deviation = count == 0 ? 0 : StrictMath.sqrt(squares / count);
        shifts[j] = mean;
        factors[j] = deviation > 1e-12 ? 1 / deviation : 0;
        fills[j] = 0;
    }

    private static double[] logOdds(Dataset train, int j) {
        int categories = train.schema().feature(j).categories().size();
        double[] bad = new double[categories + 1];
        double[] all = new double[categories + 1];
        double badTotal = 0;
        double total = 0;
        for (int i = 0; i < train.size(); i++) {
            double code = train.rows().get(i, j);
            int slot = code >= 0 && code < categories ? (int) code : categories;
            double m = train.malicious(i) ? 1 : 0;
            bad[slot] += m;
            all[slot]++;
            badTotal += m;
            total++;
        }
        double prior = (badTotal + 1) / (total + 2);
        double[] table = new double[categories + 1];
        for (int c = 0; c <= categories; c++) {
            double share = (bad[c] + 2 * prior) / (all[c] + 2);
            table[c] = StrictMath.log(share / (1 - share));
        }
        return table;
    }

    private static double[] means(Dataset train, double[] targets, int j) {
        int categories = train.schema().feature(j).categories().size();
        double[] sums = new double[categories + 1];
        double[] all = new double[categories + 1];
        double total = 0;
        for (int i = 0; i < train.size(); i++) {
            double code = train.rows().get(i, j);
            int slot = code >= 0 && code < categories ? (int) code : categories;
            sums[slot] += targets[i];
            all[slot]++;
            total += targets[i];
        }
        double mean = total / Math.max(1, train.size());
        for (int c = 0; c <= categories; c++) {
            sums[c] = (sums[c] + 2 * mean) / (all[c] + 2);
        }
        return sums;
    }

    private static boolean heavyTailed(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(v -> !Double.isNaN(v))
                .map(Math::abs)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return false;
        }
        double largest = sorted[sorted.length - 1];
        return largest > 50 && largest > 20 * sorted[(int) (0.75 * (sorted.length - 1))];
    }

    public int width() {
        return forms.length;
    }

    public Form form(int column) {
        return forms[column];
    }

    public double shift(int column) {
        return shifts[column];
    }

    public double factor(int column) {
        return factors[column];
    }

    /** The inner value of a missing value, if that is no number otherwise; NaN leaves it missing. */
    public double fill(int column) {
        return fills[column];
    }

    /** A copy of the numbers of a category's codes; empty of another feature. */
    public double[] table(int column) {
        return tables[column].clone();
    }

    /** The rows a kernel sees. */
    public Rows encode(Rows rows) {
        return Rows.fill(rows.size(), rows.width(), (i, j) -> encode(j, rows.get(i, j)));
    }

    /** The inner value of one feature's outer value. */
    public double encode(int column, double value) {
        double inner = (transform(column, value) - shifts[column]) * factors[column];
        return Double.isNaN(inner) ? fills[column] : inner;
    }

    /**
     * The inner value that says nothing of a feature: the one a missing value becomes, which is the training mean for
     * {@link #standard} and the smallest of training for {@link #unit}; else 0.
     */
    public double reference(int column) {
        return Double.isNaN(fills[column]) ? 0 : fills[column];
    }

    /** The derivative of {@link #encode(int, double)}; 0 for categories and missing values. */
    public double slope(int column, double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        return switch (forms[column]) {
            case IDENTITY -> factors[column];
            case LOG1P -> factors[column] / (1 + Math.abs(value));
            case TABLE -> 0;
        };
    }

    private double transform(int column, double value) {
        return switch (forms[column]) {
            case IDENTITY -> value;
            case LOG1P -> Math.copySign(StrictMath.log1p(Math.abs(value)), value);
            case TABLE -> {
                double[] table = tables[column];
                int last = table.length - 1;
                yield table[value >= 0 && value < last ? (int) value : last];
            }
        };
    }

    /** One line per feature: form, shift, factor, fill, table; read back by {@link #parse}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < forms.length; j++) {
            text.append(forms[j])
                    .append(' ')
                    .append(shifts[j])
                    .append(' ')
                    .append(factors[j])
                    .append(' ')
                    .append(fills[j]);
            for (double entry : tables[j]) {
                text.append(' ').append(entry);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    public static Encoding parse(String text) {
        List<String> lines = text.lines().toList();
        int d = lines.size();
        Encoding encoding = new Encoding(new Form[d], new double[d], new double[d], new double[d][], new double[d]);
        for (int j = 0; j < d; j++) {
            List<String> parts = new ArrayList<>(List.of(lines.get(j).split(" ")));
            try {
                encoding.forms[j] = Form.valueOf(parts.get(0));
                encoding.shifts[j] = Double.parseDouble(parts.get(1));
                encoding.factors[j] = Double.parseDouble(parts.get(2));
                encoding.fills[j] = Double.parseDouble(parts.get(3));
                encoding.tables[j] = parts.subList(4, parts.size()).stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray();
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "encoding line %d cannot be read: %s".formatted(j + 1, lines.get(j)), e);
            }
        }
        return encoding;
    }
}

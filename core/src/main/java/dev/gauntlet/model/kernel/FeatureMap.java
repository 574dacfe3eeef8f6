package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Columns made of inputs, in any order and number: an input itself, or whether it lies in a range, as in one-hot
 * encoding; each shifted and scaled; and then, optionally, each row divided by its own norm.
 */
public final class FeatureMap {
    /** The norm by which a row is divided. A row of norm 0 is not changed. */
    public enum Size {
        /** Nothing. */
        NONE(0),
        /** Its largest number. */
        MAX(1),
        /** The sum of its absolute numbers. */
        L1(2),
        /** The root of the sum of its squares. */
        L2(3);

        private final int code;

        Size(int code) {
            this.code = code;
        }

        private static Size of(double code) {
            return Arrays.stream(values())
                    .filter(size -> size.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown code of a row norm: " + code));
        }
    }

    /**
     * {@code (x - shift) * factor}, or {@code fill} if that is missing, where x is an input, or of an indicator 1 if
     * {@code low <= input < high} as floats, and else 0.
     *
     * @param low NaN if it is no indicator
     */
    public record Column(int input, double low, double high, double shift, double factor, double fill) {
        /** An input as it is. */
        public static Column of(int input) {
            return new Column(input, Double.NaN, Double.NaN, 0, 1, Double.NaN);
        }

        public boolean isIndicator() {
            return !Double.isNaN(low);
        }

        /** A value of the input at which an indicator is 1: a whole number if there is one. */
        public double within() {
            return low <= 0 && high > 0 ? 0 : low > 0 ? low : Math.nextDown((float) high);
        }

        /** The same, shifted and scaled again: {@code factor * x + summand}. */
        public Column scaled(double by, double summand) {
            double product = factor * by;
            double moved = summand == 0 ? shift : shift - summand / product;
            return new Column(input, low, high, moved, product, fill * by + summand);
        }

        /** The same with something in place of what is missing, unless something is already. */
        public Column filled(double with) {
            return Double.isNaN(fill) ? new Column(input, low, high, shift, factor, with) : this;
        }

        private double value(double x) {
            return moved(isIndicator() ? (float) x >= low && (float) x < high ? 1 : 0 : x);
        }

        /** An input, or 1 or 0, shifted, scaled and filled. */
        public double moved(double own) {
            double value = (own - shift) * factor;
            return Double.isNaN(value) ? fill : value;
        }

        private double slope(double x) {
            return isIndicator() || Double.isNaN(x) ? 0 : factor;
        }
    }

    private final int inputs;
    private final List<Column> columns;
    private final Size size;

    /**
     * A map.
     *
     * @param inputs how many a row has
     * @param columns one or more, of inputs that are there
     */
    public FeatureMap(int inputs, List<Column> columns, Size size) {
        Require.notEmpty("columns", columns);
        columns.forEach(column -> Require.between("input of a column", column.input, 0, inputs - 1.0));
        this.inputs = inputs;
        this.columns = List.copyOf(columns);
        this.size = size;
    }

    public int inputs() {
        return inputs;
    }

    public List<Column> columns() {
        return columns;
    }

    /** What is done with each input the first time it is used as a number. */
    public Encoding encoding() {
        double[] shifts = new double[inputs];
        double[] factors = new double[inputs];
        double[] fills = new double[inputs];
        Arrays.fill(factors, 1);
        Arrays.fill(fills, Double.NaN);
        boolean[] seen = new boolean[inputs];
        for (Column column : columns) {
            if (!column.isIndicator() && !seen[column.input]) {
                seen[column.input] = true;
                shifts[column.input] = column.shift;
                factors[column.input] = column.factor;
                fills[column.input] = column.fill;
            }
        }
        return Encoding.scaled(shifts, factors, fills);
    }

    /** Whether every column is an input as it is, or an indicator. */
    public boolean isPlain() {
        return size == Size.NONE
                && columns.stream().allMatch(column -> column.isIndicator() || column.equals(Column.of(column.input)));
    }

    /** Maps rows: n x inputs to n x columns. */
    public Rows apply(Rows rows) {
        Require.same("columns", inputs, rows.width());
        Rows plain = Rows.fill(rows.size(), columns.size(), (i, k) -> {
            Column column = columns.get(k);
            return column.value(rows.get(i, column.input));
        });
        if (size == Size.NONE) {
            return plain;
        }
        double[] sizes = sizes(plain);
        return Rows.fill(plain.size(), plain.width(), (i, k) -> plain.get(i, k) / sizes[i]);
    }

    private double[] sizes(Rows plain) {
        double[] sizes = new double[plain.size()];
        for (int i = 0; i < sizes.length; i++) {
            double total = size == Size.MAX ? Double.NEGATIVE_INFINITY : 0;
            for (int k = 0; k < plain.width(); k++) {
                double value = plain.get(i, k);
                total = switch (size) {
                    case MAX -> value > total ? value : total;
                    case L1 -> total + Math.abs(value);
                    default -> total + value * value;
                };
            }
            total = size == Size.L2 ? Math.sqrt(total) : total;
            sizes[i] = total == 0 || total == Double.NEGATIVE_INFINITY ? 1 : total;
        }
        return sizes;
    }

    /**
     * Slopes by the inputs from slopes by the columns.
     *
     * @param slopes n x columns
     * @return n x inputs
     */
    Rows back(Rows rows, Rows slopes) {
        Rows mapped = apply(rows);
        Rows plain = size == Size.NONE ? mapped : new FeatureMap(inputs, columns, Size.NONE).apply(rows);
        double[] sizes = sizes(plain);
        return Rows.build(rows.size(), inputs, gradient -> {
            for (int i = 0; i < rows.size(); i++) {
                double along = 0;
                for (int k = 0; k < columns.size() && size != Size.NONE; k++) {
                    along += slopes.get(i, k) * mapped.get(i, k);
                }
                for (int k = 0; k < columns.size(); k++) {
                    double slope = size == Size.NONE
                            ? slopes.get(i, k)
                            : (slopes.get(i, k) - along * ofSize(plain.get(i, k), mapped.get(i, k), sizes[i]))
                                    / sizes[i];
                    Column column = columns.get(k);
                    gradient[i * inputs + column.input] += slope * column.slope(rows.get(i, column.input));
                }
            }
        });
    }

    /** The derivative of a row's norm by one of its numbers. */
    private double ofSize(double plain, double mapped, double rowSize) {
        return switch (size) {
            case MAX -> plain == rowSize ? 1 : 0;
            case L1 -> Math.signum(plain);
            default -> mapped;
        };
    }

    /**
     * Puts {@code map_column}, per column its input and whether it is an indicator and filled, {@code map_number}, per column
     * low, high, shift, factor and fill, and {@code map}: inputs and size.
     */
    void writeTo(Map<String, double[]> parameters) {
        double[] kinds = new double[3 * columns.size()];
        double[] numbers = new double[5 * columns.size()];
        for (int k = 0; k < columns.size(); k++) {
            Column column = columns.get(k);
            boolean filled = !Double.isNaN(column.fill);
            kinds[3 * k] = column.input;
            kinds[3 * k + 1] = column.isIndicator() ? 1 : 0;
            kinds[3 * k + 2] = filled ? 1 : 0;
            numbers[5 * k] = column.isIndicator() ? column.low : 0;
            numbers[5 * k + 1] = column.isIndicator() ? column.high : 0;
            numbers[5 * k + 2] = column.shift;
            numbers[5 * k + 3] = column.factor;
            numbers[5 * k + 4] = filled ? column.fill : 0;
        }
        parameters.put("map_column", kinds);
        parameters.put("map_number", numbers);
        parameters.put("map", new double[] {inputs, size.code});
    }

    static FeatureMap read(String form, Map<String, double[]> parameters) {
        Parameters given = new Parameters(form, parameters);
        Rows kinds = Rows.of(given.array("map_column").length / 3, 3, given.array("map_column"));
        Rows numbers = Rows.of(kinds.size(), 5, given.array("map_number", 5 * kinds.size()));
        double[] map = given.array("map", 2);
        List<Column> columns = new ArrayList<>();
        for (int k = 0; k < kinds.size(); k++) {
            boolean indicator = kinds.get(k, 1) != 0;
            columns.add(new Column(
                    (int) kinds.get(k, 0),
                    indicator ? numbers.get(k, 0) : Double.NaN,
                    indicator ? numbers.get(k, 1) : Double.NaN,
                    numbers.get(k, 2),
                    numbers.get(k, 3),
                    kinds.get(k, 2) != 0 ? numbers.get(k, 4) : Double.NaN));
        }
        return new FeatureMap((int) map[0], columns, Size.of(map[1]));
    }
}

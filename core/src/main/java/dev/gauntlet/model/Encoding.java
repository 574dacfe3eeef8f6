package dev.gauntlet.model;

import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * The fitted one-feature transforms between a row in the user's units and the numbers a kernel was trained on. Part of
 * the detector: attacks and rules never see the encoded space. One inner column per feature, in order.
 */
public final class Encoding {
    /** What happens to one feature. Shift and factor are applied last: {@code (t(x) - shift) * factor}. */
    public enum Form {
        /** Unchanged. */
        IDENTITY,
        /** {@code sign(x) log(1 + |x|)}. */
        LOG1P,
        /** A number looked up by category code; the last entry is for unseen codes. */
        TABLE,
        /** Lines between knots: the table holds the rising values, then the share of rows at or below each. */
        QUANTILE
    }

    /** What makes an encoding, one entry a column: {@link #identity} until something else is written. */
    static final class Columns {
        final Form[] forms;
        final double[] shifts;
        final double[] factors;
        final double[][] tables;
        final double[] fills;

        Columns(int width) {
            forms = new Form[width];
            shifts = new double[width];
            factors = new double[width];
            tables = new double[width][];
            fills = new double[width];
            Arrays.fill(forms, Form.IDENTITY);
            Arrays.fill(factors, 1);
            Arrays.fill(tables, new double[0]);
            Arrays.fill(fills, Double.NaN);
        }

        int width() {
            return forms.length;
        }

        /** What was read from a file, all of which must be finite, except that a fill, or a value of a table, may be missing. */
        Encoding read() {
            for (int j = 0; j < forms.length; j++) {
                boolean finite = Double.isFinite(shifts[j])
                        && Double.isFinite(factors[j])
                        && !Double.isInfinite(fills[j])
                        && Arrays.stream(tables[j]).noneMatch(Double::isInfinite);
                Require.that(finite, "encoding line %d has a number that is not finite", j + 1);
            }
            return encoding();
        }

        /** What was written; refuses tables that do not fit their forms. */
        Encoding encoding() {
            for (int j = 0; j < forms.length; j++) {
                int size = tables[j].length;
                switch (forms[j]) {
                    case TABLE -> Require.atLeast("numbers in a table", size, 1);
                    case QUANTILE -> {
                        Require.that(size > 0 && size % 2 == 0, "quantiles must be pairs of value and share");
                        for (int k = 1; k < size / 2; k++) {
                            Require.that(tables[j][k] > tables[j][k - 1], "the values of quantiles must rise");
                        }
                    }
                    default -> Require.that(size == 0, "only a table or quantiles take more numbers");
                }
            }
            return new Encoding(this);
        }

        /** A value before shift and factor. */
        double transform(int column, double value) {
            return switch (forms[column]) {
                case IDENTITY -> value;
                case LOG1P -> Math.copySign(StrictMath.log1p(Math.abs(value)), value);
                case TABLE -> {
                    double[] table = tables[column];
                    int last = table.length - 1;
                    yield table[value >= 0 && value < last ? (int) value : last];
                }
                case QUANTILE -> Quantiles.share(tables[column], value);
            };
        }
    }

    private static final List<Form> CODES = List.of(Form.IDENTITY, Form.LOG1P, Form.TABLE, Form.QUANTILE);
    /** How many numbers of a column come before its table in {@link #numbers}. */
    private static final int HEAD = 6;

    private final Columns columns;
    /** Whether every row stays as it is. */
    private final boolean identity;

    private Encoding(Columns columns) {
        this.columns = columns;
        boolean same = true;
        for (int j = 0; j < columns.width(); j++) {
            same &= columns.forms[j] == Form.IDENTITY
                    && columns.shifts[j] == 0
                    && columns.factors[j] == 1
                    && Double.isNaN(columns.fills[j]);
        }
        this.identity = same;
    }

    /**
     * For trees: numbers unchanged (missing stays missing unless its {@link Scaling} imputes it), each category
     * replaced by the smoothed log-odds of the malicious class among training rows, so that one threshold splits
     * categories by risk.
     */
    public static Encoding forTrees(Dataset train) {
        return EncodingFit.ofLabels(train).bare();
    }

    /** For trees that estimate a quantity: each category is replaced by its smoothed mean target. */
    public static Encoding forTrees(Dataset train, double[] targets) {
        return EncodingFit.ofTargets(train, targets).bare();
    }

    /**
     * For linear models and networks: categories as for trees, then every feature as its {@link Scaling} says. A
     * missing value becomes the mean unless stated otherwise.
     */
    public static Encoding standard(Dataset train) {
        return EncodingFit.ofLabels(train).scaled();
    }

    /** The same for a quantity: each category is replaced by its smoothed mean target. */
    public static Encoding standard(Dataset train, double[] targets) {
        return EncodingFit.ofTargets(train, targets).scaled();
    }

    /**
     * For methods that count: as standard, but always from 0 to 1 over the training rows; a missing value becomes 0
     * unless stated otherwise, and a value beyond those of training lies beyond 0 or 1.
     */
    public static Encoding unit(Dataset train) {
        return EncodingFit.ofLabels(train).unit();
    }

    /** For kernels that take rows as they are: every number and category code unchanged. */
    public static Encoding identity(int width) {
        return new Columns(width).encoding();
    }

    /** For kernels that take numbers shifted and scaled: {@code (x - shift) * factor}, or its fill if missing. */
    public static Encoding scaled(double[] shifts, double[] factors, double[] fills) {
        Columns columns = new Columns(shifts.length);
        System.arraycopy(shifts, 0, columns.shifts, 0, shifts.length);
        System.arraycopy(factors, 0, columns.factors, 0, shifts.length);
        System.arraycopy(fills, 0, columns.fills, 0, shifts.length);
        return columns.encoding();
    }

    /**
     * The same, but some columns, numbers so far, are first looked up by category code.
     *
     * @param tables by column: a number for each code, then one for codes that are not known
     */
    public Encoding withTables(Map<Integer, double[]> tables) {
        Columns changed = new Columns(width());
        System.arraycopy(columns.forms, 0, changed.forms, 0, width());
        System.arraycopy(columns.shifts, 0, changed.shifts, 0, width());
        System.arraycopy(columns.factors, 0, changed.factors, 0, width());
        System.arraycopy(columns.fills, 0, changed.fills, 0, width());
        System.arraycopy(columns.tables, 0, changed.tables, 0, width());
        tables.forEach((column, table) -> {
            Require.that(columns.forms[column] == Form.IDENTITY, "only a number can be looked up instead");
            changed.forms[column] = Form.TABLE;
            changed.tables[column] = table.clone();
        });
        return changed.encoding();
    }

    /** The same, but some columns are 0 whatever they hold, so that the kernel cannot use them. */
    public Encoding without(Set<Integer> unused) {
        Columns changed = new Columns(width());
        for (int j = 0; j < width(); j++) {
            boolean kept = !unused.contains(j);
            changed.forms[j] = kept ? columns.forms[j] : Form.IDENTITY;
            changed.shifts[j] = kept ? columns.shifts[j] : 0;
            changed.factors[j] = kept ? columns.factors[j] : 0;
            changed.fills[j] = kept ? columns.fills[j] : 0;
            changed.tables[j] = kept ? columns.tables[j] : new double[0];
        }
        return changed.encoding();
    }

    /** Whether a column is the same whatever it holds. */
    public boolean isUnused(int column) {
        return columns.factors[column] == 0;
    }

    /** What happens to each of these columns, which may repeat, as the encoding of so many. */
    public Encoding select(int[] chosen) {
        Columns selected = new Columns(chosen.length);
        for (int k = 0; k < chosen.length; k++) {
            selected.forms[k] = columns.forms[chosen[k]];
            selected.shifts[k] = columns.shifts[chosen[k]];
            selected.factors[k] = columns.factors[chosen[k]];
            selected.fills[k] = columns.fills[chosen[k]];
            selected.tables[k] = columns.tables[chosen[k]];
        }
        return selected.encoding();
    }

    public int width() {
        return columns.forms.length;
    }

    public Form form(int column) {
        return columns.forms[column];
    }

    public double shift(int column) {
        return columns.shifts[column];
    }

    public double factor(int column) {
        return columns.factors[column];
    }

    /** The inner value of a missing value, if that is no number otherwise; NaN leaves it missing. */
    public double fill(int column) {
        return columns.fills[column];
    }

    /** A copy of the numbers of a category's codes, or of the knots of quantiles; empty of another feature. */
    public double[] table(int column) {
        return columns.tables[column].clone();
    }

    /** The rows a kernel sees. */
    public Rows encode(Rows rows) {
        if (rows.width() != width() && rows.size() > 0) {
            throw new IllegalArgumentException(
                    Plural.format("the rows have %d column[s] but the encoding has %d", rows.width(), width()));
        }
        return identity ? rows : Rows.fill(rows.size(), rows.width(), (i, j) -> encode(j, rows.get(i, j)));
    }

    /** The inner value of one feature's outer value. */
    public double encode(int column, double value) {
        double inner = (columns.transform(column, value) - columns.shifts[column]) * columns.factors[column];
        return Double.isNaN(inner) ? columns.fills[column] : inner;
    }

    /** The encoded value that carries no information about a feature: the one a missing value becomes; else 0. */
    public double reference(int column) {
        return Double.isNaN(columns.fills[column]) ? 0 : columns.fills[column];
    }

    /** The derivative of {@link #encode(int, double)}; 0 for categories and missing values. */
    public double slope(int column, double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        return switch (columns.forms[column]) {
            case IDENTITY -> columns.factors[column];
            case LOG1P -> columns.factors[column] / (1 + Math.abs(value));
            case TABLE -> 0;
            case QUANTILE -> columns.factors[column] * Quantiles.slope(columns.tables[column], value);
        };
    }

    /**
     * The encoding as numbers, column by column: form (0 to 3, in the order of {@link Form}), shift, factor, 1 or 0 for whether
     * there is a fill, the fill or 0, the length of the table, the table.
     */
    public double[] numbers() {
        DoubleStream.Builder numbers = DoubleStream.builder();
        for (int j = 0; j < width(); j++) {
            boolean filled = !Double.isNaN(columns.fills[j]);
            numbers.add(CODES.indexOf(columns.forms[j]))
                    .add(columns.shifts[j])
                    .add(columns.factors[j])
                    .add(filled ? 1 : 0)
                    .add(filled ? columns.fills[j] : 0)
                    .add(columns.tables[j].length);
            Arrays.stream(columns.tables[j]).forEach(numbers::add);
        }
        return numbers.build().toArray();
    }

    /**
     * Reads what {@link #numbers} gave.
     *
     * @throws IllegalArgumentException if they make no encoding
     */
    public static Encoding ofNumbers(double[] numbers) {
        List<double[]> parts = new ArrayList<>();
        for (int at = 0; at < numbers.length; at += parts.get(parts.size() - 1).length) {
            Require.that(numbers.length - at >= HEAD, "the numbers of an encoding end early");
            double size = Require.between("numbers in a table", numbers[at + HEAD - 1], 0, numbers.length - at - HEAD);
            parts.add(Arrays.copyOfRange(numbers, at, at + HEAD + (int) size));
        }
        Columns columns = new Columns(parts.size());
        for (int j = 0; j < parts.size(); j++) {
            double[] part = parts.get(j);
            columns.forms[j] = CODES.get((int) Require.between("form", part[0], 0, CODES.size() - 1.0));
            columns.shifts[j] = part[1];
            columns.factors[j] = part[2];
            columns.fills[j] = part[3] == 0 ? Double.NaN : part[4];
            columns.tables[j] = Arrays.copyOfRange(part, HEAD, part.length);
        }
        return columns.read();
    }

    /** One line per feature: form, shift, factor, fill, table; read back by {@link #parse}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < columns.forms.length; j++) {
            text.append(columns.forms[j])
                    .append(' ')
                    .append(columns.shifts[j])
                    .append(' ')
                    .append(columns.factors[j])
                    .append(' ')
                    .append(columns.fills[j]);
            for (double entry : columns.tables[j]) {
                text.append(' ').append(entry);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException naming the line that cannot be read, or if a table does not fit its form
     */
    public static Encoding parse(String text) {
        List<String> lines = text.lines().toList();
        int d = lines.size();
        Columns columns = new Columns(d);
        for (int j = 0; j < d; j++) {
            List<String> parts = new ArrayList<>(List.of(lines.get(j).split(" ")));
            try {
                columns.forms[j] = Form.valueOf(parts.get(0));
                columns.shifts[j] = Double.parseDouble(parts.get(1));
                columns.factors[j] = Double.parseDouble(parts.get(2));
                columns.fills[j] = Double.parseDouble(parts.get(3));
                columns.tables[j] = parts.subList(4, parts.size()).stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray();
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "encoding line %d cannot be read: %s".formatted(j + 1, lines.get(j)), e);
            }
        }
        return columns.read();
    }
}

package dev.gauntlet.adapters.onnx;

import dev.gauntlet.base.Require;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.FeatureMap;
import dev.gauntlet.model.kernel.FeatureMap.Column;
import dev.gauntlet.model.kernel.FeatureMap.Size;
import dev.gauntlet.model.kernel.MappedKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Columns computed from the model's inputs.
 *
 * @param size the norm that each row is divided by at the end
 * @param type the element type in the file: {@link Graph#FLOAT}, {@link Graph#DOUBLE} or {@link Graph#TEXT}
 * @param texts the known values of the string inputs
 */
record Inputs(List<Column> columns, Size size, int all, int type, Texts texts) {
    /** Unchanged inputs. */
    static Inputs plain(int first, int count, int all, int type, Texts texts) {
        return new Inputs(
                IntStream.range(first, first + count).mapToObj(Column::of).toList(), Size.NONE, all, type, texts);
    }

    boolean isDoubles() {
        return type == Graph.DOUBLE;
    }

    boolean isTexts() {
        return type == Graph.TEXT;
    }

    int width() {
        return columns.size();
    }

    /** Whether rows are not normalised, so that columns can still be transformed. */
    boolean isOpen() {
        return size == Size.NONE;
    }

    private Inputs each(int count, IntFunction<Column> column) {
        Unconverted.unless(isOpen(), "normalised rows are changed again");
        return new Inputs(IntStream.range(0, count).mapToObj(column).toList(), size, all, type, texts);
    }

    Inputs scaled(double[] factors, double[] summands) {
        for (double factor : factors) {
            Unconverted.unless(factor != 0, "an input is multiplied by 0");
        }
        return each(width(), j -> columns.get(j).scaled(factors[j], summands[j]));
    }

    Inputs filled(double[] fills) {
        return each(width(), j -> columns.get(j).filled(fills[j]));
    }

    /** Some of the columns, in another order or more than once. */
    Inputs chosen(int[] places) {
        return each(places.length, k -> columns.get(places[k]));
    }

    /** One indicator per column and category: whether the column, truncated to an integer, equals the category. */
    Inputs oneHot(long[] categories) {
        return each(width() * categories.length, k -> {
            Column column = columns.get(k / categories.length);
            Unconverted.unless(
                    column.equals(Column.of(column.input())), "an encoder is applied to a transformed input");
            float category = categories[k % categories.length];
            double low = category > 0 ? category : Math.nextUp(category - 1);
            double high = category < 0 ? Math.nextUp(category) : category + 1;
            return new Column(column.input(), low, high, 0, 1, Double.NaN);
        });
    }

    /**
     * One indicator per column and string: whether the column equals the string.
     *
     * @param strict whether the model fails on any other string
     */
    Inputs oneHot(List<String> categories, boolean strict) {
        columns.stream().filter(column -> strict).forEach(column -> texts.refuseOthers(column.input()));
        return each(width() * categories.size(), k -> {
                    int input = columns.get(k / categories.size()).input();
                    int place = texts.place(input, categories.get(k % categories.size()));
                    return new Column(input, place, place + 1.0, 0, 1, Double.NaN);
                })
                .as(Graph.FLOAT);
    }

    /**
     * Strings as numbers; empty unless these are the positions of the strings, and -1 for any other.
     *
     * @param other the number for any other string
     */
    Optional<Inputs> numbered(List<String> categories, double[] numbers, double other) {
        boolean inOrder = numbers.length == categories.size() && other == -1;
        for (Column column : columns) {
            for (int k = 0; k < categories.size(); k++) {
                int place = texts.place(column.input(), categories.get(k));
                inOrder &= k < numbers.length && numbers[k] == place;
            }
            inOrder = inOrder && texts.close(column.input(), categories.size());
        }
        return inOrder ? Optional.of(as(Graph.FLOAT)) : Optional.empty();
    }

    Inputs and(Inputs more) {
        Unconverted.unless(isOpen() && more.isOpen(), "normalised rows are concatenated");
        Unconverted.unless(isTexts() == more.isTexts(), "strings and numbers are concatenated");
        Require.that(
                width() + (long) more.width() <= Predictor.MOST_INPUTS,
                "%d columns are concatenated",
                width() + (long) more.width());
        List<Column> both = new ArrayList<>(columns);
        both.addAll(more.columns);
        return new Inputs(both, size, all, isDoubles() ? more.type : type, texts);
    }

    Inputs as(int other) {
        return new Inputs(columns, size, all, other, texts);
    }

    Inputs dividedBy(Size by) {
        Unconverted.unless(isOpen(), "rows are normalised twice");
        return new Inputs(columns, by, all, type, texts);
    }

    /** The outcome of a kernel over these columns. */
    Outcome outcome(Outcome.Kind kind, Predictor kernel, List<String> labels) {
        if (isEncoding()) {
            return new Outcome(kind, kernel, encoding(columns.toArray(Column[]::new)), labels);
        }
        Outcome over = new Outcome(kind, kernel, Encoding.identity(width()), labels);
        return new TreesOverInputs(this).outcome(over).orElseGet(() -> {
            Predictor mapped = MappedKernel.of(new FeatureMap(all, columns, size), kernel);
            return new Outcome(kind, mapped, Encoding.identity(all), labels);
        });
    }

    /** Whether every input has a column of its own, in order. */
    private boolean isEncoding() {
        return isOpen()
                && width() == all
                && IntStream.range(0, all).allMatch(j -> columns.get(j).input() == j)
                && columns.stream().noneMatch(Column::isIndicator);
    }

    /** The transform of each input, if the inputs keep their order. */
    static Encoding encoding(Column[] each) {
        return Encoding.scaled(
                Arrays.stream(each).mapToDouble(Column::shift).toArray(),
                Arrays.stream(each).mapToDouble(Column::factor).toArray(),
                Arrays.stream(each).mapToDouble(Column::fill).toArray());
    }
}

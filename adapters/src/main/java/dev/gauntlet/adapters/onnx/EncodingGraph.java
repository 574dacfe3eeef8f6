package dev.gauntlet.adapters.onnx;

import static dev.gauntlet.adapters.onnx.Graph.attribute;

import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Encoding.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The transforms of an {@link Encoding} as nodes over all columns at once. */
record EncodingGraph(Graph graph, Encoding encoding) {
    /** From rows of doubles in the schema's units to the encoded rows that a kernel takes. */
    String of(String rows) {
        String values = quantiles(tables(logarithms(rows), rows), rows);
        if (any(encoding::shift, 0)) {
            values = graph.node("Sub", values, each(encoding::shift));
        }
        if (any(encoding::factor, 1)) {
            values = graph.node("Mul", values, each(encoding::factor));
        }
        return any(j -> Double.isNaN(encoding.fill(j)) ? 1 : 0, 1)
                ? graph.node("Where", graph.node("IsNaN", values), each(encoding::fill), values)
                : values;
    }

    private String logarithms(String rows) {
        if (columns(Form.LOG1P).length == 0) {
            return rows;
        }
        String size = graph.node("Log", graph.node("Add", graph.node("Abs", rows), graph.number(1)));
        String logarithm = graph.node("Mul", graph.node("Sign", rows), size);
        String which = graph.cast(each(j -> encoding.form(j) == Form.LOG1P ? 1 : 0), Graph.BOOL);
        return graph.node("Where", which, logarithm, rows);
    }

    /**
     * Looks all categories up in one table. The codes of each start at an offset; a value that is not a code takes the
     * last entry.
     */
    private String tables(String values, String rows) {
        int[] categories = columns(Form.TABLE);
        if (categories.length == 0) {
            return values;
        }
        List<double[]> tables = new ArrayList<>();
        double[] lasts = new double[categories.length];
        double[] offsets = new double[categories.length];
        double offset = 0;
        for (int k = 0; k < categories.length; k++) {
            double[] table = encoding.table(categories[k]);
            tables.add(table);
            lasts[k] = table.length - 1.0;
            offsets[k] = offset;
            offset += table.length;
        }
        String codes =
                gather(rows, graph.longs(IntStream.of(categories).asLongStream().toArray()));
        String last = graph.numbers(lasts, 1, lasts.length);
        String known = graph.node(
                "And", graph.node("GreaterOrEqual", codes, graph.number(0)), graph.node("Less", codes, last));
        String place = graph.node("Floor", graph.node("Where", known, codes, last));
        place = graph.cast(graph.node("Add", place, graph.numbers(offsets, 1, offsets.length)), Graph.LONG);
        double[] flat = tables.stream().flatMapToDouble(DoubleStream::of).toArray();
        String found = graph.node("Gather", graph.numbers(flat), place);
        return replaced(values, found, categories);
    }

    /** The quantile of each value, as the sum of the increments of the line segments between knots. */
    private String quantiles(String values, String rows) {
        String replaced = values;
        for (int column : columns(Form.QUANTILE)) {
            double[] table = encoding.table(column);
            int lines = table.length / 2 - 1;
            double[] starts = Arrays.copyOf(table, lines);
            double[] lengths = new double[lines];
            double[] slopes = new double[lines];
            for (int k = 0; k < lines; k++) {
                lengths[k] = table[k + 1] - table[k];
                slopes[k] = (table[lines + 2 + k] - table[lines + 1 + k]) / lengths[k];
            }
            String value = gather(rows, graph.longs(column));
            String share = graph.node("Mul", value, graph.number(0));
            if (lines > 0) {
                String beyond = graph.node("Sub", value, graph.numbers(starts, 1, lines));
                String passed =
                        graph.node("Min", graph.node("Max", beyond, graph.number(0)), graph.numbers(lengths, 1, lines));
                share = graph.node("MatMul", passed, graph.numbers(slopes, lines, 1));
            }
            share = graph.node("Add", share, graph.number(table[lines + 1]));
            share = graph.node("Where", graph.node("IsNaN", value), value, share);
            replaced = replaced(replaced, share, column);
        }
        return replaced;
    }

    /** Rows with some columns replaced. */
    private String replaced(String rows, String found, int... columns) {
        String all = graph.node("Concat", List.of(attribute("axis", 1)), rows, found);
        long[] order = IntStream.range(0, encoding.width()).asLongStream().toArray();
        for (int k = 0; k < columns.length; k++) {
            order[columns[k]] = encoding.width() + (long) k;
        }
        return gather(all, graph.longs(order));
    }

    private String gather(String rows, String columns) {
        return graph.node("Gather", List.of(attribute("axis", 1)), rows, columns);
    }

    private int[] columns(Form form) {
        return IntStream.range(0, encoding.width())
                .filter(j -> encoding.form(j) == form)
                .toArray();
    }

    private boolean any(IntToDoubleFunction number, double usual) {
        return IntStream.range(0, encoding.width()).anyMatch(j -> number.applyAsDouble(j) != usual);
    }

    private String each(IntToDoubleFunction number) {
        return graph.numbers(
                IntStream.range(0, encoding.width()).mapToDouble(number).toArray(), 1, encoding.width());
    }
}

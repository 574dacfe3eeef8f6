package dev.gauntlet.process.assemble;

import dev.gauntlet.data.Column;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Recognises identifier columns, which a detector memorises instead of generalising, by their values: addresses, hashes
 * and UUIDs; integers that are all different and dense, like row numbers; texts and integers with many values of which
 * nearly every one occurs with only one label, unless a threshold explains that. Column names are not considered.
 */
public final class Identifier {
    /** With fewer rows nothing is reported. */
    private static final int FEWEST = 50;

    /** The largest ratio of the range of row numbers to the number of rows, because rows may be a sample. */
    private static final int SPARSE = 5;

    private static final int MANY_VALUES = 20;
    private static final double NEARLY_ALL = 0.95;
    private static final int SAMPLE = 1000;
    /** The years 2000 to 2039, in seconds since 1970. */
    private static final double EARLIEST = 946_684_800;

    private static final double LATEST = 2_200_000_000.0;

    private static final Map<String, Pattern> FORMS = Map.of(
            "addresses",
            Pattern.compile(
                    "(\\d{1,3}\\.){3}\\d{1,3}(:\\d+|/\\d+)?|([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(%\\w+)?|(?=.*::)[0-9a-fA-F:]{2,39}(%\\w+)?"
                            + "|([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}"),
            "hashes",
            Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}"),
            "UUIDs",
            Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"));

    private Identifier() {}

    /**
     * Why a column looks like an identifier; empty if it does not.
     *
     * @param side the class of each record: -1 without a label, 0 benign, otherwise malicious
     */
    public static Optional<String> reason(Column column, IntUnaryOperator side) {
        int[] filled = IntStream.range(0, column.size())
                .filter(i -> !column.missing(i))
                .toArray();
        if (filled.length < FEWEST) {
            return Optional.empty();
        }
        return column.kind().isNumeric() ? number(column, filled, side) : text(column, filled, side);
    }

    private static Optional<String> number(Column column, int[] filled, IntUnaryOperator side) {
        double[] values = Arrays.stream(filled).mapToDouble(column::number).toArray();
        boolean counts = true;
        for (int k = 1; k < values.length; k++) {
            counts &= values[k] == values[k - 1] + 1;
        }
        if (counts) {
            return Optional.of("it counts the rows");
        }
        Arrays.sort(values);
        for (double unit = 1; unit <= 1e9 && values[0] < values[values.length - 1]; unit *= 1e3) {
            if (values[0] >= unit * EARLIEST && values[values.length - 1] <= unit * LATEST) {
                return Optional.of("it contains times since 1970");
            }
        }
        boolean distinct = true;
        for (int k = 0; k < values.length; k++) {
            if (values[k] != Math.rint(values[k])) {
                return Optional.empty();
            }
            distinct &= k == 0 || values[k] != values[k - 1];
        }
        double range = values[values.length - 1] - values[0] + 1;
        if (distinct && range <= (double) SPARSE * values.length) {
            return Optional.of("it numbers the rows: no value occurs twice");
        }
        return isThreshold(column, filled, side) ? Optional.empty() : pure(column, filled, side);
    }

    /** Whether a threshold separates the classes nearly perfectly, as for a measured quantity. */
    private static boolean isThreshold(Column column, int[] filled, IntUnaryOperator side) {
        int[] labelled =
                Arrays.stream(filled).filter(i -> side.applyAsInt(i) >= 0).toArray();
        Integer[] order = Arrays.stream(labelled).boxed().toArray(Integer[]::new);
        Arrays.sort(order, java.util.Comparator.comparingDouble(column::number));
        int all = 0;
        for (int i : order) {
            all += side.applyAsInt(i) > 0 ? 1 : 0;
        }
        int below = 0;
        int fewest = order.length;
        for (int k = 0; k <= order.length; k++) {
            if (k == 0 || k == order.length || column.number(order[k]) != column.number(order[k - 1])) {
                // The errors if values below are called benign and values above malicious, or the other way round.
                int wrong = below + (order.length - k) - (all - below);
                fewest = Math.min(fewest, Math.min(wrong, order.length - wrong));
            }
            below += k < order.length && side.applyAsInt(order[k]) > 0 ? 1 : 0;
        }
        return fewest <= (1 - NEARLY_ALL) * Math.min(all, order.length - all);
    }

    private static Optional<String> text(Column column, int[] filled, IntUnaryOperator side) {
        int[] sample = filled.length <= SAMPLE ? filled : Arrays.copyOf(filled, SAMPLE);
        for (Map.Entry<String, Pattern> form : new java.util.TreeMap<>(FORMS).entrySet()) {
            long of = Arrays.stream(sample)
                    .filter(i -> form.getValue().matcher(column.text(i)).matches())
                    .count();
            if (of >= NEARLY_ALL * sample.length) {
                return Optional.of("it contains " + form.getKey());
            }
        }
        return pure(column, filled, side);
    }

    /** Why a column looks like an identifier if nearly all of its many values occur with only one label. */
    private static Optional<String> pure(Column column, int[] filled, IntUnaryOperator side) {
        Map<String, int[]> sides = new HashMap<>();
        for (int i : filled) {
            int at = side.applyAsInt(i);
            if (at >= 0) {
                sides.computeIfAbsent(column.text(i), text -> new int[2])[at == 0 ? 0 : 1]++;
            }
        }
        long repeated = 0;
        long pure = 0;
        for (int[] counts : sides.values()) {
            int rows = counts[0] + counts[1];
            repeated += rows > 1 ? rows : 0;
            pure += rows > 1 && Math.min(counts[0], counts[1]) == 0 ? rows : 0;
        }
        boolean both = sides.values().stream().anyMatch(counts -> counts[0] > 0)
                && sides.values().stream().anyMatch(counts -> counts[1] > 0);
        return both && sides.size() >= MANY_VALUES && repeated * 4 >= filled.length && pure >= NEARLY_ALL * repeated
                ? Optional.of("each of its %d values occurs with one label only".formatted(sides.size()))
                : Optional.empty();
    }
}

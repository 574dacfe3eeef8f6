package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * A column while it is read: as numbers if its first filled cell is a number, otherwise as text. Its type is decided
 * after all cells are counted. If the column turns out to be text after numbers were read without their text, it is
 * read again.
 */
final class CellColumn {
    /** What is known about a column before it is read. */
    enum Role {
        /** Nothing; its cells decide its type. */
        FREE,
        /** It must contain numbers. */
        NUMBER,
        /** It must contain times. */
        TIME,
        /** A category: every cell is valid. */
        AS_WRITTEN,
        /** A label: every cell is valid, and a marker of a missing number may be a label. */
        LABEL
    }

    private static final int CACHED = 4096;
    private static final int SHOWN = 40;
    private static final int KEPT = 10_000;

    private final String name;
    private final Role role;
    private final CellFormat format;
    private final CellTally cells = new CellTally();
    private final TimeTally times = new TimeTally();
    private final Map<String, CellSort> sorts = new HashMap<>();
    /** The values among the numbers that are not numbers, by row. */
    private final Map<Integer, String> others = new TreeMap<>();

    private ColumnBuilder values;
    private boolean text;
    private boolean lossy;
    private boolean abandoned;
    private boolean began;
    private int size;

    /**
     * An empty column.
     *
     * @param format the stated format of its numbers or times
     */
    CellColumn(String name, Role role, CellFormat format) {
        this.name = name;
        this.role = role;
        this.format = format;
        values = new ColumnBuilder(name, Column.Kind.NUMBER);
    }

    String name() {
        return name;
    }

    int size() {
        return size;
    }

    /** Adds a cell of a CSV file; the text of a number is not kept. */
    void cell(byte[] bytes, int from, int to, long line) {
        if (!text) {
            double value = Decimals.parse(bytes, from, to);
            if (Double.isFinite(value)) {
                lossy = true;
                number(value);
                return;
            }
        }
        if (from == to) {
            missing();
            return;
        }
        cell(new String(bytes, from, to - from, java.nio.charset.StandardCharsets.UTF_8), line);
    }

    private void number(double value) {
        cells.number();
        if (role == Role.TIME) {
            times.number(value);
        }
        began = true;
        values.number(value);
        size++;
    }

    /** Adds a number that has no text. */
    void cell(double value, long line) {
        if (text) {
            cell(
                    Double.isNaN(value)
                            ? ""
                            : Column.numbers(name, new double[] {value}).text(0),
                    line);
        } else if (Double.isNaN(value)) {
            missing();
        } else if (Double.isInfinite(value) || Decimals.isHuge(value)) {
            odd(CellSort.NOT_FINITE, Double.toString(value), line);
        } else {
            number(value);
        }
    }

    void missing() {
        cells.missing();
        if (text) {
            values.text("");
        } else {
            values.number(Double.NaN);
        }
        size++;
    }

    /** Adds a cell as text. */
    void cell(String written, long line) {
        CellSort sort = sort(written);
        if (role == Role.TIME && sort != CellSort.MISSING) {
            if (sort == CellSort.NUMBER) {
                times.number(Decimals.parse(written));
            } else {
                times.text(written);
            }
        }
        if (text) {
            cells.add(sort, line, written);
            values.text(written);
            size++;
        } else if (sort == CellSort.NUMBER) {
            number(Decimals.parse(written));
        } else if (sort == CellSort.MISSING) {
            if (!written.isEmpty()) {
                keep(written);
            }
            missing();
        } else {
            odd(sort, written, line);
        }
    }

    private CellSort sort(String written) {
        if (sorts.size() >= CACHED) {
            return CellSort.of(written);
        }
        return sorts.computeIfAbsent(written, CellSort::of);
    }

    private void odd(CellSort sort, String written, long line) {
        cells.add(sort, line, written);
        if (!began) {
            began = true;
            beginTexts();
            values.text(written);
        } else {
            keep(written);
            values.number(Double.NaN);
        }
        size++;
    }

    /** Keeps text values among numbers, unless there are so many that reading the column again is cheaper. */
    private void keep(String written) {
        if (!abandoned) {
            others.put(size, written);
            abandoned = lossy && role != Role.TIME && others.size() > KEPT && others.size() > size / 4;
            if (abandoned) {
                others.clear();
            }
        }
    }

    /** Switches to text, before the first cell that is neither a number nor missing. */
    private void beginTexts() {
        text = true;
        values = new ColumnBuilder(name, Column.Kind.TEXT);
        for (int i = 0; i < size; i++) {
            values.text(others.getOrDefault(i, ""));
        }
        others.clear();
    }

    /** The same column as text, with every cell kept. */
    CellColumn ofTexts() {
        CellColumn column = new CellColumn(name, role, format);
        column.began = true;
        column.beginTexts();
        return column;
    }

    /** The type of the column; if it cannot be decided, a problem is added and the result is empty. */
    Optional<ColumnDecision> decide(Problems problems, LongFunction<String> place) {
        ColumnDecision.Result result = switch (role) {
            case AS_WRITTEN -> ColumnDecision.Result.of(ColumnDecision.asWritten(cells));
            case LABEL ->
                ColumnDecision.Result.of(others.isEmpty() ? ColumnDecision.asWritten(cells) : ColumnDecision.TEXTS);
            case NUMBER -> format.style(name).isPresent() ? stated() : ColumnDecision.numbers(cells);
            case TIME -> times();
            case FREE -> format.style(name).isPresent() ? stated() : free();
        };
        if (result.decision().isEmpty()) {
            problems.add(refusal(result, place));
        }
        return result.decision();
    }

    private ColumnDecision.Result stated() {
        return ColumnDecision.Result.of(
                ColumnDecision.of(Column.Kind.NUMBER, format.style(name).orElseThrow()));
    }

    private ColumnDecision.Result free() {
        ColumnDecision.Result result = ColumnDecision.free(cells);
        boolean texts = result.decision()
                .filter(decision -> decision.kind() == Column.Kind.TEXT)
                .isPresent();
        return texts && text ? dates().map(ColumnDecision.Result::of).orElse(result) : result;
    }

    /** A time column, if nearly all texts are dates in one unambiguous format. */
    private Optional<ColumnDecision> dates() {
        Column written = values.build();
        TimeTally tally = new TimeTally();
        int sample = 0;
        for (int i = 0; i < written.size() && sample < 100; i++) {
            if (!written.missing(i)) {
                tally.text(written.text(i));
                sample++;
            }
        }
        if (!tally.isDates()) {
            return Optional.empty();
        }
        TimeTally all = new TimeTally();
        for (int i = 0; i < written.size(); i++) {
            if (!written.missing(i)) {
                all.text(written.text(i));
            }
        }
        return all.isDates() ? all.format().map(ColumnDecision::times) : Optional.empty();
    }

    private ColumnDecision.Result times() {
        if (format.time().isPresent()) {
            return ColumnDecision.Result.of(ColumnDecision.times(format.time().get()));
        }
        String how = "; state how times are written, in the schema: time: {column: %s, format: \"dd/MM/yyyy HH:mm:ss\"}"
                .formatted(SchemaWriter.scalar(name));
        if (cells.filled() > 0 && !times.isTimes()) {
            return ColumnDecision.Result.refused(
                    "is not a time; write seconds since 1970 or a date and time like 2024-05-01 12:30:00" + how);
        }
        return times.format()
                .map(ColumnDecision::times)
                .map(ColumnDecision.Result::of)
                .orElseGet(() -> ColumnDecision.Result.refused("can be read in more than one way" + how + " or one of "
                        + String.join(", ", TimeFormat.NAMED)));
    }

    private String refusal(ColumnDecision.Result result, LongFunction<String> place) {
        CellTally.First first = cells.first(
                        java.util.EnumSet.complementOf(java.util.EnumSet.of(CellSort.MISSING, CellSort.NUMBER)))
                .orElse(new CellTally.First(0, ""));
        String settled = result.styles().stream()
                .map(style -> "--numbers \"%s=%s\"".formatted(name, word(style)))
                .reduce((one, other) -> one + " or " + other)
                .map(text -> "; state which is meant: " + text)
                .orElse("");
        return "%s, field %s: \"%s\": %s%s"
                .formatted(place.apply(first.line()), name, shown(first.value()), result.problem(), settled);
    }

    static String word(NumberStyle style) {
        return style.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String shown(String value) {
        return value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    }

    /** Whether the cells must be read again for the decided type. */
    boolean again(ColumnDecision decision) {
        boolean normalised = role == Role.LABEL && cells.count(CellSort.NUMBER) == cells.filled();
        boolean byWriting = decision.style() != NumberStyle.PLAIN
                || (decision.kind() == Column.Kind.TIME && !decision.time().isOfNumbers());
        return abandoned || (!text && lossy && (byWriting || (decision.kind() == Column.Kind.TEXT && !normalised)));
    }

    /**
     * The column with the decided type.
     *
     * @param odd receives the cells that do not fit, by row; their values are missing
     */
    Column build(ColumnDecision decision, Map<Integer, String> odd) {
        if (decision.kind() == Column.Kind.TEXT) {
            return text ? values.build() : texts();
        }
        double[] numbers = new double[size];
        Column read = values.build();
        for (int i = 0; i < size; i++) {
            double value = value(decision, read, i);
            if (Double.isInfinite(value)) {
                odd.put(i, text ? read.text(i) : others.getOrDefault(i, read.text(i)));
                value = Double.NaN;
            }
            numbers[i] = value;
        }
        if (role == Role.FREE && cells.filled() == 0) {
            return texts();
        }
        return decision.kind() == Column.Kind.TIME ? Column.times(name, numbers) : Column.numbers(name, numbers);
    }

    private double value(ColumnDecision decision, Column read, int row) {
        if (text || others.containsKey(row)) {
            return decision.value(text ? read.text(row) : others.getOrDefault(row, ""));
        }
        if (decision.style() != NumberStyle.PLAIN && !read.missing(row)) {
            return decision.value(read.text(row));
        }
        return decision.kind() == Column.Kind.TIME ? decision.time().of(read.number(row)) : read.number(row);
    }

    private Column texts() {
        Column read = values.build();
        ColumnBuilder texts = new ColumnBuilder(name, Column.Kind.TEXT);
        for (int i = 0; i < size; i++) {
            texts.text(others.getOrDefault(i, text || !read.missing(i) ? read.text(i) : ""));
        }
        return texts.build();
    }

    /** The number of values in a column of percentages without a percent sign. */
    int unsigned(ColumnDecision decision) {
        return decision.style().isPercent() ? cells.count(CellSort.NUMBER) : 0;
    }

    /** The note on a column of percentages that have no percent sign, some of them or all: they could be shares of 1. */
    Optional<String> withoutSign(ColumnDecision decision) {
        int without = unsigned(decision);
        int with = cells.count(CellSort.PERCENT);
        return without == 0
                ? Optional.empty()
                : Optional.of(
                        with == 0
                                ? "column \"%s\" holds percentages, but no value has a percent sign".formatted(name)
                                : decision.style().withoutSign(name, without, (long) without + with));
    }

    Role role() {
        return role;
    }

    int filled() {
        return cells.filled();
    }

    /** The first cell that does not fit a decision. */
    CellTally.First firstOdd(ColumnDecision decision, Map<Integer, String> odd) {
        String any = odd.values().iterator().next();
        return decision.kind() == Column.Kind.NUMBER
                ? cells.first(decision.odd()).orElse(new CellTally.First(0, any))
                : new CellTally.First(0, any);
    }

    /** Refuses a detected number style that does not fit many of the cells. */
    void refuseMany(int odd, ColumnDecision decision, LongFunction<String> place) {
        if (role == Role.FREE && decision.style() != NumberStyle.PLAIN && !ColumnDecision.negligible(odd, filled())) {
            throw new InputException(Plural.format(
                    "%s, field %s: %d of %d cell[s] [3:is not a number|are not numbers] written as %s; state how they are written: --numbers \"%s=...\" with one of %s",
                    place.apply(1),
                    name,
                    odd,
                    filled(),
                    word(decision.style()),
                    name,
                    Arrays.stream(NumberStyle.values()).map(CellColumn::word).toList()));
        }
    }
}

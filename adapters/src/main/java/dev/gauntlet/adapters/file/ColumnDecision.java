package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The type of a column, decided from all its cells. It is a column of numbers if nearly all filled cells are numbers,
 * so a single odd cell does not change it.
 *
 * @param style the style of its numbers
 * @param time the format of its times
 */
record ColumnDecision(Column.Kind kind, NumberStyle style, TimeFormat time) {
    /** The percentage of filled cells that must be numbers or times for a column of numbers or times. */
    static final int ENOUGH = 95;

    private static final Set<CellSort> COMMAS =
            EnumSet.of(CellSort.DECIMAL_COMMA, CellSort.THOUSANDS, CellSort.EITHER_COMMA);
    private static final Set<CellSort> NUMERIC = EnumSet.complementOf(EnumSet.of(CellSort.MISSING, CellSort.TEXT));
    static final ColumnDecision TEXTS = of(Column.Kind.TEXT, NumberStyle.PLAIN);

    /** A decision, or why there is none and how to resolve it. */
    record Result(Optional<ColumnDecision> decision, String problem, List<NumberStyle> styles) {
        static Result of(ColumnDecision decision) {
            return new Result(Optional.of(decision), "", List.of());
        }

        static Result refused(String problem) {
            return new Result(Optional.empty(), problem, List.of());
        }

        Result settledBy(NumberStyle... styles) {
            return new Result(decision, problem, List.of(styles));
        }
    }

    static ColumnDecision of(Column.Kind kind, NumberStyle style) {
        return new ColumnDecision(kind, style, TimeFormat.USUAL);
    }

    static ColumnDecision times(TimeFormat format) {
        return new ColumnDecision(Column.Kind.TIME, NumberStyle.PLAIN, format);
    }

    static boolean nearlyAll(int count, int all) {
        return count > 0 && 100L * count >= (long) ENOUGH * all;
    }

    static boolean negligible(int count, int all) {
        return 100L * count <= (100L - ENOUGH) * all;
    }

    /** Numbers if every filled cell is a plain number, otherwise text. */
    static ColumnDecision asWritten(CellTally cells) {
        int filled = cells.filled();
        return filled > 0 && cells.count(CellSort.NUMBER) == filled ? of(Column.Kind.NUMBER, NumberStyle.PLAIN) : TEXTS;
    }

    /** Numbers if nearly all filled cells are numbers, otherwise text. */
    static Result free(CellTally cells) {
        return nearlyAll(cells.count(NUMERIC), cells.filled()) ? numbers(cells) : Result.of(TEXTS);
    }

    /** Numbers, in the only style that fits nearly all cells. */
    static Result numbers(CellTally cells) {
        int filled = cells.filled();
        int percent = cells.count(CellSort.PERCENT);
        // Even if only a few numbers have a sign: those without could be percentages or shares.
        if (percent > 0) {
            return percent == cells.count(NUMERIC)
                    ? of(NumberStyle.PERCENT)
                    : Result.refused(Plural.format(
                                    "%d of %d number[s] [1:has|have] a percent sign", percent, cells.count(NUMERIC)))
                            .settledBy(NumberStyle.PERCENT, NumberStyle.PERCENT_SHARE);
        }
        int commas = cells.count(COMMAS);
        int decimal = cells.count(CellSort.DECIMAL_COMMA);
        int thousands = cells.count(CellSort.THOUSANDS);
        if (negligible(commas, filled)) {
            return of(NumberStyle.PLAIN);
        }
        if (negligible(decimal, commas) == negligible(thousands, commas)) {
            return Result.refused(Plural.format(
                            "%d number[s] [has|have] a comma that can be a decimal mark or group thousands", commas))
                    .settledBy(NumberStyle.DECIMAL_COMMA, NumberStyle.THOUSANDS);
        }
        return of(decimal > thousands ? NumberStyle.DECIMAL_COMMA : NumberStyle.THOUSANDS);
    }

    private static Result of(NumberStyle style) {
        return Result.of(of(Column.Kind.NUMBER, style));
    }

    /** The value of a cell by this decision: a number or seconds; NaN if missing, infinite if it does not fit. */
    double value(String text) {
        return kind == Column.Kind.TIME ? time.parse(text) : style.parse(text);
    }

    /** The sorts of cells that do not fit this column of numbers. */
    Set<CellSort> odd() {
        return switch (style) {
            case PLAIN -> EnumSet.complementOf(EnumSet.of(CellSort.MISSING, CellSort.NUMBER));
            case DECIMAL_COMMA -> EnumSet.of(CellSort.NOT_FINITE, CellSort.THOUSANDS, CellSort.PERCENT, CellSort.TEXT);
            case THOUSANDS -> EnumSet.of(CellSort.NOT_FINITE, CellSort.DECIMAL_COMMA, CellSort.PERCENT, CellSort.TEXT);
            case PERCENT, PERCENT_SHARE ->
                EnumSet.of(
                        CellSort.NOT_FINITE,
                        CellSort.DECIMAL_COMMA,
                        CellSort.THOUSANDS,
                        CellSort.EITHER_COMMA,
                        CellSort.TEXT);
        };
    }
}

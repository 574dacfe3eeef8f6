package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The format of the values of a table, as stated by the user or found in training. In operation nothing is guessed.
 *
 * @param time the format of the time column
 * @param numbers the number styles of columns, by column name
 * @param odd what happens to a value that does not fit its column; absent for the default
 */
public record CellFormat(Optional<TimeFormat> time, Map<String, NumberStyle> numbers, Optional<OddCells> odd) {
    /** No format is known. */
    public static final CellFormat UNKNOWN = new CellFormat(Optional.empty(), Map.of(), Optional.empty());

    public CellFormat {
        numbers = Map.copyOf(numbers);
    }

    /** Whether two formats cannot be combined in one table, because the same text would mean two values. */
    boolean contradicts(List<Column> columns, CellFormat other, List<Column> others) {
        TimeFormat one = time.orElse(TimeFormat.USUAL);
        TimeFormat two = other.time.orElse(TimeFormat.USUAL);
        boolean times = one.equals(two) || (one.isUsual() && two.isUsual());
        boolean styles = other.numbers.entrySet().stream()
                .allMatch(entry -> style(entry.getKey()).orElse(entry.getValue()) == entry.getValue());
        return !times || !styles || !isPlainToo(other, this, columns) || !isPlainToo(this, other, others);
    }

    /** Whether columns with a number style in one file and plain numbers in another contain integers there. */
    private static boolean isPlainToo(CellFormat styled, CellFormat plain, List<Column> columns) {
        return columns.stream()
                .filter(column -> column.kind() == Column.Kind.NUMBER)
                .filter(column -> styled.style(column.name()).isPresent()
                        && plain.style(column.name()).isEmpty())
                .allMatch(column -> styled.style(column.name()).get() != NumberStyle.PERCENT
                        && IntStream.range(0, column.size())
                                .allMatch(i -> column.missing(i) || column.number(i) == Math.rint(column.number(i))));
    }

    /** The format in words. */
    String text() {
        List<String> parts = new ArrayList<>();
        time.ifPresent(format -> parts.add("times in " + format));
        new TreeMap<>(numbers)
                .forEach((column, style) -> parts.add("%s as %s".formatted(column, CellColumn.word(style))));
        return parts.isEmpty() ? "plain numbers" : String.join(", ", parts);
    }

    Optional<NumberStyle> style(String column) {
        return Optional.ofNullable(numbers.get(column));
    }

    /** The format after the values were parsed and written again as plain numbers, times in seconds. */
    public CellFormat ofParsed() {
        return new CellFormat(Optional.empty(), Map.of(), odd);
    }

    CellFormat withTime(TimeFormat format) {
        return new CellFormat(Optional.of(format), numbers, odd);
    }

    CellFormat withNumbers(Map<String, NumberStyle> styles) {
        return new CellFormat(time, styles, odd);
    }

    CellFormat withOdd(OddCells policy) {
        return new CellFormat(time, numbers, Optional.of(policy));
    }
}

package dev.gauntlet.adapters.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the values of a table are written, where that is stated or was found in training; in operation nothing is
 * guessed.
 *
 * @param time how the times of its time column are written
 * @param numbers how the numbers of some columns are written, by column
 * @param odd what happens to a value that does not fit its column; absent for the usual
 */
public record CellFormat(Optional<TimeFormat> time, Map<String, NumberStyle> numbers, Optional<OddCells> odd) {
    /** Nothing is known. */
    public static final CellFormat UNKNOWN = new CellFormat(Optional.empty(), Map.of(), Optional.empty());

    public CellFormat {
        numbers = Map.copyOf(numbers);
    }

    /** In words. */
    String text() {
        List<String> parts = new ArrayList<>();
        time.ifPresent(format -> parts.add("times in " + format));
        new TreeMap<>(numbers)
                .forEach((column, style) -> parts.add("%s as %s".formatted(column, CellColumn.word(style))));
        return parts.isEmpty() ? "usual" : String.join(", ", parts);
    }

    Optional<NumberStyle> style(String column) {
        return Optional.ofNullable(numbers.get(column));
    }

    /** The same of a table whose values have been read and written again as plain numbers, times in seconds. */
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

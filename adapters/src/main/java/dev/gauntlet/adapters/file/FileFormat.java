package dev.gauntlet.adapters.file;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a reader should know about a separated text file beforehand.
 *
 * @param names of the columns in order, or empty to take the file's own header
 * @param header whether the first line holds names
 * @param separator between fields; found from the first lines if absent
 * @param ignored columns that are not read
 * @param numbers columns that must hold numbers; a text there is refused instead of making it a text column
 */
public record FileFormat(
        List<String> names, Header header, Optional<Character> separator, List<String> ignored, Set<String> numbers) {
    /** Whether the first line holds names. */
    public enum Header {
        /**
         * If names are given: the first line is a header where it repeats them. Else it is one where some field is no
         * number above numbers, or where no field of it is a number.
         */
        AUTOMATIC,
        PRESENT,
        ABSENT
    }

    public FileFormat {
        names = List.copyOf(names);
        ignored = List.copyOf(ignored);
        numbers = Set.copyOf(numbers);
    }

    /** Everything found from the file. */
    public static FileFormat automatic() {
        return new FileFormat(List.of(), Header.AUTOMATIC, Optional.empty(), List.of(), Set.of());
    }

    /** What a schema says of its table. */
    public static FileFormat of(TableSchema table) {
        return new FileFormat(
                table.columns(), Header.AUTOMATIC, Optional.empty(), table.ignored(), Set.copyOf(table.numbers()));
    }

    public FileFormat withNames(List<String> others) {
        return new FileFormat(others, header, separator, ignored, numbers);
    }

    public FileFormat withHeader(Header other) {
        return new FileFormat(names, other, separator, ignored, numbers);
    }

    public FileFormat withSeparator(char other) {
        return new FileFormat(names, header, Optional.of(other), ignored, numbers);
    }

    public FileFormat withIgnored(List<String> others) {
        return new FileFormat(names, header, separator, others, numbers);
    }
}

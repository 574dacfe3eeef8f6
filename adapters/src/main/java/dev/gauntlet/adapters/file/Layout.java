package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The layout of a file of separated text, detected from its first records.
 *
 * @param columns the names of all columns, in file order
 * @param written the original header fields; empty if there is no header
 * @param preamble the comments before it
 */
record Layout(char separator, Header columns, List<String> written, Preamble preamble) {
    static final String CANDIDATES = ",\t;| ";

    private static final int HEAD = 1 << 20;
    private static final int RECORDS = 100;
    /** The least number of rows without the values of a numbered header for it to count as a header. */
    private static final int ROWS_FOR_NUMBERED = 10;

    static Layout of(TextFile file, FileFormat format) {
        byte[] head = file.head(HEAD);
        return of(file.path().toString(), head, head.length == HEAD, format);
    }

    /**
     * Detects the layout of a file that starts with these bytes.
     *
     * @param place the name of the file in messages
     * @param cut whether the file continues
     */
    static Layout of(String place, byte[] head, boolean cut, FileFormat format) {
        if (new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").isBlank()) {
            throw new InputException(place + ": the file is empty; it needs a header or named columns, and rows");
        }
        Preamble preamble = Preamble.of(head, format);
        byte[] table = Arrays.copyOfRange(head, preamble.bytes(), head.length);
        if (new String(table, StandardCharsets.UTF_8).isBlank()) {
            throw new InputException(place + ": contains only comments; it needs a header or named columns, and rows");
        }
        char separator = separator(place, format, table, cut);
        List<List<String>> records = records(table, separator, RECORDS, cut);
        List<String> first = records.get(0);
        boolean header = switch (format.header()) {
            case PRESENT -> true;
            case ABSENT -> false;
            case AUTOMATIC -> looksLikeHeader(records, format);
        };
        Header columns = header(place, format, first, header);
        boolean guessed = header
                && format.names().isEmpty()
                && format.header() == FileFormat.Header.AUTOMATIC
                && first.stream().anyMatch(Decimals::isFinite);
        return new Layout(
                separator,
                guessed
                        ? columns.with("line 1 is read as the header, although it contains numbers: " + columns.shown())
                        : header || !format.names().isEmpty()
                                ? columns
                                : columns.with("no header; columns are named " + columns.shown()),
                header ? first : List.of(),
                preamble);
    }

    List<String> names() {
        return columns.names();
    }

    boolean hasHeader() {
        return !written.isEmpty();
    }

    /** Whether a record repeats the header, as in concatenated files. */
    boolean repeats(CsvRecords records) {
        if (written.size() < 2
                || records.size() != written.size()
                || !records.text(0).equals(written.get(0))) {
            return false;
        }
        for (int j = 1; j < written.size(); j++) {
            if (!records.text(j).equals(written.get(j))) {
                return false;
            }
        }
        return true;
    }

    /** The first records of a file that are not empty, at most {@code most}; a truncated last record is left out. */
    static List<List<String>> records(byte[] head, char separator, int most, boolean cut) {
        return start(head, separator, most, cut).records;
    }

    /**
     * The first records for one choice of separator.
     *
     * @param flawed the number of records that cannot be read with this separator
     */
    private record Start(List<List<String>> records, int flawed) {}

    private static Start start(byte[] head, char separator, int most, boolean cut) {
        int flawed = 0;
        List<List<String>> found = new ArrayList<>();
        try (CsvRecords records =
                new CsvRecords(new ByteArrayInputStream(head), separator, 0, Integer.MAX_VALUE, false)) {
            while (found.size() < most && records.next()) {
                boolean whole = !(cut && records.end() == CsvRecords.End.FILE);
                boolean sound = records.flaw().isNone() && whole;
                flawed += whole && !sound ? 1 : 0;
                if (!records.isEmpty() && (sound || found.isEmpty())) {
                    List<String> fields = new ArrayList<>();
                    for (int j = 0; j < records.size(); j++) {
                        fields.add(records.text(j));
                    }
                    found.add(fields);
                }
                if (cut && records.isOpen()) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Start(found, flawed);
    }

    static char separator(String place, FileFormat format, byte[] head, boolean cut) {
        char best = ',';
        int most = 0;
        for (int c = 0; c < CANDIDATES.length(); c++) {
            char candidate = CANDIDATES.charAt(c);
            Start start = start(head, candidate, 20, cut);
            int fields = start.records.get(0).size();
            boolean even = start.flawed == 0 && start.records.stream().allMatch(record -> record.size() == fields);
            int merit = fields < 2 ? 0 : even ? 1_000_000 + fields : fields;
            boolean decimals = best == ',' && even && fields > 1 && hasDecimalCommas(start.records);
            if ((merit > most || decimals) && (candidate != ' ' || even)) {
                most = merit;
                best = candidate;
            }
        }
        char chosen = format.separator().orElse(best);
        boolean single = records(head, chosen, 1, cut).get(0).size() < 2;
        if (single && format.separator().isPresent() && most > 0 && best != chosen) {
            throw new InputException(
                    "%s, line 1: one column when separated by %s, but several by %s; state that separator"
                            .formatted(place, name(chosen), name(best)));
        }
        if (single && format.names().size() != 1) {
            throw new InputException(("%s, line 1: only one column found; fields must be separated by %s, the same in "
                            + "every line")
                    .formatted(
                            place,
                            format.separator().isPresent() ? name(chosen) : "comma, tab, semicolon, pipe or space"));
        }
        return chosen;
    }

    /** Whether all commas in the fields are decimal marks, so none of them is a separator. */
    private static boolean hasDecimalCommas(List<List<String>> records) {
        List<String> withComma = records.stream()
                .flatMap(List::stream)
                .filter(field -> field.indexOf(',') >= 0)
                .toList();
        return !withComma.isEmpty()
                && withComma.stream()
                        .map(CellSort::of)
                        .allMatch(sort -> sort == CellSort.DECIMAL_COMMA || sort == CellSort.EITHER_COMMA);
    }

    private static boolean looksLikeHeader(List<List<String>> records, FileFormat format) {
        List<String> first = records.get(0);
        if (!format.names().isEmpty()) {
            return first.stream().map(String::strip).toList().equals(format.names());
        }
        boolean named = first.stream()
                .anyMatch(field -> format.label().filter(field.strip()::equals).isPresent());
        if (named || first.stream().noneMatch(Decimals::isFinite) || isNumbered(records)) {
            return true;
        }
        for (int j = 0; j < first.size(); j++) {
            List<String> below = below(records, j);
            if (!Decimals.isFinite(first.get(j))
                    && !below.isEmpty()
                    && below.stream().allMatch(Decimals::isFinite)) {
                return !Decimals.isMissing(first.get(j).strip());
            }
        }
        return false;
    }

    /** The values in the column of a first field, without missing ones. */
    private static List<String> below(List<List<String>> records, int column) {
        return records.stream()
                .skip(1)
                .filter(record -> column < record.size())
                .map(record -> record.get(column))
                .filter(value -> !Decimals.isMissing(value.strip()))
                .toList();
    }

    /**
     * Whether the first record numbers the columns from 0 or 1, as pandas does where they have no names, alone or beside names
     * that are not values of their columns.
     */
    private static boolean isNumbered(List<List<String>> records) {
        List<String> first = records.get(0).stream().map(String::strip).toList();
        List<String> numbers = first.stream().filter(Decimals::isFinite).toList();
        List<Integer> names = IntStream.range(0, first.size())
                .filter(j -> !first.get(j).isEmpty() && !Decimals.isFinite(first.get(j)))
                .boxed()
                .toList();
        int start = numbers.get(0).equals("0") ? 0 : 1;
        boolean counted = numbers.size() > 1
                && records.size() > ROWS_FOR_NUMBERED
                && IntStream.range(0, numbers.size())
                        .allMatch(k -> numbers.get(k).equals(Integer.toString(start + k)));
        if (names.isEmpty()) {
            // Two numbers can be a row: 0 and 1 of flags. So can more, of a table in which they occur again.
            return counted
                    && numbers.size() > 2
                    && records.stream()
                            .skip(1)
                            .noneMatch(record ->
                                    record.stream().map(String::strip).toList().equals(first));
        }
        return counted
                && names.stream()
                        .noneMatch(j -> Decimals.isMissing(first.get(j))
                                || below(records, j).stream().map(String::strip).anyMatch(first.get(j)::equals));
    }

    private static Header header(String place, FileFormat format, List<String> first, boolean header) {
        if (format.names().isEmpty()) {
            List<String> numbered = IntStream.rangeClosed(1, first.size())
                    .mapToObj(j -> "column" + j)
                    .toList();
            return Header.of(header ? first : numbered);
        }
        if (format.names().size() != first.size()) {
            throw new InputException(Plural.format(
                    "%s, line 1: %d field[s], but %d column[s] [is|are] named; name every column in order",
                    place, first.size(), format.names().size()));
        }
        return Header.of(format.names());
    }

    static String name(char separator) {
        return switch (separator) {
            case ',' -> "comma";
            case '\t' -> "tab";
            case ';' -> "semicolon";
            case '|' -> "pipe";
            case ' ' -> "space";
            default -> "\"" + separator + "\"";
        };
    }
}

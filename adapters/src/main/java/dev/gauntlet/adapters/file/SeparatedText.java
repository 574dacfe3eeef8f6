package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Separated text (comma, tab, semicolon, bar or space; UTF-8). A column is numeric if all its values are finite numbers
 * or one of the marks of a missing number: an empty field, ?, NA, N/A, NaN, nan, null, NULL; else it holds texts.
 */
final class SeparatedText {
    private SeparatedText() {}

    static Table read(TextFile file, FileFormat format, Optional<String> time) {
        Layout layout = Layout.of(file, format);
        CsvScan scan = CsvScan.of(file, layout);
        List<Integer> wanted = IntStream.range(0, layout.names().size())
                .filter(j -> !format.ignored().contains(layout.names().get(j)))
                .boxed()
                .toList();
        if (wanted.isEmpty()) {
            return new Table(List.of());
        }
        Optional<List<Column>> plain = PlainCsv.read(file, layout, scan, wanted, format, time);
        if (plain.isPresent()) {
            return table(plain.get(), file, scan);
        }
        try (DuckTable table = new DuckTable(file, layout, scan)) {
            return table(table.columns(wanted, format, time), file, scan);
        } catch (SQLException e) {
            throw new InputException(file.path() + ": cannot be read: " + e.getMessage());
        }
    }

    private static Table table(List<Column> columns, TextFile file, CsvScan scan) {
        List<String> notes = scan.blank() == 0
                ? List.of()
                : List.of("%s: %d empty lines are skipped, the first is line %d"
                        .formatted(file.path().getFileName(), scan.blank(), scan.firstBlank()));
        return Table.of(columns, false, notes).withoutTexts();
    }
}

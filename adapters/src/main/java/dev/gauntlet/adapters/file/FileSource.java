package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Source;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A file of separated text (comma, tab, semicolon, bar or space; plain or gzip; UTF-8), read into records. A column is
 * numeric if all its values are finite numbers or one of the marks of a missing number: an empty field, ?, NA, N/A,
 * NaN, nan, null, NULL; else it holds texts. No line is ever left out: what cannot be read is refused.
 *
 * @param time the column read as times (seconds since 1970, or a date and time), if any
 * @param source the column that says who a record came from, if any
 */
public record FileSource(Path path, FileFormat format, Optional<String> time, Optional<String> source)
        implements Source {
    /** A file of which everything is found out. */
    public FileSource(Path path) {
        this(path, FileFormat.automatic());
    }

    public FileSource(Path path, FileFormat format) {
        this(path, format, Optional.empty(), Optional.empty());
    }

    /** A file as a schema describes it. */
    public static FileSource of(Path path, TableSchema table) {
        return new FileSource(path, FileFormat.of(table), table.time(), table.source());
    }

    /**
     * Reads the whole file.
     *
     * @throws InputException naming file, line and field and saying how to mend it
     */
    @Override
    public Records read(Run run) {
        TextFile file = TextFile.at(path);
        Layout layout = Layout.of(file, format);
        CsvScan scan = CsvScan.of(file, layout);
        List<Integer> wanted = IntStream.range(0, layout.names().size())
                .filter(j -> !format.ignored().contains(layout.names().get(j)))
                .boxed()
                .toList();
        if (wanted.isEmpty()) {
            throw new InputException(path + ": every column is ignored; keep one");
        }
        try (DuckTable table = new DuckTable(file, layout, scan)) {
            List<Column> columns = table.columns(wanted, format, time);
            return Records.of(columns).withRoles(time, source);
        } catch (SQLException e) {
            throw new InputException(path + ": cannot be read: " + e.getMessage());
        }
    }
}

package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Records seen through a query in DuckDB's SQL over the table {@code data}. The query has no access to anything else:
 * no files, network, extensions or settings. It runs on one thread, so that sums are reproducible.
 *
 * @param sql one select, for example {@code select * from data where proto = 'tcp'}
 */
public record SqlView(String sql) {
    /**
     * The query's result; the roles of time and source stay with columns that keep their names.
     *
     * @throws InputException if the query is wrong, accesses anything else or returns no rows
     */
    public Records apply(Records records) {
        return apply(records, FileFormat.automatic(), Optional.empty(), Optional.empty())
                .records();
    }

    /**
     * The query's result. The types of columns are decided afterwards, so that the query can clean them.
     *
     * @param records the records as text
     * @param time the column of times, if it is stated
     * @param source the column that names the source of a record, if it is stated
     */
    public FileSource.Read apply(Records records, FileFormat format, Optional<String> time, Optional<String> source) {
        try (Connection connection = DuckRelation.open()) {
            DuckRelation.load(connection, "data", records);
            DuckRelation.execute(connection, "set threads = 1");
            DuckRelation.lock(connection);
            return queried(connection, records, format, time, source);
        } catch (SQLException e) {
            throw new InputException("--sql: "
                    + String.valueOf(e.getMessage()).lines().limit(1).collect(Collectors.joining())
                    + "; the table is data, its columns are "
                    + DuckRelation.names(records));
        }
    }

    private FileSource.Read queried(
            Connection connection, Records records, FileFormat format, Optional<String> time, Optional<String> source)
            throws SQLException {
        DuckRelation.execute(connection, "create table result as " + sql.strip().replaceAll(";\\s*$", ""));
        DuckRelation relation = new DuckRelation(connection, "result");
        CellTable cells = new CellTable("--sql", "the result of --sql", format, "row");
        Optional<String> known = time.or(() -> records.time().map(Column::name));
        List<Column> columns = relation.columns(relation.fields(), cells, known);
        if (columns.isEmpty() || columns.get(0).size() == 0) {
            throw new InputException("--sql: the query returns no rows");
        }
        List<Note> notes = new ArrayList<>(records.found());
        notes.addAll(Note.others(renamed(records)));
        new BadRows("the result of --sql", format.mostBad())
                .refuseFlaws(cells, columns.get(0).size());
        notes.addAll(cells.notes());
        Table table = Table.of(columns, false, notes, cells);
        Optional<String> when = known.or(table::time).filter(name -> has(table.columns(), name));
        Optional<String> who = source.or(() -> records.source().map(Column::name))
                .or(table::source)
                .filter(name -> has(table.columns(), name));
        return new FileSource.Read(
                Records.of(table.columns())
                        .withRoles(when, who)
                        .withNotes(table.notes())
                        .withFlaws(table.flaws()),
                table.cells(),
                table.odd(),
                table.unsigned());
    }

    private static List<String> renamed(Records records) {
        List<String> names = DuckRelation.names(records);
        return IntStream.range(0, names.size())
                .filter(j -> !names.get(j).equals(records.names().get(j)))
                .mapToObj(j -> "in --sql, which is not case-sensitive, column \"%s\" is called \"%s\""
                        .formatted(records.names().get(j), names.get(j)))
                .toList();
    }

    private static boolean has(List<Column> columns, String name) {
        return columns.stream().anyMatch(column -> column.name().equals(name));
    }
}

package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Records seen through a query in DuckDB's SQL over the table {@code data}. The query reaches nothing else: no file, no
 * network, no extension, no setting. It runs on one thread, so that sums come out the same.
 *
 * @param sql one select, for example {@code select * from data where proto = 'tcp'}
 */
public record SqlView(String sql) {
    /**
     * The query's result; the roles of time and source stay with columns that keep their names.
     *
     * @throws InputException if the query is wrong, reaches outside or gives no row
     */
    public Records apply(Records records) {
        try (Connection connection = DuckRelation.open()) {
            DuckRelation.load(connection, "data", records);
            DuckRelation.execute(connection, "set threads = 1");
            DuckRelation.lock(connection);
            return queried(connection, records);
        } catch (SQLException e) {
            throw new InputException("--sql: "
                    + String.valueOf(e.getMessage()).lines().limit(1).collect(Collectors.joining())
                    + "; the table is data, its columns are "
                    + records.names());
        }
    }

    private Records queried(Connection connection, Records records) throws SQLException {
        DuckRelation.execute(connection, "create table result as " + sql.strip().replaceAll(";\\s*$", ""));
        DuckRelation relation = new DuckRelation(connection, "result");
        List<Column> columns = new ArrayList<>(relation.columns(relation.fields()));
        if (columns.isEmpty() || columns.get(0).size() == 0) {
            throw new InputException("--sql: the query gives no row");
        }
        Optional<String> time = records.time().map(Column::name).filter(name -> has(columns, name));
        Optional<String> source = records.source().map(Column::name).filter(name -> has(columns, name));
        return Records.of(columns).withRoles(time, source).withNotes(records.notes());
    }

    private static boolean has(List<Column> columns, String name) {
        return columns.stream().anyMatch(column -> column.name().equals(name));
    }
}

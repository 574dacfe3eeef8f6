package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parquet, read by DuckDB. A list of numbers that has the same length in every row becomes columns. */
final class ParquetFile {
    private ParquetFile() {}

    static Table read(TextFile file, FileFormat format, Optional<String> time) {
        String path = DuckRelation.quoted(file.path().toAbsolutePath().toString());
        try (Connection connection = DuckRelation.open()) {
            DuckRelation.execute(connection, "create table data as select * from read_parquet(" + path + ")");
            file.extent().checkUnchanged();
            DuckRelation relation = new DuckRelation(connection, "data");
            if (relation.count("*") == 0) {
                throw new InputException(file.path() + ": has no rows");
            }
            List<DuckRelation.Field> kept = new ArrayList<>();
            for (DuckRelation.Field field : relation.withLists(relation.fields())) {
                if (!JsonShape.isIgnored(field.name(), format.ignored()) && relation.count(field.expression()) > 0) {
                    kept.add(field);
                }
            }
            CellTable cells = new CellTable(file, format, "row");
            List<Column> columns = relation.columns(kept, cells, time);
            List<Note> notes = new ArrayList<>(cells.notes());
            new BadRows(file.name(), format.mostBad())
                    .refuseFlaws(cells, columns.isEmpty() ? 0 : columns.get(0).size());
            return Table.of(columns, false, notes, cells);
        } catch (IOException e) {
            throw file.unreadable(e);
        } catch (SQLException e) {
            throw new InputException("%s: cannot be read: %s"
                    .formatted(
                            file.path(),
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")));
        }
    }
}

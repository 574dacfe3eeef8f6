package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of a Parquet file, streamed by DuckDB. */
final class ParquetRows implements RowReader {
    private final Extent extent;
    private final Connection connection;
    private final Statement statement;
    private final ResultSet rows;
    private final int[] slots;
    private final Column.Kind[] kinds;
    private final int[] kept;
    private final Map<DuckRelation.Field, Integer> lists = new LinkedHashMap<>();
    private final List<String> unused;

    private ParquetRows(Connection connection, Path path, WantedColumns wanted, RowBatch batch)
            throws SQLException, IOException {
        this.extent = Extent.of(path);
        this.connection = connection;
        String table =
                "read_parquet(" + DuckRelation.quoted(path.toAbsolutePath().toString()) + ")";
        DuckRelation relation = new DuckRelation(connection, table);
        List<DuckRelation.Field> fields = new ArrayList<>();
        for (DuckRelation.Field field : relation.fields()) {
            int length = (int) wanted.kinds().keySet().stream()
                    .filter(name -> name.startsWith(field.name() + "["))
                    .count();
            if (length == 0 || !field.isNumbers()) {
                fields.add(field);
            }
            for (int i = 0; i < length && field.isNumbers(); i++) {
                fields.add(field.element(i));
            }
            if (length > 0 && field.isNumbers()) {
                lists.put(field, length);
            }
        }
        List<String> names = fields.stream().map(DuckRelation.Field::name).toList();
        wanted.demand(names, path.toString());
        unused = wanted.unused(names);
        List<DuckRelation.Field> drawn = fields.stream()
                .filter(field -> wanted.kinds().containsKey(field.name()))
                .toList();
        slots = batch.slots(drawn.stream().map(DuckRelation.Field::name).toList());
        kinds = drawn.stream().map(DuckRelation.Field::kind).toArray(Column.Kind[]::new);
        List<DuckRelation.Field> noted = fields.stream()
                .filter(field -> wanted.kept().contains(field.name()))
                .toList();
        kept = batch.slots(noted.stream().map(DuckRelation.Field::name).toList());
        String items = Stream.concat(
                        drawn.stream().map(DuckRelation.Field::drawn),
                        Stream.concat(
                                noted.stream().map(DuckRelation.Field::written),
                                lists.keySet().stream().map(DuckRelation.Field::length)))
                .collect(Collectors.joining(", "));
        statement = connection.createStatement();
        rows = statement.executeQuery("select " + items + " from " + table);
    }

    static ParquetRows open(Path path, WantedColumns wanted, RowBatch batch) {
        try {
            Connection connection = DuckRelation.openStreaming();
            try {
                return new ParquetRows(connection, path, wanted, batch);
            } catch (SQLException | IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(path, reason(e)));
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    @Override
    public boolean read(RowBatch batch) throws IOException {
        try {
            if (!rows.next()) {
                extent.checkUnchanged();
                return false;
            }
            batch.start(0);
            for (int k = 0; k < slots.length; k++) {
                if (kinds[k] == Column.Kind.TIME) {
                    double seconds = rows.getDouble(k + 1);
                    batch.time(slots[k], seconds, Double.toString(seconds));
                } else if (kinds[k].isNumeric()) {
                    double value = rows.getDouble(k + 1);
                    batch.number(slots[k], value, Double.toString(value));
                } else {
                    String text = rows.getString(k + 1);
                    batch.put(slots[k], text == null ? "" : text);
                }
            }
            int column = slots.length + kept.length;
            for (Map.Entry<DuckRelation.Field, Integer> list : lists.entrySet()) {
                long length = rows.getLong(++column);
                if (length != list.getValue()) {
                    batch.reject(Plural.format(
                            "%s: has %d value[s] instead of %d", list.getKey().name(), length, list.getValue()));
                }
            }
            for (int k = 0; k < kept.length; k++) {
                String text = rows.getString(slots.length + k + 1);
                batch.keep(kept[k], text == null ? "" : text);
            }
            batch.end();
            return true;
        } catch (SQLException e) {
            throw new IOException(reason(e), e);
        }
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public List<String> unused() {
        return unused;
    }

    @Override
    public void close() throws IOException {
        try (connection;
                statement) {
            rows.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}

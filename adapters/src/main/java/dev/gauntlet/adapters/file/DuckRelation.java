package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** A table in DuckDB's memory whose columns have types, from which ours are drawn; structures become columns of dotted names. */
final class DuckRelation {
    private final Connection connection;
    private final String table;

    DuckRelation(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /** One field: what it is called, how it is written in SQL, and its type. */
    record Field(String name, String expression, String type) {
        private boolean isStructure() {
            return type.startsWith("STRUCT(") && !type.endsWith("]");
        }

        Column.Kind kind() {
            String plain = type.toUpperCase(Locale.ROOT);
            if (plain.startsWith("TIMESTAMP") || plain.equals("DATE")) {
                return Column.Kind.TIME;
            }
            boolean number =
                    plain.matches("(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|BOOLEAN|DECIMAL\\(.*\\))");
            return number ? Column.Kind.NUMBER : Column.Kind.TEXT;
        }

        /** The nearest double to a time in microseconds, which the database's own epoch of one with a zone is not. */
        private String seconds() {
            return type.equalsIgnoreCase("TIMESTAMP_NS")
                    ? "epoch(" + expression + ")"
                    : "epoch_us(" + expression + ") / 1e6";
        }

        /** What is written there, as a text. */
        String written() {
            return "cast(" + expression + " as varchar)";
        }

        String drawn() {
            return switch (kind()) {
                case TIME -> "coalesce(" + seconds() + ", 'nan'::double)";
                case NUMBER -> "coalesce(cast(" + expression + " as double), 'nan'::double)";
                default -> written();
            };
        }
    }

    /** A database in memory that fetches no extension. */
    static Connection open() throws SQLException {
        return open(new Properties());
    }

    /** The same, whose results are handed out while they are made. */
    static Connection openStreaming() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        return open(settings);
    }

    private static Connection open(Properties settings) throws SQLException {
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("threads", "2");
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    /** All fields, those of structures apart. */
    List<Field> fields() throws SQLException {
        return unfolded("", "select * from " + table, "");
    }

    private List<Field> unfolded(String prefix, String select, String parent) throws SQLException {
        List<Field> fields = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("describe " + select)) {
            while (rows.next()) {
                String name = rows.getString(1);
                String expression = parent + '"' + name.replace("\"", "\"\"") + '"';
                fields.add(new Field(prefix + name, expression, rows.getString(2)));
            }
        }
        List<Field> flat = new ArrayList<>();
        for (Field field : fields) {
            if (field.isStructure()) {
                String inner = "select unnest(" + field.expression + ") from " + table;
                flat.addAll(unfolded(field.name + ".", inner, field.expression + "."));
            } else {
                flat.add(field);
            }
        }
        return flat;
    }

    /** The columns of some fields, in the table's order of rows. */
    List<Column> columns(List<Field> fields) throws SQLException {
        List<ColumnBuilder> columns = new ArrayList<>();
        List<String> items = new ArrayList<>();
        for (Field field : fields) {
            columns.add(new ColumnBuilder(field.name, field.kind()));
            items.add(field.drawn());
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select " + String.join(", ", items) + " from " + table + " order by rowid")) {
            while (rows.next()) {
                for (int k = 0; k < columns.size(); k++) {
                    ColumnBuilder column = columns.get(k);
                    if (column.numeric()) {
                        column.number(rows.getDouble(k + 1));
                    } else {
                        column.text(rows.getString(k + 1));
                    }
                }
            }
        }
        return columns.stream().map(ColumnBuilder::build).toList();
    }

    /** A table of records, in their order; times stay seconds, so that what is drawn back is what was put in. */
    static void load(Connection connection, String table, Records records) throws SQLException {
        refuseRowid(records.names());
        String columns = records.columns().stream()
                .map(column -> name(column) + " " + (column.kind().isNumeric() ? "double" : "varchar"))
                .collect(Collectors.joining(", "));
        execute(connection, "create table " + table + "(" + columns + ")");
        try (DuckDBAppender appender = connection.unwrap(DuckDBConnection.class).createAppender("main", table)) {
            for (int i = 0; i < records.size(); i++) {
                appender.beginRow();
                for (Column column : records.columns()) {
                    if (column.missing(i)) {
                        appender.appendNull();
                    } else if (column.kind().isNumeric()) {
                        appender.append(column.number(i));
                    } else {
                        appender.append(column.text(i));
                    }
                }
                appender.endRow();
            }
        }
    }

    /** Shuts everything outside the database off, for good. */
    static void lock(Connection connection) throws SQLException {
        execute(connection, "set enable_external_access = false");
        execute(connection, "set lock_configuration = true");
    }

    private static String name(Column column) {
        return '"' + column.name().replace("\"", "\"\"") + '"';
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows are kept in their order by the database's own number, which such a column would hide. */
    static void refuseRowid(List<String> names) {
        if (names.stream().anyMatch("rowid"::equalsIgnoreCase)) {
            throw new InputException("a column called rowid hides the database's own row number; rename it");
        }
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** A typed table in DuckDB's memory, from which records are read. Structures become columns with dotted names. */
final class DuckRelation {
    private final Connection connection;
    private final String table;

    DuckRelation(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /** A field: its name, its SQL expression and its type. */
    record Field(String name, String expression, String type) {
        /** Whether it is a list of numbers. */
        boolean isNumbers() {
            return type.endsWith("]")
                    && new Field(name, expression, type.replaceFirst("\\[\\d*\\]$", ""))
                            .kind()
                            .isNumeric();
        }

        /** The SQL expression for the length of this list. */
        String length() {
            return "coalesce(len(" + expression + "), 0)";
        }

        /** The element of this list at an index. */
        Field element(int index) {
            return new Field(
                    JsonShape.element(name, index),
                    "%s[%d]".formatted(expression, index + 1),
                    type.replaceFirst("\\[\\d*\\]$", ""));
        }

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

        /**
         * The SQL expression for a time in seconds, as the double nearest to its microseconds. DuckDB's {@code epoch}
         * of a time with zone is less exact.
         */
        private String seconds() {
            return type.equalsIgnoreCase("TIMESTAMP_NS")
                    ? "epoch(" + expression + ")"
                    : "epoch_us(" + expression + ") / 1e6";
        }

        /** The SQL expression for the value as text. */
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

    /** Opens a database in memory that loads no extensions. */
    static Connection open() throws SQLException {
        return open(new Properties());
    }

    /** The same, with streaming results. */
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

    /** All fields, with structures split into their fields. */
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

    /** The number of values of an expression that are not null. */
    long count(String expression) throws SQLException {
        return number("select count(" + expression + ") from " + table);
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getLong(1) : -1;
        }
    }

    /**
     * The same fields, with lists of numbers that have the same length in every row split into one field per element.
     */
    List<Field> withLists(List<Field> fields) throws SQLException {
        List<Field> all = new ArrayList<>();
        for (Field field : fields) {
            long length = field.isNumbers() ? length(field) : 0;
            if (length < 1) {
                all.add(field);
            }
            for (int i = 0; i < length; i++) {
                all.add(field.element(i));
            }
        }
        return all;
    }

    /** The length of a list in every row; 0 if it varies or is too large. */
    private long length(Field list) throws SQLException {
        String length = "len(" + list.expression + ")";
        long least = number("select min(%s) from %s".formatted(length, table));
        long most = number("select max(%s) from %s".formatted(length, table));
        return least == most && most <= JsonShape.LONGEST ? most : 0;
    }

    /**
     * Reads the columns of these fields, in the order of the table's rows.
     *
     * @param cells decides their types
     * @param time the column of times, if it is known
     */
    List<Column> columns(List<Field> fields, CellTable cells, Optional<String> time) throws SQLException {
        List<CellColumn> read = new ArrayList<>();
        Map<String, ColumnBuilder> typed = new HashMap<>();
        for (Field field : fields) {
            if (field.kind() == Column.Kind.TIME) {
                typed.put(field.name, new ColumnBuilder(field.name, Column.Kind.TIME));
            } else {
                read.add(cells.column(field.name, fields.indexOf(field), time));
            }
        }
        draw(fields, typed, read);
        Map<String, Column> built = new HashMap<>();
        cells.build(read, again -> {
                    throw new IllegalStateException("what a database contains is kept");
                })
                .forEach(column -> built.put(column.name(), column));
        typed.forEach((name, column) -> built.put(name, column.build()));
        List<Column> columns = new ArrayList<>();
        fields.forEach(field -> columns.add(Objects.requireNonNull(built.get(field.name))));
        return columns;
    }

    private void draw(List<Field> fields, Map<String, ColumnBuilder> typed, List<CellColumn> read) throws SQLException {
        String items = fields.stream().map(Field::drawn).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + items + " from " + table)) {
            for (long row = 1; rows.next(); row++) {
                int next = 0;
                for (int k = 0; k < fields.size(); k++) {
                    ColumnBuilder times = typed.get(fields.get(k).name);
                    if (times != null) {
                        times.number(rows.getDouble(k + 1));
                    } else if (fields.get(k).kind().isNumeric()) {
                        read.get(next++).cell(rows.getDouble(k + 1), row);
                    } else {
                        String text = rows.getString(k + 1);
                        read.get(next++).cell(text == null ? "" : text, row);
                    }
                }
            }
        }
    }

    /**
     * Creates a table of records in their order. Times stay seconds, so that reading them back gives the same values.
     */
    static void load(Connection connection, String table, Records records) throws SQLException {
        List<String> names = names(records);
        String columns = IntStream.range(0, names.size())
                .mapToObj(j -> "\"%s\" %s"
                        .formatted(
                                names.get(j).replace("\"", "\"\""),
                                records.columns().get(j).kind().isNumeric() ? "double" : "varchar"))
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

    /** Disables all access outside the database permanently. */
    static void lock(Connection connection) throws SQLException {
        execute(connection, "set enable_external_access = false");
        execute(connection, "set lock_configuration = true");
    }

    /** The column names in the database, which ignores case. */
    static List<String> names(Records records) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String name : records.names()) {
            String free = name;
            for (int k = 1; !taken.add(free.toLowerCase(Locale.ROOT)); k++) {
                free = name + "_" + k;
            }
            names.add(free);
        }
        return names;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

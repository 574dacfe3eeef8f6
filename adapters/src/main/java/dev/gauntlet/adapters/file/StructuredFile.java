package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parquet and JSON (a list of objects, or one object a line), read by DuckDB. Of Suricata's {@code eve.json}, which mixes
 * events of many kinds, one kind is read: the flows, unless another is asked for.
 */
final class StructuredFile {
    private static final String EVENT = "event_type";
    static final String FLOW = "flow";

    private final TextFile file;
    private final Connection connection;
    private final String event;

    private StructuredFile(TextFile file, Connection connection, String event) {
        this.file = file;
        this.connection = connection;
        this.event = event;
    }

    static Table read(TextFile file, Kind kind, List<String> ignored, String event) {
        String path = DuckRelation.quoted(file.path().toAbsolutePath().toString());
        String reader = kind == Kind.PARQUET
                ? "read_parquet(" + path + ")"
                : "read_json(%s, sample_size=-1, maximum_object_size=67108864, compression='%s')"
                        .formatted(path, file.packing().duckdb());
        try (Connection connection = DuckRelation.open()) {
            return new StructuredFile(file, connection, event).read(reader, kind, ignored);
        } catch (SQLException e) {
            throw new InputException(
                    kind == Kind.JSON ? malformed(file).orElseGet(() -> unreadable(file, e)) : unreadable(file, e));
        }
    }

    private Table read(String reader, Kind kind, List<String> ignored) throws SQLException {
        execute("create table data as select * from " + reader);
        DuckRelation relation = new DuckRelation(connection, "data");
        List<DuckRelation.Field> fields = relation.fields();
        DuckRelation.refuseRowid(fields.stream().map(DuckRelation.Field::name).toList());
        if (has(fields, EVENT) && has(fields, "timestamp")) {
            onlyEvents();
        }
        if (one("select count(*) from data") == 0) {
            throw new InputException(file.path() + ": holds no row");
        }
        List<DuckRelation.Field> kept = new ArrayList<>();
        for (DuckRelation.Field field : fields) {
            // A field that only events of other kinds have is no field of these.
            if (!ignored.contains(field.name()) && one("select count(" + field.expression() + ") from data") > 0) {
                kept.add(field);
            }
        }
        return Table.of(relation.columns(kept), kind == Kind.JSON, List.of());
    }

    private void onlyEvents() throws SQLException {
        TreeMap<String, Long> kinds = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select event_type, count(*) from data group by all")) {
            while (rows.next()) {
                kinds.put(String.valueOf(rows.getString(1)), rows.getLong(2));
            }
        }
        if (!kinds.containsKey(event)) {
            throw new InputException(
                    "%s: holds no %s events but %s; have Suricata log them".formatted(file.path(), event, kinds));
        }
        execute("create or replace table data as select * from data where event_type = " + DuckRelation.quoted(event));
    }

    private static boolean has(List<DuckRelation.Field> fields, String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    private static String unreadable(TextFile file, SQLException e) {
        return "%s: cannot be read: %s"
                .formatted(
                        file.path(),
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
    }

    /** The first line that is no JSON, if the file holds one object a line. */
    private static Optional<String> malformed(TextFile file) {
        JsonMapper mapper = new JsonMapper();
        int number = 0;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.stripLeading().startsWith("[") && number == 1) {
                    return Optional.empty();
                }
                if (!line.isBlank()) {
                    mapper.readTree(line);
                }
            }
            return Optional.empty();
        } catch (JacksonException e) {
            return Optional.of("%s, line %d: this is not JSON: %s"
                    .formatted(
                            file.path(),
                            number,
                            String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("no reason given")));
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }
}

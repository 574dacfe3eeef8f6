package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A scanned file in DuckDB's memory, every value a text, from which typed columns are drawn. */
final class DuckTable implements AutoCloseable {
    /** What stands for a missing number; in a column of texts only the empty field is missing. */
    static final List<String> MISSING = List.of("", "?", "NA", "N/A", "NaN", "nan", "null", "NULL");

    private final TextFile file;
    private final Layout layout;
    private final CsvScan scan;
    private final Connection connection;

    DuckTable(TextFile file, Layout layout, CsvScan scan) throws SQLException {
        this.file = file;
        this.layout = layout;
        this.scan = scan;
        connection = DuckRelation.openStreaming();
        try {
            load();
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** The file as DuckDB's table function, its columns of the stated types. */
    static String reader(TextFile file, Layout layout, CsvScan scan, String types) {
        return ("read_csv(%s, auto_detect=false, columns=%s, delim=%s, quote='\"', escape='\"', header=%s, "
                        + "compression='%s', new_line='%s', max_line_size=67108864)")
                .formatted(
                        DuckRelation.quoted(file.path().toAbsolutePath().toString()),
                        types,
                        DuckRelation.quoted(String.valueOf(layout.separator())),
                        layout.header(),
                        file.packing().duckdb(),
                        scan.lineEnd());
    }

    private void load() throws SQLException {
        String columns = IntStream.range(0, layout.names().size())
                .mapToObj(j -> "'c" + j + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        String sql = "create table t as select * from " + reader(file, layout, scan, columns);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new InputException(file.path() + ": cannot be read: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
        }
        long loaded = one("select count(*) from t");
        if (loaded != scan.rows()) {
            throw new InputException("%s: %d rows were counted but %d read; look for stray quotes or mixed line ends"
                    .formatted(file.path(), scan.rows(), loaded));
        }
    }

    /** The columns with the given numbers, numeric where all that is not missing is a number. */
    List<Column> columns(List<Integer> wanted, FileFormat format, Optional<String> time) throws SQLException {
        Problems problems = new Problems();
        List<Column.Kind> kinds = new ArrayList<>();
        List<Counts> counts = counts(wanted);
        for (int k = 0; k < wanted.size(); k++) {
            kinds.add(kind(wanted.get(k), counts.get(k), format, time, problems));
        }
        problems.throwIfAny();
        double[][] numbers = new double[wanted.size()][];
        @Nullable String[][] texts = new String[wanted.size()][];
        List<String> items = new ArrayList<>();
        for (int k = 0; k < wanted.size(); k++) {
            String c = "c" + wanted.get(k);
            switch (kinds.get(k)) {
                case NUMBER -> items.add("coalesce(try_cast(" + c + " as double), 'nan'::double)");
                case TIME ->
                    items.add("coalesce(try_cast(" + c + " as double), epoch(try_cast(" + c
                            + " as timestamp)), 'nan'::double)");
                default -> items.add(c);
            }
            numbers[k] = new double[kinds.get(k).isNumeric() ? scan.rows() : 0];
            texts[k] = new String[kinds.get(k).isNumeric() ? 0 : scan.rows()];
        }
        fetch("select " + String.join(", ", items) + ", rowid from t", kinds, numbers, texts);
        List<Column> columns = new ArrayList<>();
        for (int k = 0; k < wanted.size(); k++) {
            String name = layout.names().get(wanted.get(k));
            columns.add(
                    switch (kinds.get(k)) {
                        case NUMBER -> Column.numbers(name, numbers[k]);
                        case TIME -> Column.times(name, numbers[k]);
                        default -> Column.texts(name, texts[k]);
                    });
        }
        return columns;
    }

    private void fetch(String sql, List<Column.Kind> kinds, double[][] numbers, @Nullable String[][] texts)
            throws SQLException {
        Map<String, String> same = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            for (int i = 0; rows.next(); i++) {
                if (rows.getLong(kinds.size() + 1) != i) {
                    throw new IllegalStateException("DuckDB keeps rows in their order, but not row " + i);
                }
                for (int k = 0; k < kinds.size(); k++) {
                    if (kinds.get(k).isNumeric()) {
                        numbers[k][i] = rows.getDouble(k + 1);
                    } else {
                        String text = rows.getString(k + 1);
                        texts[k][i] = text == null || text.isEmpty() ? null : same.computeIfAbsent(text, t -> t);
                    }
                }
            }
        }
    }

    /** Of one column how many values are texts, how many numbers, and how many of those are not finite. */
    private record Counts(long texts, long numbers, long endless) {}

    private static String present(int j) {
        String c = "c" + j;
        return "%s is not null and %s not in (%s)"
                .formatted(c, c, MISSING.stream().map(DuckRelation::quoted).collect(Collectors.joining(", ")));
    }

    private static String text(int j) {
        String c = "c" + j;
        return present(j) + " and (try_cast(" + c + " as double) is null or " + c + " like '%\\_%' escape '\\')";
    }

    private static String endless(int j) {
        return present(j) + " and isinf(try_cast(c" + j + " as double))";
    }

    private List<Counts> counts(List<Integer> wanted) throws SQLException {
        String items = wanted.stream()
                .map(j -> "count(*) filter (where %s), count(*) filter (where %s), count(*) filter (where %s)"
                        .formatted(text(j), present(j), endless(j)))
                .collect(Collectors.joining(", "));
        List<Counts> counts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select " + items + " from t")) {
            found.next();
            for (int k = 0; k < wanted.size(); k++) {
                long texts = found.getLong(3 * k + 1);
                counts.add(new Counts(texts, found.getLong(3 * k + 2) - texts, found.getLong(3 * k + 3)));
            }
        }
        return counts;
    }

    private Column.Kind kind(int j, Counts counts, FileFormat format, Optional<String> time, Problems problems)
            throws SQLException {
        String name = layout.names().get(j);
        if (time.filter(name::equals).isPresent()) {
            String wrong = text(j) + " and try_cast(c" + j + " as timestamp) is null";
            if (one("select count(*) from t where " + wrong) > 0) {
                problems.add(
                        place(wrong, j) + "; write seconds since 1970 or a date and time like 2024-05-01 12:30:00");
            }
            return Column.Kind.TIME;
        }
        if (counts.texts > 0 && format.numbers().contains(name)) {
            problems.add(place(text(j), j) + " but must be a number" + more(counts.texts));
        } else if (counts.texts == 0 && counts.endless > 0) {
            problems.add(place(endless(j), j) + ", which is not finite; write a number or leave it empty");
        }
        boolean number =
                counts.texts == 0 && (counts.numbers > 0 || format.numbers().contains(name));
        return number ? Column.Kind.NUMBER : Column.Kind.TEXT;
    }

    private static String more(long wrong) {
        return wrong > 1 ? " (so are %d more in this column)".formatted(wrong - 1) : "";
    }

    private String place(String condition, int j) throws SQLException {
        long row = one("select min(rowid) from t where " + condition);
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select c" + j + " from t where rowid = " + row)) {
            String value = found.next() ? String.valueOf(found.getString(1)) : "";
            return "%s, line %d, field %s: is \"%s\""
                    .formatted(
                            file.path(),
                            scan.line(row),
                            layout.names().get(j),
                            value.length() > 40 ? value.substring(0, 40) + "..." : value);
        }
    }

    private long one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Column;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The quick way through a scanned file: a column whose first values are numbers is taken to hold plain numbers and empty
 * fields alone, one that begins with a text to hold texts. A file that turns out otherwise is left to {@link DuckTable}.
 */
final class PlainCsv {
    private static final int HEAD = 1 << 16;
    private static final int RECORDS = 200;

    private static final Pattern ENDLESS = Pattern.compile("\\s*[+-]?inf(inity)?\\s*", Pattern.CASE_INSENSITIVE);

    private final TextFile file;
    private final Layout layout;
    private final CsvScan scan;
    private final List<Integer> wanted;
    private final List<Column.Kind> kinds = new ArrayList<>();

    private PlainCsv(TextFile file, Layout layout, CsvScan scan, List<Integer> wanted) {
        this.file = file;
        this.layout = layout;
        this.scan = scan;
        this.wanted = wanted;
    }

    /** The wanted columns; empty if the quick way does not lead through. */
    static Optional<List<Column>> read(
            TextFile file,
            Layout layout,
            CsvScan scan,
            List<Integer> wanted,
            FileFormat format,
            Optional<String> time) {
        PlainCsv plain = new PlainCsv(file, layout, scan, wanted);
        if (!plain.guess(format, time)) {
            return Optional.empty();
        }
        try (Connection connection = DuckRelation.openStreaming()) {
            return plain.fetch(connection);
        } catch (SQLException e) {
            // Some value was not as guessed.
            return Optional.empty();
        }
    }

    private boolean guess(FileFormat format, Optional<String> time) {
        byte[] head = file.head(HEAD);
        String text = new String(head, StandardCharsets.UTF_8);
        List<List<String>> records = Fields.records(text, layout.separator(), RECORDS, head.length == HEAD);
        List<List<String>> rows = records.subList(layout.header() ? 1 : 0, records.size());
        for (int j : wanted) {
            String name = layout.names().get(j);
            List<String> values = rows.stream()
                    .map(row -> j < row.size() ? row.get(j) : "")
                    .filter(value -> !DuckTable.MISSING.contains(value))
                    .toList();
            boolean numbers = values.stream().allMatch(Fields::number);
            boolean isTime = time.filter(name::equals).isPresent();
            if (values.isEmpty()
                    || values.stream().anyMatch(ENDLESS.asMatchPredicate())
                    || (numbers && scan.underscored(j))
                    || (!numbers && (isTime || format.numbers().contains(name)))) {
                return false;
            }
            kinds.add(isTime ? Column.Kind.TIME : numbers ? Column.Kind.NUMBER : Column.Kind.TEXT);
        }
        return true;
    }

    private Optional<List<Column>> fetch(Connection connection) throws SQLException {
        double[][] numbers = new double[wanted.size()][];
        @Nullable String[][] texts = new String[wanted.size()][];
        for (int k = 0; k < wanted.size(); k++) {
            boolean numeric = kinds.get(k).isNumeric();
            numbers[k] = new double[numeric ? scan.rows() : 0];
            texts[k] = new String[numeric ? 0 : scan.rows()];
        }
        Map<String, String> same = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query())) {
            int i = 0;
            while (rows.next()) {
                for (int k = 0; k < numbers.length && i < scan.rows(); k++) {
                    if (kinds.get(k).isNumeric()) {
                        numbers[k][i] = rows.getDouble(k + 1);
                        if (Double.isInfinite(numbers[k][i])) {
                            return Optional.empty();
                        }
                    } else {
                        String text = rows.getString(k + 1);
                        texts[k][i] = text == null || text.isEmpty() ? null : same.computeIfAbsent(text, t -> t);
                    }
                }
                i++;
            }
            if (i != scan.rows()) {
                return Optional.empty();
            }
        }
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
        return Optional.of(columns);
    }

    private String query() {
        Map<Integer, Column.Kind> kindOf = new HashMap<>();
        List<String> items = new ArrayList<>();
        for (int k = 0; k < wanted.size(); k++) {
            kindOf.put(wanted.get(k), kinds.get(k));
            String c = "c" + wanted.get(k);
            items.add(kinds.get(k).isNumeric() ? "coalesce(" + c + ", 'nan'::double)" : c);
        }
        String types = IntStream.range(0, layout.names().size())
                .mapToObj(j -> "'c%d': '%s'"
                        .formatted(j, kindOf.getOrDefault(j, Column.Kind.TEXT).isNumeric() ? "DOUBLE" : "VARCHAR"))
                .collect(Collectors.joining(", ", "{", "}"));
        return "select " + String.join(", ", items) + " from " + DuckTable.reader(file, layout, scan, types);
    }
}

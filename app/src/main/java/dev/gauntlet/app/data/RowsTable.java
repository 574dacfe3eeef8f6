package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Assembled rows as a table that is read back by the same schema: their features, label, time and source. */
final class RowsTable {
    private RowsTable() {}

    /**
     * The table of some rows.
     *
     * @param raw the records the rows were made of
     */
    static Records of(Dataset rows, Records raw, Label label) {
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < rows.schema().width(); j++) {
            columns.add(column(rows, j));
        }
        Map<Long, Integer> recordOf = new HashMap<>();
        for (int i = 0; i < raw.size(); i++) {
            recordOf.put(raw.id(i), i);
        }
        int[] records = IntStream.range(0, rows.size())
                .map(i -> recordOf.getOrDefault(rows.id(i), -1))
                .toArray();
        Records own = raw.select(records);
        Optional<String> time = own.time().map(Column::name);
        Optional<String> source = own.source().map(Column::name);
        for (Optional<String> name : List.of(Optional.of(label.column()), time, source)) {
            if (name.isPresent() && columns.stream().noneMatch(c -> c.name().equals(name.get()))) {
                columns.add(own.column(name.get()));
            }
        }
        return Records.of(columns).withRoles(time, source);
    }

    private static Column column(Dataset rows, int j) {
        Feature feature = rows.schema().feature(j);
        if (feature.kind() != Feature.Kind.CATEGORY) {
            return Column.numbers(feature.name(), rows.rows().column(j));
        }
        String[] texts = new String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = feature.text(rows.rows().get(i, j));
        }
        return Column.texts(feature.name(), texts);
    }

    /** The schema of such a table, and of the files it was made of: the label is stated, and nothing is left open. */
    static TableSchema schema(TableSchema table, Label label) {
        return new TableSchema(
                table.schema(),
                table.columns(),
                table.ignored().stream()
                        .filter(name -> !name.equals(label.column()))
                        .toList(),
                Optional.of(label.column()),
                label.benign().stream().sorted().toList(),
                table.time(),
                table.source(),
                Set.of(),
                table.derive(),
                table.cells());
    }
}

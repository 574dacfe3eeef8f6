package dev.gauntlet.process;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.Assembled.Dropped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads numbers out of records, remembers why a record cannot be used, and builds rows of the rest. */
final class Reading {
    private final Records records;
    private final String[] reasons;

    Reading(Records records) {
        this.records = records;
        reasons = new String[records.size()];
        java.util.Arrays.fill(reasons, "");
    }

    /** The numbers of a column; blank texts and {@code -} are missing. A record without a usable number is dropped. */
    double[] numbers(String name) {
        Column column = records.column(name);
        double[] values = new double[records.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(column, i);
            if (Double.isInfinite(values[i])) {
                drop(i, "%s is infinite".formatted(name));
            }
        }
        return values;
    }

    /** As {@link #numbers}; a record whose number is negative is dropped too. */
    double[] amounts(String name) {
        double[] values = numbers(name);
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0) {
                drop(i, "%s is negative: %s".formatted(name, values[i]));
            }
        }
        return values;
    }

    private double number(Column column, int record) {
        if (column.kind().isNumeric()) {
            return column.number(record);
        }
        String text = column.text(record).strip();
        if (text.isEmpty() || text.equals("-")) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            drop(record, "%s is not a number: \"%s\"".formatted(column.name(), text));
            return Double.NaN;
        }
    }

    /** Drops every record whose value is missing. */
    void demand(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                drop(i, name + " is missing");
            }
        }
    }

    /** Drops a record; the first reason stays. */
    void drop(int record, String reason) {
        if (reasons[record].isEmpty()) {
            reasons[record] = reason;
        }
    }

    boolean usable(int record) {
        return reasons[record].isEmpty();
    }

    /** The codes of a text column: the place of each text among the categories, or -1. */
    static double code(List<String> categories, String text) {
        return categories.indexOf(text);
    }

    /** Rows of the usable records; {@code cell} gets the record's index and the column. */
    Assembled assemble(Schema schema, Rows.Cell cell) {
        List<Dropped> dropped = new ArrayList<>();
        int[] kept = new int[records.size()];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            if (usable(i)) {
                kept[count++] = i;
            } else {
                dropped.add(new Dropped(records.id(i), reasons[i]));
            }
        }
        int[] used = java.util.Arrays.copyOf(kept, count);
        Rows rows = Rows.fill(count, schema.width(), (i, j) -> cell.at(used[i], j));
        int[] labels = new int[count];
        java.util.Arrays.fill(labels, -1);
        Dataset data = Dataset.of(schema, rows, labels, List.of("benign"))
                .withIds(java.util.stream.IntStream.of(used)
                        .mapToLong(records::id)
                        .toArray());
        return new Assembled(withRoles(data, used), dropped);
    }

    private Dataset withRoles(Dataset data, int[] used) {
        Optional<Column> time = records.time();
        Dataset result = data;
        if (time.isPresent()) {
            result = result.withTimes(java.util.stream.IntStream.of(used)
                    .mapToDouble(i -> time.get().number(i))
                    .toArray());
        }
        Optional<Column> source = records.source();
        if (source.isPresent()) {
            result = result.withSources(java.util.stream.IntStream.of(used)
                    .mapToObj(i -> source.get().text(i))
                    .toArray(String[]::new));
        }
        return result;
    }
}

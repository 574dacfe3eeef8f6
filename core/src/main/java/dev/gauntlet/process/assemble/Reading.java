package dev.gauntlet.process.assemble;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.Assembled.Dropped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Records as seen by transforms: reads numbers, stores why a record cannot be used, adds derived columns, and builds
 * rows from the usable records.
 */
public final class Reading {
    private final Records records;
    private final String[] reasons;
    private final Map<String, Column> derived = new HashMap<>();
    private final Map<String, double[]> read = new HashMap<>();

    Reading(Records records) {
        this.records = records;
        reasons = new String[records.size()];
        Arrays.setAll(reasons, records::flaw);
    }

    /** The number of records. */
    public int size() {
        return records.size();
    }

    boolean has(String name) {
        return derived.containsKey(name) || records.find(name).isPresent();
    }

    /**
     * A derived column or a column of the records.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Column column(String name) {
        Column found = derived.get(name);
        return found == null ? records.column(name) : found;
    }

    void add(Column column) {
        derived.put(column.name(), column);
    }

    /**
     * The numbers of a column, which must not be modified; blank texts and {@code -} are missing. A record without a
     * usable number is dropped.
     */
    public double[] numbers(String name) {
        double[] known = read.get(name);
        if (known != null) {
            return known;
        }
        Column column = column(name);
        double[] values = new double[records.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(column, i);
            if (Double.isInfinite(values[i])) {
                drop(i, "%s is infinite".formatted(name));
            }
        }
        read.put(name, values);
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

    /** Drops every record whose text is missing. */
    void demand(String name) {
        Column column = column(name);
        for (int i = 0; i < column.size(); i++) {
            if (column.missing(i)) {
                drop(i, name + " is missing");
            }
        }
    }

    /** Drops a record; the first reason is kept. */
    public void drop(int record, String reason) {
        if (reasons[record].isEmpty()) {
            reasons[record] = reason;
        }
    }

    /** Whether a record has not been dropped. */
    public boolean usable(int record) {
        return reasons[record].isEmpty();
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
        int[] used = Arrays.copyOf(kept, count);
        Rows rows = Rows.fill(count, schema.width(), (i, j) -> cell.at(used[i], j));
        int[] labels = new int[count];
        Arrays.fill(labels, -1);
        Dataset data = Dataset.of(schema, rows, labels, List.of("benign"))
                .withIds(IntStream.of(used).mapToLong(records::id).toArray());
        return new Assembled(withRoles(data, used), dropped);
    }

    private Dataset withRoles(Dataset data, int[] used) {
        Optional<Column> time = records.time();
        Dataset result = data;
        if (time.isPresent()) {
            result = result.withTimes(
                    IntStream.of(used).mapToDouble(i -> time.get().number(i)).toArray());
        }
        Optional<Column> source = records.source();
        if (source.isPresent()) {
            result = result.withSources(
                    IntStream.of(used).mapToObj(i -> source.get().text(i)).toArray(String[]::new));
        }
        return result;
    }
}

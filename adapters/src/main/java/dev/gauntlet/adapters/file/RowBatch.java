package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Printable;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a batch of records row by row: {@link #start}, values by slot, {@link #end}. A slot without a value is
 * missing; a row with a value that does not fit is rejected with the first reason.
 */
final class RowBatch {
    private static final int SHOWN = 40;

    private final WantedColumns wanted;
    private final String file;
    private final int limit;
    private final List<String> names;
    private final WantedColumns.Kind[] kinds;
    private final double[][] numbers;
    private final @Nullable String[][] texts;
    private final NumberStyle[] styles;
    private final TimeFormat time;
    private final boolean missing;
    private final @Nullable String[][] kept;
    private final int[] keptOf;
    private final Set<String> there = new HashSet<>();
    private final long[] ids;
    private final List<RecordStream.Rejected> rejected = new ArrayList<>();
    /** The number of percentages with and without a sign, by slot. */
    private final long[][] signs;

    private int size;
    private long begun;
    private long row;
    private long line;
    private String reason = "";

    /**
     * An empty batch.
     *
     * @param limit the most rows
     * @param first the id of the first row
     */
    RowBatch(WantedColumns wanted, int limit, String file, long first) {
        this.wanted = wanted;
        this.file = file;
        this.limit = limit;
        row = first;
        begun = first;
        Set<String> all = new LinkedHashSet<>(wanted.kinds().keySet());
        all.addAll(wanted.kept());
        names = List.copyOf(all);
        kept = new String[wanted.kept().size()][limit];
        keptOf = names.stream().mapToInt(wanted.kept()::indexOf).toArray();
        kinds = wanted.kinds().values().toArray(WantedColumns.Kind[]::new);
        CellFormat cells = wanted.table().cells();
        styles = names.stream()
                .map(name -> cells.style(name).orElse(NumberStyle.PLAIN))
                .toArray(NumberStyle[]::new);
        time = cells.time().orElse(TimeFormat.USUAL);
        missing = cells.odd().filter(OddCells.MISSING::equals).isPresent();
        numbers = new double[kinds.length][];
        texts = new String[kinds.length][];
        for (int s = 0; s < kinds.length; s++) {
            numbers[s] = new double[kinds[s].isNumeric() ? limit : 0];
            texts[s] = new String[kinds[s].isNumeric() ? 0 : limit];
        }
        ids = new long[limit];
        signs = new long[kinds.length][2];
    }

    void clear() {
        size = 0;
        begun = row;
        rejected.clear();
    }

    boolean isFull() {
        return size + rejected.size() >= limit;
    }

    boolean isEmpty() {
        return size + rejected.size() == 0;
    }

    long position() {
        return row;
    }

    /** The slot of a required or kept column, which is part of the records from now on; -1 for any other. */
    int slot(String name) {
        int slot = names.indexOf(name);
        if (slot >= 0) {
            there.add(name);
        }
        return slot;
    }

    /** The slots of columns in order; -1 for unused columns. */
    int[] slots(List<String> columns) {
        return columns.stream().mapToInt(this::slot).toArray();
    }

    /** Begins a row at a line. */
    void start(long at) {
        line = at;
        reason = "";
        for (String[] column : kept) {
            column[(int) (row - begun)] = null;
        }
        for (int s = 0; s < kinds.length; s++) {
            if (kinds[s].isNumeric()) {
                numbers[s][size] = Double.NaN;
            } else {
                texts[s][size] = null;
            }
        }
    }

    /** Adds the value in a range of bytes. */
    void put(int slot, byte[] bytes, int from, int to) {
        keep(slot, bytes, from, to);
        if (slot >= kinds.length) {
            return;
        }
        if (kinds[slot] == WantedColumns.Kind.NUMBER && styles[slot] == NumberStyle.PLAIN) {
            double value = Decimals.parse(bytes, from, to);
            if (!Double.isInfinite(value)) {
                numbers[slot][size] = value;
                return;
            }
        }
        put(slot, new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    /** Stores only the text of a column to keep, for a rejected row. */
    void keep(int slot, byte[] bytes, int from, int to) {
        if (keptOf[slot] >= 0) {
            keep(slot, new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    void keep(int slot, String text) {
        if (keptOf[slot] >= 0) {
            kept[keptOf[slot]][(int) (row - begun)] = text.isEmpty() ? null : text;
        }
    }

    void put(int slot, String text) {
        keep(slot, text);
        if (slot >= kinds.length) {
            return;
        }
        switch (kinds[slot]) {
            case NUMBER -> number(slot, styles[slot].parse(text), text);
            case TEXT -> text(slot, text);
            case CODE -> {
                double code = Decimals.parse(text);
                numbers[slot][size] = Double.isInfinite(code) ? Double.NaN : code;
            }
            case TIME -> put(slot, time.parse(text), text);
        }
    }

    /**
     * Adds a number; in a column of text, as text. A number that is not finite is missing if the schema says so; this
     * applies to computed numbers only, never to text in their place.
     */
    void number(int slot, double value, String written) {
        keep(slot, written);
        if (slot >= kinds.length) {
            return;
        }
        if (styles[slot].isPercent() && Double.isFinite(value)) {
            signs[slot][written.strip().endsWith("%") ? 0 : 1]++;
        }
        boolean time = kinds[slot] == WantedColumns.Kind.TIME;
        boolean endless = !time && (Double.isInfinite(value) || Decimals.isHuge(value));
        if (endless && missing && CellSort.of(written) == CellSort.NOT_FINITE) {
            put(slot, Double.NaN, written);
        } else {
            put(slot, time ? this.time.of(value) : endless ? Double.POSITIVE_INFINITY : value, written);
        }
    }

    /** Adds a time in seconds since 1970, whatever the format of times in text. */
    void time(int slot, double seconds, String written) {
        keep(slot, written);
        if (slot < kinds.length) {
            put(slot, seconds, written);
        }
    }

    private void put(int slot, double value, String written) {
        if (Double.isInfinite(value)) {
            reject("%s: \"%s\" is not a %s"
                    .formatted(
                            Printable.of(names.get(slot)),
                            Printable.of(written.substring(0, Math.min(written.length(), SHOWN))),
                            kinds[slot] == WantedColumns.Kind.TIME ? "time" : "finite number"));
        } else if (kinds[slot].isNumeric()) {
            numbers[slot][size] = value;
        } else {
            boolean whole = value == (long) value && Math.abs(value) < 1e15;
            text(slot, Double.isNaN(value) ? "" : whole ? Long.toString((long) value) : Double.toString(value));
        }
    }

    private void text(int slot, String text) {
        texts[slot][size] = text.isEmpty() ? null : text;
    }

    /** Rejects the current row; the first reason is kept. */
    void reject(String why) {
        reason = reason.isEmpty() ? why : reason;
    }

    /** Ends the current row. */
    void end() {
        if (reason.isEmpty()) {
            ids[size++] = row++;
        } else {
            rejected.add(new RecordStream.Rejected(file, row++, line, reason));
        }
    }

    /** One sentence per column of percentages in which values without a percent sign occurred. */
    List<String> unsigned() {
        List<String> found = new ArrayList<>();
        for (int s = 0; s < kinds.length; s++) {
            if (signs[s][1] > 0) {
                found.add(styles[s].withoutSign(Printable.of(names.get(s)), signs[s][1], signs[s][0] + signs[s][1]));
            }
        }
        return found;
    }

    List<RecordStream.Rejected> rejected() {
        return List.copyOf(rejected);
    }

    KeptFields kept() {
        List<List<Optional<String>>> fields = new ArrayList<>();
        for (int i = 0; kept.length > 0 && i < size + rejected.size(); i++) {
            int at = i;
            fields.add(Arrays.stream(kept)
                    .map(column -> Optional.ofNullable(column[at]))
                    .toList());
        }
        return new KeptFields(wanted.kept(), begun, fields);
    }

    Records records() {
        List<Column> columns = new ArrayList<>();
        for (int s = 0; s < kinds.length; s++) {
            String name = names.get(s);
            // Where every row was rejected, it may not be known yet which columns there are.
            if (there.contains(name) || size == 0) {
                columns.add(
                        switch (kinds[s]) {
                            case NUMBER, CODE -> Column.numbers(name, Arrays.copyOf(numbers[s], size));
                            case TIME -> Column.times(name, Arrays.copyOf(numbers[s], size));
                            case TEXT -> Column.texts(name, Arrays.copyOf(texts[s], size));
                        });
            }
        }
        return Records.of(columns)
                .withIds(Arrays.copyOf(ids, size))
                .withRoles(
                        present(wanted.table().time()), present(wanted.table().source()));
    }

    private Optional<String> present(Optional<String> name) {
        return name.filter(there::contains);
    }
}

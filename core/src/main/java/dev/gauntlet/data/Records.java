package dev.gauntlet.data;

import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Require;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Raw data before assembly: immutable typed columns of equal length. Two columns may have a role: the time of a record
 * and the source it came from. Every record carries an id that survives selection and appending. A record with a flaw has
 * a value that does not fit its column; its other values, such as its label, can be read, but it makes no row.
 */
public final class Records {
    private final List<Column> columns;
    private final long[] ids;
    private final Optional<String> time;
    private final Optional<String> source;
    private final List<Note> notes;
    private final Map<Integer, String> flaws;

    private Records(
            List<Column> columns,
            long[] ids,
            Optional<String> time,
            Optional<String> source,
            List<Note> notes,
            Map<Integer, String> flaws) {
        this.columns = List.copyOf(columns);
        this.ids = ids;
        this.time = time;
        this.source = source;
        this.notes = notes;
        this.flaws = flaws;
    }

    /** Records with ids 0, 1, 2 ... and no roles. */
    public static Records of(List<Column> columns) {
        Require.notEmpty("columns", columns);
        int size = columns.get(0).size();
        for (Column column : columns) {
            Require.same("records in column " + column.name(), size, column.size());
        }
        long[] ids = new long[size];
        for (int i = 0; i < size; i++) {
            ids[i] = i;
        }
        return new Records(columns, ids, Optional.empty(), Optional.empty(), List.of(), Map.of());
    }

    /** The same records with a time column and a source column named; each may be absent. */
    public Records withRoles(Optional<String> timeColumn, Optional<String> sourceColumn) {
        timeColumn.ifPresent(name -> Require.that(
                column(name).kind().isNumeric(), "time column " + name + " must contain numbers or times"));
        sourceColumn.ifPresent(this::column);
        return new Records(columns, ids, timeColumn, sourceColumn, notes, flaws);
    }

    /** The same records with ids that start at {@code first}; for records that join an existing table. */
    public Records withIdsFrom(long first) {
        long[] fresh = new long[ids.length];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = first + i;
        }
        return new Records(columns, fresh, time, source, notes, flaws);
    }

    /** The same records with other ids. */
    public Records withIds(long[] others) {
        Require.same("ids", size(), others.length);
        return new Records(columns, others.clone(), time, source, notes, flaws);
    }

    /** The same records with a column in place of the one with its name, or after all others. */
    public Records with(Column column) {
        Require.same("records in column " + column.name(), size(), column.size());
        List<Column> all = new ArrayList<>(columns);
        all.replaceAll(old -> old.name().equals(column.name()) ? column : old);
        if (find(column.name()).isEmpty()) {
            all.add(column);
        }
        return new Records(all, ids, time, source, notes, flaws);
    }

    /** The same records without some columns, which play no role. */
    public Records without(Collection<String> names) {
        List<Column> left =
                columns.stream().filter(c -> !names.contains(c.name())).toList();
        return new Records(Require.notEmpty("columns", left), ids, time, source, notes, flaws);
    }

    /** The same records with notes on how they were read. */
    public Records withNotes(List<Note> read) {
        return new Records(columns, ids, time, source, List.copyOf(read), flaws);
    }

    /** notes on how they were read, such as what was skipped. */
    public List<Note> found() {
        return notes;
    }

    /** The same, as sentences. */
    public List<String> notes() {
        return Note.sentences(notes);
    }

    /**
     * The same records, of which some have a flaw.
     *
     * @param reasons by the place of the record, each naming the column and the value
     */
    public Records withFlaws(Map<Integer, String> reasons) {
        return new Records(columns, ids, time, source, notes, new TreeMap<>(reasons));
    }

    /** Why a record makes no row; empty if it has no flaw. */
    public String flaw(int record) {
        return flaws.getOrDefault(record, "");
    }

    /** How many records have a flaw. */
    public int flawed() {
        return flaws.size();
    }

    public int size() {
        return ids.length;
    }

    public List<Column> columns() {
        return columns;
    }

    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    public Optional<Column> find(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    public Column column(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no column \"%s\"%s".formatted(name, Problems.didYouMean(name, names()))));
    }

    public long id(int record) {
        return ids[record];
    }

    /** The column that says when a record was made, in seconds since 1970. */
    public Optional<Column> time() {
        return time.map(this::column);
    }

    /** the column with the source of a record, for example the originating address. */
    public Optional<Column> source() {
        return source.map(this::column);
    }

    /** The given records, in the given order, with their ids. */
    public Records select(int[] records) {
        long[] chosen = new long[records.length];
        for (int i = 0; i < records.length; i++) {
            chosen[i] = ids[records[i]];
        }
        Map<Integer, String> left = new TreeMap<>();
        for (int i = 0; i < records.length && !flaws.isEmpty(); i++) {
            if (flaws.containsKey(records[i])) {
                left.put(i, flaw(records[i]));
            }
        }
        return new Records(columns.stream().map(c -> c.select(records)).toList(), chosen, time, source, notes, left);
    }

    /** These records followed by others with the same columns in any order. */
    public Records append(Records more) {
        List<Column> joined = new ArrayList<>();
        for (Column column : columns) {
            joined.add(column.append(more.column(column.name())));
        }
        long[] all = java.util.Arrays.copyOf(ids, ids.length + more.ids.length);
        System.arraycopy(more.ids, 0, all, ids.length, more.ids.length);
        Map<Integer, String> both = new TreeMap<>(flaws);
        more.flaws.forEach((record, flaw) -> both.put(size() + record, flaw));
        return new Records(joined, all, time, source, notes, both);
    }

    /** The SHA-256 of names, kinds and values. */
    public String digest() {
        Digest digest = new Digest();
        for (Column column : columns) {
            digest.add(column.name()).add(column.kind().name());
            for (int i = 0; i < column.size(); i++) {
                if (column.kind().isNumeric()) {
                    digest.add(column.number(i));
                } else {
                    digest.add(column.missing(i) ? "\0" : column.text(i));
                }
            }
        }
        flaws.forEach((record, flaw) -> digest.add(record + " " + flaw));
        return digest.hex();
    }
}

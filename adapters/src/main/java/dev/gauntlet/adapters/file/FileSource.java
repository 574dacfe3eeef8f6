package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files with tables, read into records: CSV and other separated text, Parquet, JSON, ARFF, libsvm, NumPy, Zeek's logs
 * (text or JSON) and Suricata's {@code eve.json}; plain, gzip or zstd; one file, a folder of them or a pattern such as
 * {@code conn.*.log.gz}. The kind of a file is found from its first bytes. A row that cannot be read is left out and
 * counted, up to a share beyond which the file is refused.
 *
 * @param time the time column, if stated; otherwise that of the format
 * @param source the source column, if stated; otherwise that of the format
 * @param event which of Suricata's events are read
 */
public record FileSource(Path path, FileFormat format, Optional<String> time, Optional<String> source, String event)
        implements Source {
    /** A file in an unknown format. */
    public FileSource(Path path) {
        this(path, FileFormat.automatic());
    }

    public FileSource(Path path, FileFormat format) {
        this(path, format, Optional.empty(), Optional.empty());
    }

    public FileSource(Path path, FileFormat format, Optional<String> time, Optional<String> source) {
        this(path, format, time, source, JsonTable.FLOW);
    }

    /** A file as a schema describes it. */
    public static FileSource of(Path path, TableSchema table) {
        return new FileSource(path, FileFormat.of(table), table.time(), table.source());
    }

    public FileSource withFormat(FileFormat other) {
        return new FileSource(path, other, time, source, event);
    }

    /** A file of which, if it is an {@code eve.json}, the events of one kind are read. */
    public static FileSource ofEvents(Path path, String event) {
        return new FileSource(path, FileFormat.automatic(), Optional.empty(), Optional.empty(), event);
    }

    /**
     * Reads all of it.
     *
     * @throws InputException that names file, line and field, and how to fix it
     */
    @Override
    public Records read(Run run) {
        return open().records();
    }

    /**
     * The result of reading.
     *
     * @param cells the format of its values
     * @param odd the number of values that did not fit their column and are missing
     * @param unsigned the number of values without a percent sign, by column of percentages
     */
    public record Read(Records records, CellFormat cells, int odd, Map<String, Integer> unsigned) {
        public Read {
            unsigned = Collections.unmodifiableMap(new TreeMap<>(unsigned));
        }

        /**
         * Refuses numbers without a percent sign if those of the training rows have one.
         *
         * @param stated the columns whose number style the user states
         */
        public void refuseUnsigned(Collection<String> stated, Path file) {
            unsigned.forEach((column, count) -> {
                if (!stated.contains(column)) {
                    throw new InputException(Plural.format(
                            "%s: %d value[s] of column \"%s\" [has|have] no percent sign, but those of the training rows "
                                    + "have; write both in the same way, or state it: --numbers \"%s=percent\" "
                                    + "(12 means 12 %%) or \"%s=percent-share\" (0.12 means 12 %%)",
                            file, count, column, column, column));
                }
            });
        }

        /**
         * Refuses percentages where a detector was trained on numbers that are none: 12% could be its 12 or its 0.12.
         *
         * @param table how those were written
         * @param stated the columns whose number style the user states
         */
        public void refuseSigned(TableSchema table, Collection<String> stated, Path file) {
            new TreeMap<>(cells.numbers()).forEach((column, style) -> {
                if (style.isPercent()
                        && table.schema().column(column) >= 0
                        && table.cells().style(column).isEmpty()
                        && !stated.contains(column)) {
                    throw new InputException(
                            ("%s: column \"%s\" is written in percent, but that of the training rows was not; write it "
                                            + "as the training rows were, without percent signs")
                                    .formatted(file, column));
                }
            });
        }

        /** Refuses an array whose columns have no names and are more, or fewer, than those of the training rows. */
        public void refuseOtherWidth(Read other, Path file) {
            long own = numbered(records);
            long others = numbered(other.records);
            if (isArray(file) && own > 0 && own != others) {
                throw new InputException(Plural.format(
                        "%s: its table has %d column[s], but that of the training rows has %d; columns without names are matched by position",
                        file, others, own));
            }
        }

        private static long numbered(Records records) {
            return records.names().stream()
                    .filter(name -> Unnamed.ARRAY.matcher(name).matches())
                    .count();
        }

        /** Refuses rows of another file whose values are written differently, such as 12% where this one has 0.12. */
        public void refuseOtherwise(Read other, Path file) {
            if (cells.contradicts(records.columns(), other.cells, other.records.columns())) {
                throw new InputException(
                        "%s: its values are written differently (%s) from those of the training rows (%s); write both in the same way"
                                .formatted(file, other.cells.text(), cells.text()));
            }
        }
    }

    /** Reads everything, and detects the format of the values. */
    public Read open() {
        List<Path> paths = Paths.of(path);
        Table first = table(paths.get(0));
        List<Column> columns = first.columns();
        List<Note> notes = new ArrayList<>(first.notes());
        Map<Integer, String> flaws = new TreeMap<>(first.flaws());
        CellFormat cells = first.cells();
        int odd = first.odd();
        Map<String, Integer> unsigned = new TreeMap<>(first.unsigned());
        for (Path path : paths.subList(1, paths.size())) {
            Table next = table(path);
            cells = together(cells, columns, next, path);
            odd += next.odd();
            next.unsigned().forEach((column, count) -> unsigned.merge(column, count, Integer::sum));
            int before = columns.get(0).size();
            String otherwise = ofOtherKinds(columns, next);
            if (!otherwise.isEmpty()) {
                notes.add(new Note(
                        Note.Topic.CELLS,
                        "%s: contains texts where the files before it contain numbers, or numbers where they contain texts, so that these columns are read as texts: %s"
                                .formatted(path.getFileName(), otherwise),
                        "correct the values, or read the files one by one"));
            }
            columns = joined(columns, next, path);
            notes.addAll(next.notes());
            next.flaws().forEach((row, flaw) -> flaws.put(before + row, flaw));
        }
        Optional<String> when = time.or(first::time);
        if (columns.isEmpty()) {
            throw new InputException(path + ": every column is ignored; keep one");
        }
        Records records = Records.of(columns);
        when.flatMap(records::find).filter(column -> !column.kind().isNumeric()).ifPresent(column -> {
            throw new InputException(
                    ("%s, field %s: contains texts such as \"%s\" that are not times; write seconds since 1970 "
                                    + "or a date and time")
                            .formatted(path, column.name(), column.text(0)));
        });
        Optional<String> who = source.or(first::source);
        for (Optional<String> role : List.of(when, who)) {
            if (role.isPresent() && records.find(role.get()).isEmpty()) {
                throw new InputException(
                        "%s: has no column \"%s\", which is stated as time or source; the columns are %s"
                                .formatted(path, role.get(), records.names()));
            }
        }
        return new Read(records.withRoles(when, who).withNotes(notes).withFlaws(flaws), cells, odd, unsigned);
    }

    /** Whether a file is one of NumPy's, whose tables have no names. */
    private static boolean isArray(Path path) {
        return Kind.of(TextFile.ofData(Paths.of(path).get(0))) == Kind.NUMPY;
    }

    private static String ofOtherKinds(List<Column> columns, Table next) {
        return next.columns().stream()
                .filter(column -> !isBlank(column))
                .filter(column -> columns.stream()
                        .anyMatch(before -> before.name().equals(column.name())
                                && before.kind().isNumeric() != column.kind().isNumeric()
                                && !isBlank(before)))
                .map(Column::name)
                .collect(java.util.stream.Collectors.joining(", "));
    }

    /** The common format of the values of several files; refuses contradictory formats. */
    private static CellFormat together(CellFormat before, List<Column> columns, Table table, Path file) {
        CellFormat next = table.cells();
        if (before.contradicts(columns, next, table.columns())) {
            throw new InputException(
                    "%s: its values are written differently (%s) from those of the files before it (%s); read them one by one"
                            .formatted(file, next.text(), before.text()));
        }
        Map<String, NumberStyle> all = new TreeMap<>(before.numbers());
        all.putAll(next.numbers());
        CellFormat found = before.withNumbers(all);
        return found.time()
                        .filter(format -> !format.equals(TimeFormat.of(TimeFormat.ISO)))
                        .isPresent()
                ? found
                : next.time().map(found::withTime).orElse(found);
    }

    private Table table(Path one) {
        TextFile file = TextFile.ofData(one);
        Kind kind = Kind.of(file);
        return switch (kind) {
            case SEPARATED_TEXT -> SeparatedText.read(file, format, time);
            case PARQUET -> ParquetFile.read(file, format, time);
            case JSON -> JsonTable.read(file, format, time, event);
            case ARFF -> ArffFile.read(file, format);
            case LIBSVM -> LibsvmFile.read(file, format);
            case NUMPY -> NumpyFile.read(file, format, time);
            case ZEEK -> ZeekLog.read(file, format);
        };
    }

    /**
     * Appends the columns of the next file, which must have the same columns. Fields that are missing in a whole JSON
     * file are missing values there.
     */
    private static List<Column> joined(List<Column> columns, Table next, Path file) {
        List<String> names = columns.stream().map(Column::name).toList();
        List<String> others = next.columns().stream().map(Column::name).toList();
        List<String> missing =
                names.stream().filter(name -> !others.contains(name)).toList();
        List<String> extra =
                others.stream().filter(name -> !names.contains(name)).toList();
        if (!next.loose() && (!missing.isEmpty() || !extra.isEmpty())) {
            throw new InputException(
                    "%s: has other columns than the file before it: without %s, with %s; read them separately"
                            .formatted(file, missing, extra));
        }
        int before = columns.get(0).size();
        int more = next.columns().get(0).size();
        List<Column> joined = new ArrayList<>();
        for (Column column : columns) {
            int at = others.indexOf(column.name());
            joined.add(appended(
                    column, at < 0 ? blank(column, more) : next.columns().get(at)));
        }
        for (String name : extra) {
            Column column = next.columns().get(others.indexOf(name));
            joined.add(blank(column, before).append(column));
        }
        return joined;
    }

    /**
     * Appends one column to another. If their types differ, a column of missing values only takes the type of the
     * other; otherwise both become text.
     */
    private static Column appended(Column column, Column more) {
        if (column.kind() == more.kind()) {
            return column.append(more);
        }
        if (isBlank(more)) {
            return column.append(blank(column, more.size()));
        }
        return isBlank(column)
                ? blank(more, column.size()).append(more)
                : texts(column).append(texts(more));
    }

    private static boolean isBlank(Column column) {
        return java.util.stream.IntStream.range(0, column.size()).allMatch(column::missing);
    }

    /** A column of a type with only missing values. */
    private static Column blank(Column like, int size) {
        ColumnBuilder blank = new ColumnBuilder(like.name(), like.kind());
        for (int i = 0; i < size; i++) {
            if (blank.numeric()) {
                blank.number(Double.NaN);
            } else {
                blank.text("");
            }
        }
        return blank.build();
    }

    private static Column texts(Column column) {
        ColumnBuilder texts = new ColumnBuilder(column.name(), Column.Kind.TEXT);
        for (int i = 0; i < column.size(); i++) {
            texts.text(column.text(i));
        }
        return texts.build();
    }
}

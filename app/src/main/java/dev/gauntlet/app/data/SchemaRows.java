package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.Assembled;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rows of a file by the schema of a detector. */
public final class SchemaRows {
    private SchemaRows() {}

    /** The records of a file that are written as those that a detector learnt from. */
    public static Records read(Path file, TableSchema table) {
        FileSource.Read read = FileSource.of(file, table).open();
        read.refuseSigned(table, List.of(), file);
        return read.records();
    }

    /**
     * The rows of a file as a detector takes them; a column that is missing is named.
     *
     * @param notes takes how the file was read, and how many records gave no row
     */
    public static Dataset of(TableSchema table, Records records, Path file, Consumer<Note> notes) {
        return of(table, table.assembly()::assemble, records, file, notes);
    }

    /** The same with labels, or whatever else is done to them. */
    public static Dataset of(
            TableSchema table, Function<Records, Assembled> prepare, Records records, Path file, Consumer<Note> notes) {
        List<String> missing = table.assembly().missing(records.names());
        if (!missing.isEmpty()) {
            throw new InputException("%s: has no column %s, which the detector needs; the columns are %s"
                    .formatted(file, String.join(", ", missing), records.names()));
        }
        records.found().forEach(notes);
        Assembled assembled = prepare.apply(records);
        List<Assembled.Dropped> dropped = assembled.dropped();
        if (!dropped.isEmpty()) {
            notes.accept(new Note(
                    Note.Topic.ROWS,
                    "%s: %d of %d records could not be turned into rows and are left out; the first is record %d: %s"
                            .formatted(
                                    file,
                                    dropped.size(),
                                    records.size(),
                                    dropped.get(0).record(),
                                    dropped.get(0).reason()),
                    "correct them, or the bounds and categories in the schema"));
        }
        return assembled.rows();
    }
}

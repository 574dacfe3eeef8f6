package dev.gauntlet.app.data;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.file.RecordsFile;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.assemble.Completeness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The assemble step of a plan by itself: rows of its records, and their completeness. */
public final class AssembledTable {
    private final LoadedRecords opened;
    private final Dataset assembled;
    private final List<LeftOut> leftOut;

    private AssembledTable(LoadedRecords opened, Dataset assembled, List<LeftOut> leftOut) {
        this.opened = opened;
        this.assembled = assembled;
        this.leftOut = leftOut;
    }

    /** Runs the step. */
    public static AssembledTable of(Plan plan, Run run) {
        LoadedRecords opened = LoadedRecords.of(plan, Optional.empty(), run);
        Assembled assembled = opened.table().assembly().assemble(opened.records());
        return new AssembledTable(opened, assembled.rows(), LeftOut.of(assembled, opened.description()));
    }

    public Completeness.Report complete() {
        return opened.complete();
    }

    public int rows() {
        return assembled.size();
    }

    public int features() {
        return assembled.schema().width();
    }

    /** What a reader should know. */
    public List<String> notes() {
        List<Note> notes = new ArrayList<>(opened.notes());
        notes.addAll(Labelled.counted(leftOut));
        return Note.sentences(notes);
    }

    /** Writes the rows, and beside them their schema and what gave no row. */
    public void write(Path path) {
        RecordsFile.write(RowsTable.of(assembled, opened.records(), opened.label()), path);
        String name = String.valueOf(path.getFileName()).replaceFirst("(\\.(parquet|csv|jsonl?))?(\\.(gz|zst))?$", "");
        SchemaFile.write(
                path.resolveSibling(name + ".yaml"),
                RowsTable.schema(opened.table().withCells(opened.table().cells().ofParsed()), opened.label()));
        WholeFile.write(
                path.resolveSibling(name + ".left-out.csv"),
                LeftOut.csv(leftOut).getBytes(StandardCharsets.UTF_8));
    }
}

package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.remote.Probe;
import dev.gauntlet.adapters.remote.RemoteKernel;
import dev.gauntlet.adapters.remote.Target;
import dev.gauntlet.app.data.SchemaRows;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.nio.file.Path;
import java.util.Optional;

/** A target's answers to a few rows. */
public record TargetCheck(RemoteKernel kernel, Model model) {
    private static final int ROWS = 3;

    /**
     * Sends three rows to a target.
     *
     * @param schema what its inputs are; else what the target file says
     * @param data a file whose first rows are sent; else rows between the schema's bounds
     * @throws InputException if it does not answer, or its inputs are unknown
     */
    public static TargetCheck of(String target, Optional<Path> schema, Optional<Path> data) {
        Target read = Target.read(target);
        Path place = schema.or(read::schema)
                .orElseThrow(() -> new InputException(
                        target + ": its inputs are unknown; name their schema with --schema, or in the target file"));
        TableSchema stated = SchemaFile.read(place);
        Optional<Records> records = data.map(file -> FileSource.of(file, stated).read(Run.seeded(1)));
        if (!stated.automatic().isEmpty() && records.isEmpty()) {
            throw new InputException("%s: does not state %s; give rows to take it from with --data, or state it"
                    .formatted(
                            place,
                            stated.automatic().stream().sorted().findFirst().orElseThrow()));
        }
        TableSchema table =
                records.map(some -> SchemaFile.resolve(stated, some)).orElse(stated);
        Optional<Rows> known = records.map(some ->
                SchemaRows.of(table, some, data.orElseThrow(), note -> {}).rows());
        if (known.filter(rows -> rows.size() == 0).isPresent()) {
            throw new InputException(data.orElseThrow() + ": has no row that can be sent");
        }
        Schema inputs = table.schema();
        Rows asked = known.map(rows -> rows.slice(0, Math.min(ROWS, rows.size())))
                .orElseGet(() -> Probe.between(inputs, ROWS));
        RemoteKernel kernel = RemoteKernel.open(read, inputs, asked);
        return new TargetCheck(kernel, kernel.over(inputs));
    }
}

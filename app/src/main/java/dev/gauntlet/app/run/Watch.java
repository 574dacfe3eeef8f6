package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.monitor.Monitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A deployed detector, its reference rows and its live rows.
 *
 * @param model a bundle, or a registry's folder for its champion
 * @param trust the public key that must have signed it, if one is demanded
 * @param reference labelled rows, as those it was trained on
 * @param live rows as it sees them; they need no labels
 */
public record Watch(String model, Optional<Path> trust, Path reference, Path live) {
    /**
     * Compares them.
     *
     * @throws InputException if a file does not fit the bundle's schema
     */
    public Monitor.Drift drift(Monitor monitor, Run run) {
        GivenModel given = GivenModel.read(model, trust.map(Signer::read));
        TableSchema table = given.table()
                .orElseThrow(() ->
                        new InputException(model + ": has no schema, so its columns are unknown; monitor a bundle"));
        Model detector = given.deciding(table.schema());
        String label = table.label()
                .orElseThrow(() ->
                        new InputException(model + ": its schema names no label column; nothing can be compared"));
        Records known = FileSource.of(reference, table).read(run);
        Label step = new Label(label, Set.copyOf(table.benign()));
        Dataset before = step.apply(rows(table, known, reference), known);
        Dataset now = rows(table, FileSource.of(live, table).read(run), live);
        if (before.size() < 2 || now.size() < 2) {
            throw new InputException("%s and %s need at least two usable rows each but have %d and %d"
                    .formatted(reference, live, before.size(), now.size()));
        }
        return monitor.apply(detector, before, now, run);
    }

    /** The rows of a file as a detector takes them; a column that is missing is named. */
    static Dataset rows(TableSchema table, Records records, Path file) {
        List<String> missing = table.assembly().missing(records.names());
        if (!missing.isEmpty()) {
            throw new InputException("%s: has no column %s, which the detector needs; the columns are %s"
                    .formatted(file, String.join(", ", missing), records.names()));
        }
        return table.assembly().assemble(records).rows();
    }
}

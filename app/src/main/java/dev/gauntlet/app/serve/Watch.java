package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.app.data.Room;
import dev.gauntlet.app.data.SchemaRows;
import dev.gauntlet.app.detector.GivenModel;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.monitor.Monitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

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
     * @param notes takes what a person should know of how the files were read
     * @throws InputException if a file does not fit the bundle's schema
     */
    public Monitor.Drift drift(Monitor monitor, Run run, Consumer<Note> notes) {
        GivenModel given = GivenModel.read(model, trust.map(Signer::read));
        TableSchema table = given.table()
                .orElseThrow(() ->
                        new InputException(model + ": has no schema, so its columns are unknown; monitor a bundle"));
        Model detector = given.deciding(table.schema());
        String label = table.label()
                .orElseThrow(() ->
                        new InputException(model + ": its schema names no label column; nothing can be compared"));
        for (Path rows : List.of(reference, live)) {
            Room.TO_COMPARE.demand(rows, OptionalInt.of(table.assembly().reads().size() + 1));
        }
        Records known = SchemaRows.read(reference, table);
        Label step = new Label(label, Set.copyOf(table.benign()));
        Dataset before = step.apply(SchemaRows.of(table, known, reference, notes), known);
        Dataset now = SchemaRows.of(table, SchemaRows.read(live, table), live, notes);
        if (before.size() < 2 || now.size() < 2) {
            throw new InputException("%s and %s need at least two usable rows each but have %d and %d"
                    .formatted(reference, live, before.size(), now.size()));
        }
        Monitor.Drift drift = monitor.apply(detector, before, now, run);
        BlackBox.settle(detector);
        return drift;
    }
}

package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.CellFormat;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.data.GivenInputs;
import dev.gauntlet.app.data.Labelled;
import dev.gauntlet.app.data.LeftOut;
import dev.gauntlet.app.data.LoadedRecords;
import dev.gauntlet.app.data.Movable;
import dev.gauntlet.app.data.PartsFolder;
import dev.gauntlet.app.data.PlanFiles;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows of a plan's file, or of the embedded simulation, whose labels are not used.
 *
 * @param rows with the quantity of each, if one is estimated
 * @param notes what was found in the file
 * @param leftOut every record and row that is not used
 */
public record UnlabelledRows(
        Dataset rows, TableSchema table, String description, String digest, List<Note> notes, List<LeftOut> leftOut) {
    /** What columns of labels are usually called. */
    private static final Set<String> LABELS = Set.of(
            "label", "labels", "class", "classification", "attack", "attack_cat", "attack_type", "malicious", "target");

    public UnlabelledRows {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Records as they were read.
     *
     * @param cells how their cells were read; empty for a simulation
     * @param labels the label column, if there is one
     */
    private record Given(Records records, Optional<CellFormat> cells, Optional<String> labels, String name) {
        TableSchema told(TableSchema table) {
            return cells.map(table::withFound).orElse(table);
        }
    }

    /** Reads the file; its label column, if one is named, is no feature. */
    public static UnlabelledRows of(Plan plan, Optional<? extends GivenInputs> model, Run run) {
        Given given = read(plan, model, run);
        return of(plan, given, model, Optional.empty());
    }

    /** The same with the quantity in a column, which is no feature; rows without one are left out. */
    public static UnlabelledRows withQuantity(
            Plan plan, Optional<? extends GivenInputs> model, String target, Run run) {
        Given given = read(plan, model, run);
        Records records = given.records();
        Column column = records.find(target)
                .orElseThrow(() -> new InputException("--target %s: there is no such column%s; the columns are %s"
                        .formatted(target, Problems.didYouMean(target, records.names()), records.names())));
        if (!column.kind().isNumeric()) {
            throw new InputException("--target %s: contains texts such as \"%s\"; a quantity is a number"
                    .formatted(target, column.text(0)));
        }
        return of(plan, given, model, Optional.of(column));
    }

    private static UnlabelledRows of(
            Plan plan, Given given, Optional<? extends GivenInputs> model, Optional<Column> target) {
        Records records = given.records();
        List<String> fitting = new ArrayList<>();
        TableSchema table = table(plan, given, model, target.map(Column::name), fitting);
        Assembled assembled = table.assembly().assemble(records);
        String file = given.name();
        List<LeftOut> leftOut = new ArrayList<>(assembled.dropped().stream()
                .map(dropped -> new LeftOut(file, dropped.record(), dropped.reason()))
                .toList());
        Dataset rows = assembled.rows();
        if (target.isPresent()) {
            Map<Long, Double> quantities = new HashMap<>();
            for (int i = 0; i < records.size(); i++) {
                quantities.put(records.id(i), target.get().number(i));
            }
            rows = rows.withQuantities(IntStream.range(0, rows.size())
                    .mapToDouble(i -> quantities.getOrDefault(assembled.rows().id(i), Double.NaN))
                    .toArray());
            Dataset all = rows;
            IntStream.range(0, all.size())
                    .filter(i -> Double.isNaN(all.truth(i)))
                    .forEach(i -> leftOut.add(new LeftOut(file, all.id(i), "its quantity is missing")));
            rows = rows.select(IntStream.range(0, all.size())
                    .filter(i -> !Double.isNaN(all.truth(i)))
                    .toArray());
        }
        List<Note> notes = new ArrayList<>(records.found());
        notes.addAll(Labelled.counted(leftOut));
        notes.addAll(Note.others(fitting));
        if (given.cells().isPresent() && known(plan, model).isEmpty()) {
            notes.addAll(labelLike(plan, table));
            notes.addAll(Movable.of(plan, table, given.labels()));
        }
        return new UnlabelledRows(rows, table, file, records.digest(), notes, leftOut);
    }

    /** A note on each feature whose name says that it is a label, if none is stated: a detector would learn from it. */
    private static List<Note> labelLike(Plan plan, TableSchema table) {
        return table.schema().names().stream()
                .filter(name -> plan.table().label().isEmpty())
                .filter(name -> LABELS.contains(name.strip().toLowerCase(Locale.ROOT)))
                .map(name -> new Note(
                        Note.Topic.LEAK,
                        "column \"%s\" is used as a feature, and its name is that of a label".formatted(name),
                        "name it with --label, so that nothing is learnt from it"))
                .toList();
    }

    /** The notes as lines of a command. */
    List<String> lines() {
        return Note.sentences(notes).stream().map(note -> "note: " + note).toList();
    }

    private static Given read(Plan plan, Optional<? extends GivenInputs> model, Run run) {
        PartsFolder.of(plan).ifPresent(parts -> {
            throw new InputException("%s: is a split, which needs labels; name the rows themselves, such as %s"
                    .formatted(parts.folder(), parts.folder().resolve("train.parquet")));
        });
        if (plan.table().rows().isEmpty()) {
            Records records = new SimulatedNetwork().read(run.child("simulation"));
            return new Given(records, Optional.empty(), Optional.of("label"), "a simulated enterprise network");
        }
        String data = plan.table().rows().orElseThrow();
        FileSource.Read read = known(plan, model)
                .map(schema -> new PlanFiles(plan).whole(Path.of(data), schema))
                .orElseGet(() -> new PlanFiles(plan).free(Path.of(data)));
        return new Given(
                read.records(), Optional.of(read.cells()), LoadedRecords.unusedLabel(plan, read.records()), data);
    }

    /** The schema that the user or the model states. */
    private static Optional<TableSchema> known(Plan plan, Optional<? extends GivenInputs> model) {
        return plan.table()
                .schema()
                .map(file -> SchemaFile.read(Path.of(file)))
                .or(() -> model.flatMap(GivenInputs::table));
    }

    /** The schema, given or inferred, in which quantity and label are no features; the records have all that it reads. */
    private static TableSchema table(
            Plan plan,
            Given given,
            Optional<? extends GivenInputs> model,
            Optional<String> target,
            List<String> notes) {
        List<String> apart =
                Stream.concat(target.stream(), given.labels().stream()).toList();
        Optional<TableSchema> known = known(plan, model);
        TableSchema table = given.told(stated(plan, given.records(), known, apart))
                .scaled(plan.pipeline().scaling());
        TableSchema fitted = model.map(one -> one.fitted(
                        table,
                        known.isEmpty(),
                        name -> known.isPresent() && !known.get().automatic().contains(name + ".categories"),
                        Optional.of(given.records()),
                        notes))
                .orElse(table);
        LoadedRecords.refuseAnother(fitted, given.records(), Path.of(given.name()));
        return fitted;
    }

    private static TableSchema stated(Plan plan, Records records, Optional<TableSchema> known, List<String> apart) {
        if (known.isPresent()) {
            TableSchema given = known.get();
            apart.stream().filter(name -> given.schema().column(name) >= 0).forEach(name -> {
                throw new InputException("the schema has %s among its features; move it to ignored".formatted(name));
            });
            return SchemaFile.resolve(given, records);
        }
        Records left = Records.of(records.columns().stream()
                        .filter(column -> !apart.contains(column.name()))
                        .toList())
                .withRoles(records.time().map(Column::name), records.source().map(Column::name));
        TableSchema table = SchemaInference.infer(
                        left, Optional.empty(), List.of(), plan.table().transforms())
                .table();
        List<String> ignored = new ArrayList<>(table.ignored());
        ignored.addAll(apart);
        return new TableSchema(
                table.schema(),
                table.columns(),
                ignored,
                Optional.empty(),
                List.of(),
                table.time(),
                table.source(),
                table.automatic(),
                table.derive(),
                table.cells());
    }
}

package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.OddCells;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.plan.Labellers;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.label.Labelling;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The records of a plan, checked for completeness, with the schema by which rows are made of them.
 *
 * @param test the records of the test file, if there is one
 * @param known the records that a given model was trained on, and others, if they are named
 * @param label the labels of the records
 * @param complete the completeness of the records
 * @param notes what a reader should know
 */
public record LoadedRecords(
        Records records,
        Optional<Records> test,
        List<Records> known,
        TableSchema table,
        Label label,
        Completeness.Report complete,
        String description,
        List<Note> notes) {
    /** How many missing columns are named; more suggest another file. */
    private static final int NAMED = 5;
    /** Characters of {@code #} and a number that still is one. */
    private static final int LONGEST_PLACE = 9;

    public LoadedRecords {
        notes = List.copyOf(notes);
        known = List.copyOf(known);
    }

    /** Reads the plan's files, or simulates. */
    static LoadedRecords of(Plan plan, Optional<? extends GivenInputs> model, Run run) {
        if (isSimulated(plan)) {
            return simulated(plan, run);
        }
        demandRoom(plan, model.flatMap(GivenInputs::table));
        return read(plan, model);
    }

    private static void demandRoom(Plan plan, Optional<TableSchema> ofModel) {
        Optional<Path> rows = plan.table().rows().map(Path::of);
        if (rows.filter(Files::exists).isPresent() && plan.table().sql().isPresent()) {
            // A query sees all of it first.
            Room.TO_COMPARE.demand(rows.get(), OptionalInt.empty());
        } else if (rows.filter(Files::exists).isPresent()) {
            OptionalInt read = plan.table().schema().map(Path::of).map(SchemaFile::read).or(() -> ofModel).stream()
                    .mapToInt(table -> table.assembly().reads().size() + 1)
                    .findFirst();
            Room.TO_TRAIN.demand(rows.get(), read);
        }
    }

    /** Whether the records are those of the embedded simulation. */
    public static boolean isSimulated(Plan plan) {
        return plan.table().rows().isEmpty();
    }

    private static LoadedRecords simulated(Plan plan, Run run) {
        if (!plan.table().labellers().isEmpty()) {
            throw new InputException("labellers label the records in data; name them, or leave out labellers");
        }
        Records records = new SimulatedNetwork().read(run.child("simulation"));
        Label label = new Label("label", Set.of("benign"));
        SchemaInference inferred = SchemaInference.infer(records, Optional.of(label.column()), List.of("benign"));
        return new LoadedRecords(
                records,
                Optional.empty(),
                List.of(),
                inferred.table().scaled(plan.pipeline().scaling()),
                label,
                plan.cleaning().complete().apply(records, Optional.of(label.column())),
                "a simulated enterprise network",
                List.of());
    }

    private static LoadedRecords read(Plan plan, Optional<? extends GivenInputs> model) {
        if (plan.table().isHeldAlone() && plan.pipeline().model().isEmpty()) {
            throw new InputException("--test names test rows; also name training rows with --data, or a trained "
                    + "detector with --model");
        }
        Path path = Path.of(plan.table().rows().orElseThrow());
        String name = String.valueOf(path.getFileName());
        Optional<TableSchema> stated = plan.table()
                .schema()
                .map(Path::of)
                .map(SchemaFile::read)
                .map(table -> deriving(table, plan))
                .or(() -> model.flatMap(GivenInputs::table));
        boolean timesAsTexts = stated.map(TableSchema::hasTimesAsTexts).orElse(false);
        Optional<TableSchema> given = timesAsTexts ? stated.map(TableSchema::withoutTime) : stated;
        PlanFiles files = new PlanFiles(plan);
        FileSource.Read data = given.map(table -> files.by(path, table)).orElseGet(() -> files.free(path));
        Records read = data.records();
        given.ifPresent(one -> refuseAnother(one, read, path));
        if (plan.table().schema().isEmpty()) {
            given.ifPresent(one ->
                    data.refuseSigned(one, plan.table().reading().numbers().keySet(), path));
        }
        List<Note> notes = new ArrayList<>(read.found());
        if (timesAsTexts) {
            notes.add(new Note(
                    Note.Topic.TIME,
                    "the schema lists the time column as a category feature; it is not used as a feature",
                    "remove it from the features in the schema"));
        }
        String label = label(plan, given, read, path);
        Records records = labelled(plan, read, label, path, notes);
        Completeness.Report complete = complete(plan, records, label, name, notes);
        boolean asTheyAre = model.map(one -> one.takesColumns(records.names())).orElse(false);
        TableSchema resolved = SchemaFile.resolve(
                        given.orElseGet(() -> inferred(plan, records, label, asTheyAre, data, notes)), records)
                .withFound(data.cells())
                .scaled(plan.pipeline().scaling());
        List<String> fitting = new ArrayList<>();
        TableSchema table = fitted(model, given, resolved, records, fitting);
        notes.addAll(Note.others(fitting));
        notes.addAll(table.leaks(complete));
        refuseAnother(table, records, path);
        List<String> benign =
                plan.table().benign().isEmpty() ? table.benign() : plan.table().benign();
        if (benign.isEmpty()) {
            throw new InputException(
                    "--benign is needed: the text in column \"%s\" that means benign".formatted(label));
        }
        Function<Path, Records> alike = alike(plan, files, data, given, table, label, notes);
        Optional<Records> test = plan.table()
                .test()
                .filter(file -> !plan.table().isHeldAlone())
                .map(Path::of)
                .map(alike);
        List<Records> known = Stream.of(plan.table().members(), plan.table().nonMembers())
                .flatMap(Optional::stream)
                .map(Path::of)
                .map(alike)
                .toList();
        return new LoadedRecords(records, test, known, table, Labels.of(plan, label, benign), complete, name, notes);
    }

    /** Reads further files like the first. */
    private static Function<Path, Records> alike(
            Plan plan,
            PlanFiles files,
            FileSource.Read data,
            Optional<TableSchema> given,
            TableSchema table,
            String label,
            List<Note> notes) {
        Set<String> styled = new HashSet<>(plan.table().reading().numbers().keySet());
        given.ifPresent(one -> styled.addAll(one.cells().numbers().keySet()));
        return file -> {
            Records held = labelled(plan, held(data, files.by(file, table), styled, file, notes), label, file, notes);
            refuseAnother(table, held, file);
            return held;
        };
    }

    /** A table's schema as a given model takes it. */
    private static TableSchema fitted(
            Optional<? extends GivenInputs> model,
            Optional<TableSchema> given,
            TableSchema resolved,
            Records records,
            List<String> notes) {
        return model.map(one -> one.fitted(
                        resolved,
                        given.isEmpty(),
                        name -> given.isPresent() && !given.get().automatic().contains(name + ".categories"),
                        Optional.of(records),
                        notes))
                .orElse(resolved);
    }

    /** The SHA-256 of all that was read. */
    String digest() {
        return Stream.concat(Stream.concat(Stream.of(records), test.stream()), known.stream())
                .map(Records::digest)
                .collect(Collectors.joining());
    }

    /** The records with what the plan's labellers say as their label; the columns they filled are no features. */
    private static Records labelled(Plan plan, Records records, String label, Path path, List<Note> notes) {
        Labellers labellers = plan.table().labellers();
        if (labellers.isEmpty()) {
            return records;
        }
        Labelling labelling = labellers.of(records, path.toString());
        Labellers.told(labelling)
                .forEach(line -> notes.add(Note.other("labelled " + path.getFileName() + ": " + line.strip())));
        return Labellers.with(records.without(labellers.columns()), labelling, label);
    }

    /** Stops if something is missing in the records, or notes it, as the plan says. */
    private static Completeness.Report complete(
            Plan plan, Records records, String label, String name, List<Note> notes) {
        Completeness.Report report = plan.cleaning().complete().apply(records, Optional.of(label));
        List<String> faults =
                report.faults().stream().map(fault -> name + ": " + fault).toList();
        if (!faults.isEmpty() && !plan.cleaning().goOn()) {
            throw new InputException(faults);
        }
        faults.forEach(fault ->
                notes.add(new Note(Note.Topic.MISSING, fault, "add the data, or change complete: in the plan")));
        return report;
    }

    /** A schema with what the plan derives besides. */
    private static TableSchema deriving(TableSchema table, Plan plan) {
        try {
            return plan.table().transforms().map(table::deriving).orElse(table);
        } catch (IllegalArgumentException e) {
            throw new InputException("derive: " + e.getMessage());
        }
    }

    /** One message instead of many where a schema is of another file. */
    public static void refuseAnother(TableSchema table, Records records, Path path) {
        List<String> all = table.assembly().reads();
        List<String> missing = table.assembly().missing(records.names());
        if (missing.size() > NAMED) {
            throw new InputException(Plural.format(
                    "%d of %d schema column[s] [1:is|are] not in %s: %s, ...; is this the schema of this file?",
                    missing.size(), all.size(), path, String.join(", ", missing.subList(0, NAMED))));
        }
        if (!missing.isEmpty()) {
            throw new InputException(
                    missing.stream().map(name -> absent(name, records, path)).toList());
        }
    }

    private static String absent(String name, Records records, Path path) {
        return "%s: has no column \"%s\", which the schema names or derives from%s"
                .formatted(path, name, Problems.didYouMean(name, records.names()));
    }

    /** A schema of records of which none is given. A wrong guess of the benign label would invert every metric. */
    private static TableSchema inferred(
            Plan plan, Records records, String label, boolean asTheyAre, FileSource.Read data, List<Note> notes) {
        SchemaInference inferred = SchemaInference.infer(
                records,
                Optional.of(label),
                plan.table().benign(),
                plan.table().transforms().or(() -> asTheyAre ? Optional.of(List.of()) : Optional.empty()));
        if (!inferred.certain()) {
            throw new InputException("--benign is needed: which label in column \"%s\" means benign; %s"
                    .formatted(label, inferred.notes().get(0)));
        }
        notes.addAll(inferred.found());
        notes.addAll(Movable.of(
                plan,
                inferred.table(),
                Optional.of(label).filter(name -> plan.table().labellers().isEmpty())));
        Optional<OddCells> usual = data.odd() > 0 ? Optional.of(OddCells.MISSING) : Optional.empty();
        return plan.table()
                .reading()
                .odd()
                .or(() -> usual)
                .map(inferred.table()::withOdd)
                .orElse(inferred.table());
    }

    /** Records of the test file, written as the others are; its notes join the others. */
    private static Records held(
            FileSource.Read data, FileSource.Read test, Set<String> stated, Path file, List<Note> notes) {
        data.refuseOtherWidth(test, file);
        data.refuseOtherwise(test, file);
        test.refuseUnsigned(stated, file);
        notes.addAll(test.records().found());
        return test.records();
    }

    private static String label(Plan plan, Optional<TableSchema> given, Records records, Path path) {
        Optional<String> stated = plan.table().label().or(() -> given.flatMap(TableSchema::label));
        if (!plan.table().labellers().isEmpty()) {
            return stated.orElse("label");
        }
        String label = stated.orElseThrow(() ->
                new InputException("--label is needed: the label column of %s, by name or #number; the columns are %s"
                        .formatted(path, records.names())));
        return named(label, records);
    }

    /** The label column of records whose labels are not used, if one is stated. */
    public static Optional<String> unusedLabel(Plan plan, Records records) {
        Optional<String> label = plan.table().label().map(stated -> named(stated, records));
        label.filter(name -> records.find(name).isEmpty()).ifPresent(name -> {
            throw new InputException("--label %s: there is no such column%s; the columns are %s"
                    .formatted(name, Problems.didYouMean(name, records.names()), records.names()));
        });
        return label;
    }

    /** The name of a label column, which is stated by name or {@code #number}. */
    private static String named(String label, Records records) {
        if (!label.matches("#\\d+")) {
            return label;
        }
        int number = label.length() > LONGEST_PLACE ? 0 : Integer.parseInt(label.substring(1));
        if (number < 1 || number > records.columns().size()) {
            throw new InputException(Plural.format(
                    "--label %s: there [2:is|are] %d column[s]",
                    label, records.columns().size()));
        }
        return records.names().get(number - 1);
    }
}

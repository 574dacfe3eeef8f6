package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.SqlView;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Assembled;
import dev.gauntlet.process.Assembly;
import dev.gauntlet.process.FlowAssembly;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The first three steps of a plan: what was assembled, labelled and split.
 *
 * @param table what the schema file of the run folder states
 * @param notes what a reader should know, such as how many rows were dropped and why
 */
record Inputs(
        Split.Parts parts,
        Optional<RawData> raw,
        TableSchema table,
        String description,
        List<String> notes,
        String digest) {
    /** How many missing columns are named; more suggest another file. */
    private static final int NAMED = 5;

    Inputs {
        notes = List.copyOf(notes);
    }

    /** Runs assemble, label and split. */
    static Inputs of(Plan plan, Optional<TableSchema> modelTable, Run run) {
        Plan.Cut cut = plan.pipeline().cut();
        Split split = new Split(cut.by(), cut.testShare(), cut.validationShare());
        Labelled all = labelled(plan, modelTable, run);
        Split.Parts parts = cut(() -> all.parts(split, run.child("split")));
        return new Inputs(parts, all.raw, all.table, all.description, all.notes, all.digest).sanitised();
    }

    /**
     * The first two steps of a plan: what was assembled and labelled.
     *
     * @param test the rows of the test file, if there is one
     * @param groups what decides on which side of a cut each row lies, where it is not its source
     */
    record Labelled(
            Dataset rows,
            Optional<Dataset> test,
            Optional<List<String>> groups,
            Optional<RawData> raw,
            TableSchema table,
            String description,
            List<String> notes,
            String digest) {
        private Split.Parts parts(Split split, Run run) {
            List<String> together = groups.orElseGet(() -> Split.sources(rows));
            return test.map(held -> split.withGivenTest(rows, held, together, run))
                    .orElseGet(() -> split.apply(rows, together, run));
        }
    }

    /** Runs assemble and label. */
    static Labelled labelled(Plan plan, Optional<TableSchema> modelTable, Run run) {
        return plan.table().data().isPresent() ? fromFile(plan, modelTable, run) : simulated(run);
    }

    private static Labelled simulated(Run run) {
        Records records = new SimulatedNetwork().read(run.child("simulation"));
        Assembly assembly = new FlowAssembly();
        Label label = new Label("label", Set.of("benign"));
        List<String> names = label.names(List.of(records));
        Dataset rows = label.apply(assembly.assemble(records).rows(), records, names);
        RawData raw =
                new RawData(records, all -> label.apply(assembly.assemble(all).rows(), all, names), "label", "benign");
        TableSchema table = new TableSchema(
                assembly.schema(),
                List.of(),
                List.of(),
                Optional.of("label"),
                List.of("benign"),
                Optional.empty(),
                Optional.empty());
        return new Labelled(
                rows,
                Optional.empty(),
                Optional.empty(),
                Optional.of(raw),
                table,
                "a simulated enterprise network",
                List.of(),
                records.digest());
    }

    private static Labelled fromFile(Plan plan, Optional<TableSchema> modelTable, Run run) {
        Path path = Path.of(plan.table().data().orElseThrow());
        String name = String.valueOf(path.getFileName());
        List<String> notes = new ArrayList<>();
        Optional<TableSchema> given =
                plan.table().schema().map(Path::of).map(SchemaFile::read).or(() -> modelTable);
        Records records = given.map(table -> read(plan, path, table, run))
                .orElseGet(() -> viewed(plan, new FileSource(path).read(run)));
        given.ifPresent(table -> refuseAnother(table, records, path));
        String label = label(plan, given, records, path);
        TableSchema table = SchemaFile.resolve(
                given.orElseGet(() -> {
                    SchemaInference inferred = SchemaInference.infer(
                            records, Optional.of(label), plan.table().benign());
                    notes.addAll(inferred.notes());
                    return inferred.table();
                }),
                records);
        List<String> benign =
                plan.table().benign().isEmpty() ? table.benign() : plan.table().benign();
        if (benign.isEmpty()) {
            throw new InputException(
                    "--benign is needed: the name in column \"%s\" that means benign".formatted(label));
        }
        Label step = new Label(label, Set.copyOf(benign));
        Assembly assembly = table.assembly();
        Optional<Records> test = plan.table().test().map(file -> read(plan, Path.of(file), table, run));
        test.ifPresent(
                other -> refuseAnother(table, other, Path.of(plan.table().test().orElseThrow())));
        List<Records> tables = new ArrayList<>(List.of(records));
        test.ifPresent(tables::add);
        List<String> names = step.names(tables);
        Dataset rows = assembled(assembly, step, records, names, notes, name);
        Optional<List<String>> groups = plan.pipeline().cut().group().map(column -> groups(column, rows, records));
        Optional<Dataset> held = test.map(other -> assembled(assembly, step, other, names, notes, "the test file"));
        String digest = records.digest() + test.map(Records::digest).orElse("");
        return new Labelled(rows, held, groups, Optional.empty(), table, name, notes, digest);
    }

    /** One message instead of many where a schema is of another file. */
    private static void refuseAnother(TableSchema table, Records records, Path path) {
        List<String> all = table.schema().names();
        List<String> missing =
                all.stream().filter(name -> records.find(name).isEmpty()).toList();
        if (missing.size() > NAMED) {
            throw new InputException("%d of %d schema columns are not in %s: %s, ...; is this the schema of this file?"
                    .formatted(missing.size(), all.size(), path, String.join(", ", missing.subList(0, NAMED))));
        }
        if (!missing.isEmpty()) {
            throw new InputException(
                    missing.stream().map(name -> absent(name, records, path)).toList());
        }
    }

    private static String absent(String name, Records records, Path path) {
        return "%s: has no column \"%s\" of the schema%s"
                .formatted(path, name, Problems.didYouMean(name, records.names()));
    }

    /** What a column says of each row's record. */
    private static List<String> groups(String column, Dataset rows, Records records) {
        Column names = records.find(column)
                .orElseThrow(() -> new InputException("pipeline.group: there is no column \"%s\"%s; the columns are %s"
                        .formatted(column, Problems.didYouMean(column, records.names()), records.names())));
        Map<Long, String> byRecord = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            byRecord.put(records.id(i), names.text(i));
        }
        return IntStream.range(0, rows.size())
                .mapToObj(i -> byRecord.getOrDefault(rows.id(i), ""))
                .toList();
    }

    /** A cut that the data do not allow is the user's mistake. */
    private static Split.Parts cut(Supplier<Split.Parts> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw new InputException("pipeline.split: " + e.getMessage());
        }
    }

    /** A file as a schema describes it; what the query may still need is read too. */
    private static Records read(Plan plan, Path path, TableSchema table, Run run) {
        FileSource file = FileSource.of(path, table);
        return plan.table().sql().isPresent()
                ? viewed(
                        plan,
                        file.withFormat(file.format().withIgnored(List.of())).read(run))
                : file.read(run);
    }

    private static Records viewed(Plan plan, Records records) {
        return plan.table()
                .sql()
                .map(SqlView::new)
                .map(view -> view.apply(records))
                .orElse(records);
    }

    private static String label(Plan plan, Optional<TableSchema> given, Records records, Path path) {
        Optional<String> stated = plan.table().label().or(() -> given.flatMap(TableSchema::label));
        String label = stated.orElseThrow(() -> new InputException(
                "--label is needed: the column of %s that says what a row is, by name or #number; the columns are %s"
                        .formatted(path, records.names())));
        if (!label.matches("#\\d+")) {
            return label;
        }
        int number = Integer.parseInt(label.substring(1));
        if (number < 1 || number > records.columns().size()) {
            throw new InputException("--label %s: there are %d columns"
                    .formatted(label, records.columns().size()));
        }
        return records.names().get(number - 1);
    }

    private static Dataset assembled(
            Assembly assembly, Label step, Records records, List<String> names, List<String> notes, String file) {
        Assembled assembled = assembly.assemble(records);
        if (!assembled.dropped().isEmpty()) {
            notes.add("%s: %d rows dropped, the first because %s"
                    .formatted(
                            file,
                            assembled.dropped().size(),
                            assembled.dropped().get(0).reason()));
        }
        return step.apply(assembled.rows(), records, names);
    }

    /** The rows that have a label. */
    static Dataset withLabels(Dataset data) {
        int[] kept =
                IntStream.range(0, data.size()).filter(i -> data.label(i) >= 0).toArray();
        return kept.length == data.size() ? data : data.select(kept);
    }

    /** The same inputs with contradictory training rows left out, too few rows refused, and leaks told. */
    private Inputs sanitised() {
        Sanitise.Sanitised clean = new Sanitise().apply(parts.train());
        Split.Parts kept = new Split.Parts(clean.rows(), withLabels(parts.validation()), withLabels(parts.test()));
        List<String> all = new ArrayList<>(notes);
        int unlabelled = parts.validation().size()
                + parts.test().size()
                - kept.validation().size()
                - kept.test().size();
        if (unlabelled > 0) {
            all.add("%d validation and test rows without a label are left out: nothing can be measured on them"
                    .formatted(unlabelled));
        }
        if (!clean.contradictory().isEmpty()) {
            all.add("%d of %d training rows left out: rows of the same values are labelled both benign and malicious"
                    .formatted(clean.contradictory().size(), parts.train().size()));
        }
        for (Dataset part : List.of(kept.train(), kept.validation(), kept.test())) {
            if (part.maliciousRows().length < 4 || part.benignRows().length < 4) {
                throw new InputException(
                        "there are too few rows: training, validation and test parts each need at least 4 benign and 4"
                                + " malicious rows, but one has %d and %d; %d contradictory training rows were left out"
                                        .formatted(
                                                part.benignRows().length,
                                                part.maliciousRows().length,
                                                clean.contradictory().size()));
            }
        }
        int leaks = Split.duplicates(kept.test(), kept.train()).length;
        if (leaks > 0) {
            all.add("%d of %d test rows occur in training too, to the last value: figures flatter the detector"
                    .formatted(leaks, kept.test().size()));
        }
        return new Inputs(kept, raw, table, description, all, digest);
    }
}

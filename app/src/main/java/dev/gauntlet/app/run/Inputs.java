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
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.assemble.Assembly;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.assemble.FlowSchema;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The first three steps of a plan: what was assembled, labelled and split.
 *
 * @param table what the schema file of the run folder states
 * @param notes what a reader should know, such as how many rows were dropped and why
 * @param leftOut every record and row that is not used
 */
record Inputs(
        Split.Parts parts,
        Optional<RawData> raw,
        TableSchema table,
        String description,
        List<String> notes,
        List<LeftOut> leftOut,
        String digest) {
    /** How many missing columns are named; more suggest another file. */
    private static final int NAMED = 5;

    Inputs {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A record or row that is not used.
     *
     * @param record its number in its file, from 0
     */
    record LeftOut(String file, long record, String reason) {}

    /** Runs assemble, label and split. */
    static Inputs of(Plan plan, Optional<TableSchema> modelTable, Run run) {
        Plan.Cut cut = plan.pipeline().cut();
        Split split = new Split(cut.by(), cut.testShare(), cut.validationShare());
        Inputs inputs =
                plan.table().data().isPresent() ? fromFile(plan, modelTable, split, run) : simulated(split, run);
        return inputs.sanitised(plan.cleaning().sanitise());
    }

    private static Inputs simulated(Split split, Run run) {
        Records records = new SimulatedNetwork().read(run.child("simulation"));
        Assembly assembly = FlowSchema.assembly();
        Label label = new Label("label", Set.of("benign"));
        List<String> names = label.names(List.of(records));
        Dataset rows = label.apply(assembly.assemble(records).rows(), records, names);
        RawData raw =
                new RawData(records, all -> label.apply(assembly.assemble(all).rows(), all, names), "label", "benign");
        TableSchema table = SchemaInference.infer(records, Optional.of(label.column()), List.of("benign"))
                .table();
        Split.Parts parts = cut(() -> split.apply(rows, run.child("split")));
        return new Inputs(
                parts,
                Optional.of(raw),
                table,
                "a simulated enterprise network",
                List.of(),
                List.of(),
                records.digest());
    }

    private static Inputs fromFile(Plan plan, Optional<TableSchema> modelTable, Split split, Run run) {
        Path path = Path.of(plan.table().data().orElseThrow());
        String name = String.valueOf(path.getFileName());
        List<String> notes = new ArrayList<>();
        Optional<TableSchema> given = plan.table()
                .schema()
                .map(Path::of)
                .map(SchemaFile::read)
                .map(table -> deriving(table, plan))
                .or(() -> modelTable);
        Records records = given.map(table -> read(plan, path, table, run))
                .orElseGet(() -> viewed(plan, new FileSource(path).read(run)));
        given.ifPresent(table -> refuseAnother(table, records, path));
        notes.addAll(records.notes());
        String label = label(plan, given, records, path);
        complete(plan, records, label, name, notes);
        TableSchema table = SchemaFile.resolve(
                given.orElseGet(() -> {
                    SchemaInference inferred = SchemaInference.infer(
                            records,
                            Optional.of(label),
                            plan.table().benign(),
                            plan.table().transforms());
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
                held -> refuseAnother(table, held, Path.of(plan.table().test().orElseThrow())));
        List<Records> tables = new ArrayList<>(List.of(records));
        test.ifPresent(tables::add);
        List<String> names = step.names(tables);
        List<LeftOut> leftOut = new ArrayList<>();
        Dataset rows = assembled(assembly, step, records, names, leftOut, name);
        Optional<List<String>> groups = plan.pipeline().cut().group().map(column -> groups(column, rows, records));
        Split.Parts parts = cut(() -> test.map(held -> split.withGivenTest(
                        rows,
                        assembled(assembly, step, held, names, leftOut, "the test file"),
                        groups.orElseGet(() -> Split.sources(rows)),
                        run.child("split")))
                .orElseGet(() -> split.apply(rows, groups.orElseGet(() -> Split.sources(rows)), run.child("split"))));
        String digest = records.digest() + test.map(Records::digest).orElse("");
        notes.addAll(counted(leftOut));
        return new Inputs(parts, Optional.empty(), table, name, notes, leftOut, digest);
    }

    /** How many records of each file gave no row, and for what. */
    private static List<String> counted(List<LeftOut> leftOut) {
        Map<String, List<LeftOut>> byFile =
                leftOut.stream().collect(Collectors.groupingBy(LeftOut::file, LinkedHashMap::new, Collectors.toList()));
        return byFile.entrySet().stream()
                .map(file -> "%s: %d rows dropped, the first because %s"
                        .formatted(
                                file.getKey(),
                                file.getValue().size(),
                                file.getValue().get(0).reason()))
                .toList();
    }

    /** Stops at what the records lack, or notes it, as the plan says. */
    private static void complete(Plan plan, Records records, String label, String name, List<String> notes) {
        Completeness.Report report = plan.cleaning().complete().apply(records, Optional.of(label));
        List<String> faults =
                report.faults().stream().map(fault -> name + ": " + fault).toList();
        if (!faults.isEmpty() && !plan.cleaning().goOn()) {
            throw new InputException(faults);
        }
        notes.addAll(faults);
        report.warnings().stream()
                .filter(warning -> warning.contains("tells the class"))
                .forEach(notes::add);
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
    private static void refuseAnother(TableSchema table, Records records, Path path) {
        List<String> all = table.assembly().reads();
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
            Assembly assembly, Label step, Records records, List<String> names, List<LeftOut> leftOut, String file) {
        Assembled assembled = assembly.assemble(records);
        assembled.dropped().forEach(dropped -> leftOut.add(new LeftOut(file, dropped.record(), dropped.reason())));
        return step.apply(assembled.rows(), records, names);
    }

    private static Dataset labelled(Dataset data) {
        int[] kept =
                IntStream.range(0, data.size()).filter(i -> data.label(i) >= 0).toArray();
        return kept.length == data.size() ? data : data.select(kept);
    }

    /** The same inputs with training rows sanitised, too few rows refused, and leaks told. */
    private Inputs sanitised(Sanitise sanitise) {
        Sanitise.Sanitised clean = sanitise.apply(parts.train());
        Split.Parts kept = new Split.Parts(clean.rows(), labelled(parts.validation()), labelled(parts.test()));
        List<String> all = new ArrayList<>(notes);
        int unlabelled = parts.validation().size()
                + parts.test().size()
                - kept.validation().size()
                - kept.test().size();
        if (unlabelled > 0) {
            all.add("%d validation and test rows without a label are left out: nothing can be measured on them"
                    .formatted(unlabelled));
        }
        clean.counts()
                .forEach((step, count) -> all.add("%d of %d training rows left out: %s"
                        .formatted(count, parts.train().size(), why(step))));
        for (Dataset part : List.of(kept.train(), kept.validation(), kept.test())) {
            if (part.maliciousRows().length < 4 || part.benignRows().length < 4) {
                throw new InputException(
                        ("there are too few rows: training, validation and test parts each need at least 4 benign and 4"
                                        + " malicious rows, but one has %d and %d; %d training rows were left out when they were"
                                        + " sanitised")
                                .formatted(
                                        part.benignRows().length,
                                        part.maliciousRows().length,
                                        clean.dropped().size()));
            }
        }
        int leaks = Split.duplicates(kept.test(), kept.train()).length;
        if (leaks > 0) {
            all.add("%d of %d test rows occur in training too, to the last value: figures flatter the detector"
                    .formatted(leaks, kept.test().size()));
        }
        List<LeftOut> out = new ArrayList<>(leftOut);
        clean.dropped().forEach(row -> out.add(new LeftOut(description, row.row(), row.reason())));
        return new Inputs(kept, raw, table, description, all, out, digest);
    }

    private static String why(String step) {
        return switch (step) {
            case "contradictory" -> "rows of the same values are labelled both benign and malicious";
            case "impossible" -> "they break a bound or rule of the schema";
            case "duplicate" -> "copies of others";
            case "near-duplicate" -> "nearly copies of others";
            case "outlier" -> "a number lies far from the median of its label";
            default -> "one source gives more than its share";
        };
    }
}

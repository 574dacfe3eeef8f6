package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Assembled;
import dev.gauntlet.process.Assembly;
import dev.gauntlet.process.FlowAssembly;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.TableAssembly;
import dev.gauntlet.process.Train;
import dev.gauntlet.simulate.SimulatedNetwork;
import dev.gauntlet.threat.ThreatModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The clean process, run from source to detector.
 *
 * @param table what the schema file of the run folder states
 * @param notes what a reader should know, such as how many rows were dropped and why
 */
public record Prepared(
        Lab lab,
        TableSchema table,
        String description,
        boolean simulated,
        Policy.Outcome policy,
        List<String> notes,
        String dataDigest) {
    private static final int AUXILIARY = 4000;
    private static final double LEAST_RECALL = 0.5;
    private static final List<String> CANDIDATES = List.of("gradient-boosting", "random-forest", "neural-network");

    public Prepared {
        notes = List.copyOf(notes);
    }

    /** Runs assemble, label, split, train and the policy. */
    public static Prepared of(Plan plan, Run run) {
        return plan.data().isPresent() ? fromFile(plan, run) : simulated(plan, run);
    }

    private static Prepared simulated(Plan plan, Run run) {
        Records records = new SimulatedNetwork().read(run.child("simulation"));
        Assembly assembly = new FlowAssembly();
        Label label = new Label("label", Set.of("benign"));
        List<String> names = label.names(List.of(records));
        Dataset rows = label.apply(assembly.assemble(records).rows(), records, names);
        RawData raw =
                new RawData(records, all -> label.apply(assembly.assemble(all).rows(), all, names), "label", "benign");
        Split.Parts parts = new Split().apply(rows, run.child("split"));
        TableSchema table = new TableSchema(
                assembly.schema(),
                List.of(),
                List.of(),
                Optional.of("label"),
                List.of("benign"),
                Optional.empty(),
                Optional.empty());
        return trained(
                plan,
                parts,
                Optional.of(raw),
                table,
                "a simulated enterprise network",
                List.of(),
                run,
                records.digest());
    }

    private static Prepared fromFile(Plan plan, Run run) {
        Path path = Path.of(plan.data().orElseThrow());
        List<String> notes = new ArrayList<>();
        Optional<TableSchema> given = plan.schema().map(Path::of).map(SchemaFile::read);
        Records records = given.map(table -> FileSource.of(path, table))
                .orElseGet(() -> new FileSource(path))
                .read(run);
        Optional<String> stated = plan.label().or(() -> given.flatMap(TableSchema::label));
        String label = named(
                records,
                stated.orElseThrow(() -> new InputException(
                        "--label is needed: the column of %s that says what a row is, by name or #number; the columns are %s"
                                .formatted(path, records.names()))));
        TableSchema table = SchemaFile.resolve(
                given.orElseGet(() -> {
                    SchemaInference inferred = SchemaInference.infer(records, Optional.of(label), List.of());
                    notes.addAll(inferred.notes());
                    return inferred.table();
                }),
                records);
        List<String> benign = plan.benign().isEmpty() ? table.benign() : plan.benign();
        if (benign.isEmpty()) {
            throw new InputException(
                    "--benign is needed: the name in column \"%s\" that means benign".formatted(label));
        }
        Label step = new Label(label, Set.copyOf(benign));
        Assembly assembly = new TableAssembly(table.schema());
        Optional<Records> test =
                plan.test().map(file -> FileSource.of(Path.of(file), table).read(run));
        List<Records> tables = new ArrayList<>(List.of(records));
        test.ifPresent(tables::add);
        List<String> names = step.names(tables);
        Dataset rows = assembled(
                assembly, step, records, names, notes, path.getFileName().toString());
        Split.Parts parts = test.map(records2 -> {
                    Dataset held = assembled(assembly, step, records2, names, notes, "the test file");
                    return new Split().withGivenTest(rows, held, run.child("split"));
                })
                .orElseGet(() -> new Split().apply(rows, run.child("split")));
        String digest = records.digest() + test.map(Records::digest).orElse("");
        return trained(plan, parts, Optional.empty(), table, path.getFileName().toString(), notes, run, digest);
    }

    private static String named(Records records, String label) {
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

    private static Prepared trained(
            Plan plan,
            Split.Parts cut,
            Optional<RawData> raw,
            TableSchema table,
            String description,
            List<String> notes,
            Run run,
            String digest) {
        checkParts(cut);
        Dataset validation = cut.validation();
        int[] order = run.child("auxiliary").rng().permutation(validation.size());
        int half = Math.min(AUXILIARY, validation.size() / 2);
        Dataset auxiliary =
                validation.select(IntStream.of(order).limit(half).sorted().toArray());
        Dataset rest = validation.select(IntStream.of(order).skip(half).sorted().toArray());
        Split.Parts parts = new Split.Parts(cut.train(), rest, cut.test());
        List<Trainer> candidates = CANDIDATES.stream()
                .map(id -> Catalogue.named(Trainer.class, id))
                .toList();
        Policy.Outcome policy = new Policy(candidates, LEAST_RECALL, 3).apply(parts, plan.fpr(), run.child("train"));
        Lab lab = new Lab(
                parts,
                auxiliary,
                new Train(policy.trainer(), plan.fpr()),
                policy.model(),
                new RandomForest(60, 0, 1, 0),
                Catalogue.all(Trainer.class),
                raw,
                ThreatModel.standard().withBudget(plan.budget()),
                plan.victims());
        List<String> all = new ArrayList<>(notes);
        int leaks = Split.duplicates(parts.test(), parts.train()).length;
        if (leaks > 0) {
            all.add("%d of %d test rows occur in training too, to the last value: figures flatter the detector"
                    .formatted(leaks, parts.test().size()));
        }
        return new Prepared(lab, table, description, raw.isPresent(), policy, all, digest);
    }

    private static void checkParts(Split.Parts parts) {
        for (Dataset part : List.of(parts.train(), parts.validation(), parts.test())) {
            if (part.maliciousRows().length < 4 || part.benignRows().length < 4) {
                throw new InputException(
                        "there are too few rows: training, validation and test parts each need at least 4 benign and 4"
                                + " malicious rows, but one has %d and %d"
                                        .formatted(part.benignRows().length, part.maliciousRows().length));
            }
        }
    }
}

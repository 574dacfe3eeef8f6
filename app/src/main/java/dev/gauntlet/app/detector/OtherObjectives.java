package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.data.Inputs;
import dev.gauntlet.app.data.Labelled;
import dev.gauntlet.app.data.LeftOut;
import dev.gauntlet.app.data.Opened;
import dev.gauntlet.app.data.PartsFolder;
import dev.gauntlet.app.data.PlanFiles;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.evaluate.Errors;
import dev.gauntlet.process.evaluate.Kinds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Models other than binary detectors: multi-class, regression, and anomaly detection without
 * labels.
 */
public final class OtherObjectives {
    /** A quarter of the rows is held out to evaluate the estimates of a quantity. */
    private static final double HELD = 0.25;

    private final Plan plan;
    private final Run run;

    public OtherObjectives(Plan plan, Run run) {
        this.plan = plan;
        this.run = run;
    }

    /**
     * A model and its figures.
     *
     * @param lines figures, in words
     */
    public record Trained(BundleFile bundle, String setting, List<String> lines) {
        public Trained {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A detector that also classifies kinds of malicious rows; its threshold is set on validation rows, as any
     * detector's.
     */
    public Trained kinds() {
        Inputs inputs = Inputs.of(plan, Optional.empty(), run);
        Split.Parts parts = inputs.parts();
        Categorises trainer = algorithm(Categorises.class, "classifies kinds");
        Model model = inputs.steps()
                .train()
                .with(trainer)
                .calibrate(trainer.categorise(parts.train(), run.child(trainer.id())), parts.validation());
        List<String> lines = new ArrayList<>(lines(Kinds.of(model, parts.validation()), "validation rows"));
        lines.addAll(Note.sentences(inputs.notes()).stream()
                .map(note -> "note: " + note)
                .toList());
        return new Trained(
                bundle(model, inputs.table(), parts.train().labelNames(), trainer, inputs.digest()),
                trainer.toString(),
                lines);
    }

    /** The metrics of the kinds, one per line. */
    public static List<String> lines(Kinds kinds, String rows) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "accuracy on the %s %.3f [%.3f %.3f]; macro F1 %.3f",
                rows,
                kinds.accuracy().value(),
                kinds.accuracy().low(),
                kinds.accuracy().high(),
                kinds.macroF1()));
        for (Kinds.Kind kind : kinds.kinds()) {
            lines.add(Plural.format(
                    "%-20s recall %.3f, precision %.3f, %d row[s]%s",
                    kind.name(),
                    kind.recall().value(),
                    kind.precision().value(),
                    kind.recall().n(),
                    kind.mistaken().equals(kind.name()) ? "" : ", most often mistaken for " + kind.mistaken()));
        }
        return lines;
    }

    /** A model that estimates the quantity in a column. */
    public Trained quantity(String target) {
        FileSource.Read read = read();
        Records records = read.records();
        Column column = records.find(target)
                .orElseThrow(() -> new InputException("--target %s: there is no such column%s; the columns are %s"
                        .formatted(target, Problems.didYouMean(target, records.names()), records.names())));
        if (!column.kind().isNumeric()) {
            throw new InputException("--target %s: contains texts such as \"%s\"; a quantity is a number"
                    .formatted(target, column.text(0)));
        }
        TableSchema table = table(read, Optional.of(target));
        Assembled assembled = table.assembly().assemble(records);
        Dataset rows = assembled.rows();
        Map<Long, Double> quantities = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            quantities.put(records.id(i), column.number(i));
        }
        int[] order = run.child("held").rng().permutation(rows.size());
        int held = (int) (HELD * rows.size());
        Dataset test = rows.select(IntStream.of(order).limit(held).sorted().toArray());
        Dataset train = rows.select(IntStream.of(order).skip(held).sorted().toArray());
        Predicts trainer = algorithm(Predicts.class, "estimates a quantity");
        double[] truth = targets(train, quantities);
        Model model = trainer.predict(train, truth, run.child(trainer.id()));
        Errors errors = Errors.of(model.numbers(test.rows()), targets(test, quantities));
        double[] means = new double[test.size()];
        Arrays.fill(
                means,
                Arrays.stream(truth).filter(v -> !Double.isNaN(v)).average().orElse(0));
        Errors guess = Errors.of(means, targets(test, quantities));
        List<String> lines = new ArrayList<>();
        lines.add(Plural.format(
                "on %d held-out row[s]: mean absolute error %.4g, root mean squared error %.4g, R squared %.3f",
                errors.n(), errors.mean(), errors.root(), errors.determination()));
        lines.add(String.format(Locale.ROOT, "always predicting the mean: mean absolute error %.4g", guess.mean()));
        lines.addAll(notes(records, assembled));
        return new Trained(bundle(model, table, List.of(), trainer, records.digest()), trainer.toString(), lines);
    }

    private static double[] targets(Dataset rows, Map<Long, Double> quantities) {
        return IntStream.range(0, rows.size())
                .mapToDouble(i -> quantities.getOrDefault(rows.id(i), Double.NaN))
                .toArray();
    }

    /** An anomaly detector trained on unlabelled rows. */
    public Trained anomalies() {
        FileSource.Read read = read();
        Records records = read.records();
        TableSchema table = table(read, plan.table().label());
        Assembled assembled = table.assembly().assemble(records);
        Dataset rows = assembled.rows();
        Trainer trainer = plan.pipeline().trainers().stream()
                .filter(Trainer::unsupervised)
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "none of the algorithms is unsupervised; name one, such as --algorithm isolation-forest"));
        Model model = trainer.train(rows, run.child(trainer.id()));
        boolean[] alarms = model.alarms(rows.rows());
        int count = 0;
        for (boolean alarm : alarms) {
            count += alarm ? 1 : 0;
        }
        List<String> lines = new ArrayList<>();
        lines.add(Plural.format(
                "%d of %d row[s] [1:is flagged as an anomaly|are flagged as anomalies]; without labels this cannot be checked",
                count, rows.size()));
        lines.addAll(notes(records, assembled));
        return new Trained(bundle(model, table, List.of(), trainer, records.digest()), trainer.toString(), lines);
    }

    /** What was found in the file, and how many rows could not be used. */
    private List<String> notes(Records records, Assembled assembled) {
        String file = plan.table().data().orElseThrow();
        List<Note> notes = new ArrayList<>(records.found());
        notes.addAll(Labelled.counted(assembled.dropped().stream()
                .map(dropped -> new LeftOut(file, dropped.record(), dropped.reason()))
                .toList()));
        return Note.sentences(notes).stream().map(note -> "note: " + note).toList();
    }

    private FileSource.Read read() {
        PartsFolder.of(plan).ifPresent(parts -> {
            throw new InputException("%s: is a split, which needs labels; name the rows themselves, such as %s"
                    .formatted(parts.folder(), parts.folder().resolve("train.parquet")));
        });
        String data =
                plan.table().data().orElseThrow(() -> new InputException("--data is needed: the rows to train on"));
        return plan.table()
                .schema()
                .map(schema -> new PlanFiles(plan).whole(Path.of(data), SchemaFile.read(Path.of(schema))))
                .orElseGet(() -> new PlanFiles(plan).free(Path.of(data)));
    }

    /** The schema, given or inferred, of which one column is no feature; the records have all that it reads. */
    private TableSchema table(FileSource.Read read, Optional<String> apart) {
        Records records = read.records();
        TableSchema table = stated(records, apart).withFound(read.cells());
        Opened.refuseAnother(table, records, Path.of(plan.table().data().orElseThrow()));
        return table.scaled(plan.pipeline().scaling());
    }

    private TableSchema stated(Records records, Optional<String> apart) {
        if (plan.table().schema().isPresent()) {
            TableSchema given = SchemaFile.read(Path.of(plan.table().schema().get()));
            apart.filter(name -> given.schema().column(name) >= 0).ifPresent(name -> {
                throw new InputException("the schema has %s among its features; move it to ignored".formatted(name));
            });
            return SchemaFile.resolve(given, records);
        }
        Records left = Records.of(records.columns().stream()
                        .filter(column -> apart.filter(column.name()::equals).isEmpty())
                        .toList())
                .withRoles(records.time().map(Column::name), records.source().map(Column::name));
        TableSchema table = SchemaInference.infer(
                        left, Optional.empty(), List.of(), plan.table().transforms())
                .table();
        List<String> ignored = new ArrayList<>(table.ignored());
        apart.ifPresent(ignored::add);
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

    private <T extends Trainer> T algorithm(Class<T> kind, String does) {
        return plan.pipeline().trainers().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() ->
                        new InputException("none of the algorithms %s; name another with --algorithm".formatted(does)));
    }

    private BundleFile bundle(Model model, TableSchema table, List<String> labels, Trainer trainer, String dataDigest) {
        SortedMap<String, String> provenance = new TreeMap<>();
        provenance.put("algorithm", trainer.id());
        provenance.put("setting", trainer.toString());
        provenance.put("codeVersion", Build.version());
        provenance.put("dataDigest", dataDigest);
        provenance.put("seed", Long.toString(plan.seed()));
        return new BundleFile(model, table, new BundleFacts(labels, provenance, new TreeMap<>()));
    }
}

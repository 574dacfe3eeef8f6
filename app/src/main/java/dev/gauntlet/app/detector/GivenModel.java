package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.adapters.remote.Probe;
import dev.gauntlet.adapters.remote.Target;
import dev.gauntlet.app.data.GivenInputs;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A detector made elsewhere: a bundle, which carries its schema and threshold, alone or as the champion of a registry;
 * or the file of another program, which carries neither; or a target that is queried where it runs.
 */
public abstract sealed class GivenModel implements GivenInputs permits BundleModel, FileModel, TargetModel {
    /** Stands before a folder that is meant as a registry; a folder without it is taken for one too. */
    public static final String REGISTRY = "registry:";

    GivenModel() {}

    /** The model a plan names, if it does; where it names a key too, one that this key signed. */
    public static Optional<GivenModel> of(Plan whole) {
        Plan.Pipeline plan = whole.pipeline();
        if (plan.model().isEmpty() && plan.trust().isPresent()) {
            throw new InputException("--trust checks the signature of a given model; name the model with --model");
        }
        if (plan.model().isEmpty() && plan.rounds().isPresent()) {
            throw new InputException("--rounds selects the rounds of a given model; name the model with --model");
        }
        Optional<Signer> trust = plan.trust().map(Path::of).map(Signer::read);
        Optional<Integer> inputs = whole.table()
                .schema()
                .filter(schema -> plan.model().isPresent())
                .map(Path::of)
                .map(SchemaFile::read)
                .map(table -> table.schema().width());
        if (plan.model().isEmpty() && !plan.classes().isEmpty()) {
            throw new InputException("--classes names the classes of a given model; name the model with --model");
        }
        if (plan.classes().size() == 1
                || plan.classes().stream().distinct().count() < plan.classes().size()) {
            throw new InputException("--classes must name at least two, each once, but is " + plan.classes());
        }
        return plan.model()
                .map(model -> read(model, trust, plan.rounds(), inputs))
                .map(model -> plan.classes().isEmpty() ? model : model.naming(plan.classes()));
    }

    /**
     * The same model with names of its classes, in the order of its outputs.
     *
     * @throws InputException if it names them itself
     */
    abstract GivenModel naming(List<String> names);

    /**
     * The same model, which estimates a quantity.
     *
     * @throws InputException if it does not
     */
    GivenModel estimating() {
        return this;
    }

    /** Reads a model; where a key is named, one that this key signed. */
    public static GivenModel read(String model, Optional<Signer> trust) {
        return read(model, trust, Optional.empty(), Optional.empty());
    }

    /**
     * Reads a model.
     *
     * @param rounds which rounds of another program's file count, if the user states it
     * @param inputs how many features a row has, if the user states it and the file may not
     */
    static GivenModel read(String model, Optional<Signer> trust, Optional<Rounds> rounds, Optional<Integer> inputs) {
        if (Target.isNamed(model)) {
            if (trust.isPresent()) {
                throw new InputException(
                        "--trust: %s is a target, which runs elsewhere and has no signature; leave it out"
                                .formatted(model));
            }
            if (rounds.isPresent()) {
                throw new InputException(
                        "--rounds: %s is a target, whose rounds cannot be chosen; leave it out".formatted(model));
            }
            return new TargetModel(Target.read(model));
        }
        boolean said = model.startsWith(REGISTRY);
        Path named = Path.of(said ? model.substring(REGISTRY.length()) : model);
        Path made = named.resolve("model").resolve("detector.zip");
        // The detector in a run folder.
        Path path = !said && Files.isRegularFile(made) ? made : named;
        OtherFiles.refuse(path);
        if (said || Files.isDirectory(path)) {
            if (rounds.isPresent()) {
                throw new InputException(
                        "--rounds: %s is a registry, whose bundles have their rounds chosen; leave it out"
                                .formatted(path));
            }
            return BundleModel.champion(path, trust);
        }
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": there is no such model file");
        }
        if (!trust.isPresent() && !isZip(path)) {
            return new FileModel(ForeignFile.read(path, rounds, inputs));
        }
        if (rounds.isPresent()) {
            throw new InputException("--rounds: %s is a bundle, whose rounds were chosen when it was made; leave it out"
                    .formatted(path));
        }
        return BundleModel.of(path, trust);
    }

    private static boolean isZip(Path path) {
        try (var in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(2);
            return head.length == 2 && head[0] == 'P' && head[1] == 'K';
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + e.getMessage());
        }
    }

    /** The bundle in a file, in a run's folder, or the champion of a registry. */
    public static BundleFile bundle(String model) {
        Path zip = Path.of(model).resolve("model").resolve("detector.zip");
        boolean run = !Target.isNamed(model) && Files.isRegularFile(zip);
        return read(run ? zip.toString() : model, Optional.empty()).written(model);
    }

    /** The detector in a bundle, a registry or another program's file, over the schema it came with or numbers without bounds. */
    public static Model imported(Path file) {
        return read(file.toString(), Optional.empty()).imported();
    }

    /**
     * What can be written of it.
     *
     * @param model what the user called it
     */
    abstract BundleFile written(String model);

    /** The detector over the schema it came with, or numbers without bounds. */
    abstract Model imported();

    /** Where the model comes from and who signed it, as a sentence, if that was checked. */
    public Optional<String> origin() {
        return Optional.empty();
    }

    /** Its number in a registry, if it is from one. */
    public Optional<Integer> version() {
        return Optional.empty();
    }

    /** The shadows of the registry that this is the champion of, by their numbers. */
    public List<? extends GivenModel> shadows(Optional<Signer> trust) {
        return List.of();
    }

    /**
     * The same model, with the class first that labels call benign, if its file names its classes, or numbers them as the labels
     * are.
     *
     * @param labels the labels of the rows, the first of which stands for all benign ones
     */
    GivenModel calling(Collection<String> benign, List<String> labels) {
        return this;
    }

    @Override
    public TableSchema fitted(
            TableSchema table,
            boolean inferred,
            Predicate<String> stated,
            Optional<Records> records,
            List<String> notes) {
        return table;
    }

    @Override
    public boolean takesColumns(List<String> columns) {
        return false;
    }

    /** What is assumed about rows of a schema that cannot be changed any more. */
    List<String> assumed(Schema schema) {
        return List.of();
    }

    /** What decides about verdicts and was chosen when the model was read. */
    List<String> notes() {
        return List.of();
    }

    /** What the model states about itself. */
    public BundleFacts facts() {
        return BundleFacts.NONE;
    }

    /** The names of its classes in the order of its outputs; empty if it does not name them. */
    List<String> classes() {
        return facts().labels();
    }

    @Override
    public Optional<TableSchema> table() {
        return Optional.empty();
    }

    /** What it is if it is a target. */
    public Optional<Target> target() {
        return Optional.empty();
    }

    /** Whether the model came with a threshold, this being its detector. */
    public boolean hasThreshold(Model detector) {
        return false;
    }

    /** The detector over rows of a schema. */
    Model over(Schema schema) {
        return over(schema, Probe.between(schema, 3), Ledger.unkept());
    }

    /**
     * The detector over rows of a schema; some of these rows are sent to a target several times.
     *
     * @param ledger records the queries to a target
     */
    abstract Model over(Schema schema, Rows known, Ledger ledger);

    /**
     * Notes on the model: where it comes from, and what stands in for its training.
     *
     * @param trainer used in place of its algorithm
     */
    final void noted(Model model, Trainer trainer, List<Note> notes) {
        notes.addAll(Note.others(BlackBoxDetector.of(model)
                .map(BlackBoxDetector::before)
                .orElseGet(() -> List.of(
                        "the detector is a given model; where an attack retrains it, %s is used in place of its algorithm"
                                .formatted(trainer.id())))));
        notes.addAll(Note.others(notes()));
        origin().map(Note::other).ifPresent(notes::add);
    }

    /**
     * What a policy decides on a given model.
     *
     * @param recall on validation rows
     */
    static Policy.Decision decision(Model model, double recall) {
        return new Policy.Decision(
                model.trainer(),
                BlackBoxDetector.of(model).map(BlackBoxDetector::setting).orElse("given"),
                recall,
                Policy.Action.ACCEPT,
                "a given model is used unchanged");
    }

    /**
     * Refuses a model that tells classes apart where one of anomalies is meant.
     *
     * @throws InputException unless its answers are one score per row, or labels only
     */
    public static void refuseClasses(Model model) {
        boolean labels = model.kernel() instanceof BlackBox opaque && !opaque.showsScores() && model.outputs() == 2;
        if (model.scale() != Scores.Scale.DISTANCE && !labels) {
            throw new InputException(
                    ("--objective anomalies: %s %s; assess --objective %s or, if it is a target that says how unusual a row"
                                    + " is, state answer: score")
                            .formatted(
                                    model.trainer(),
                                    model.scale() == Scores.Scale.NUMBER
                                            ? "estimates a quantity"
                                            : "tells classes apart, which is learnt from labels",
                                    model.scale() == Scores.Scale.NUMBER ? "quantity" : "detect"));
        }
    }

    /** The detector over rows of a schema, with its own threshold. */
    public Model deciding(Schema schema) {
        return over(schema);
    }
}

package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.adapters.remote.Probe;
import dev.gauntlet.adapters.remote.Target;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A detector made elsewhere: a bundle, which carries its schema and threshold, alone or as the champion of a registry; or
 * the file of another program, which carries neither; or a target that is asked where it runs.
 */
public abstract sealed class GivenModel permits BundleModel, FileModel, TargetModel {
    /** Stands before a folder that is meant as a registry; a folder without it is taken for one too. */
    public static final String REGISTRY = "registry:";

    GivenModel() {}

    /** The model a plan names, if it does; where it names a key too, one that this key signed. */
    static Optional<GivenModel> of(Plan.Pipeline plan) {
        if (plan.model().isEmpty() && plan.trust().isPresent()) {
            throw new InputException("--trust names who must have signed a given model; name that too, with --model");
        }
        Optional<Signer> trust = plan.trust().map(Path::of).map(Signer::read);
        return plan.model().map(model -> read(model, trust));
    }

    static GivenModel read(String model, Optional<Signer> trust) {
        if (Target.isNamed(model)) {
            if (trust.isPresent()) {
                throw new InputException(
                        "--trust: %s is a target, which is asked where it runs and signed by nobody; leave it out"
                                .formatted(model));
            }
            return new TargetModel(Target.read(model));
        }
        boolean said = model.startsWith(REGISTRY);
        Path named = Path.of(said ? model.substring(REGISTRY.length()) : model);
        Path made = named.resolve("model").resolve("detector.zip");
        // The detector that a run folder holds.
        Path path = !said && Files.isRegularFile(made) ? made : named;
        OtherFiles.refuse(path);
        if (said || Files.isDirectory(path)) {
            return BundleModel.champion(path, trust);
        }
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": there is no such model file");
        }
        return trust.isPresent() || isZip(path) ? BundleModel.of(path, trust) : new FileModel(ForeignFile.read(path));
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
    Optional<String> origin() {
        return Optional.empty();
    }

    /** Its number in a registry, if it is from one. */
    Optional<Integer> version() {
        return Optional.empty();
    }

    /** The shadows of the registry that this is the champion of, by their numbers. */
    List<? extends GivenModel> shadows(Optional<Signer> trust) {
        return List.of();
    }

    /** The same model, if its file names its classes, with the one first that labels call benign. */
    GivenModel calling(Collection<String> benign) {
        return this;
    }

    /** What the model says of itself. */
    BundleFacts facts() {
        return BundleFacts.NONE;
    }

    /** The schema the model came with, if it did. */
    Optional<TableSchema> table() {
        return Optional.empty();
    }

    /** What it is if it is asked where it runs. */
    Optional<Target> target() {
        return Optional.empty();
    }

    /** Whether the model came with a threshold, this being its detector. */
    boolean hasThreshold(Model detector) {
        return false;
    }

    /** The detector over rows of a schema. */
    Model over(Schema schema) {
        return over(schema, Probe.between(schema, 3), Ledger.unkept());
    }

    /**
     * The detector over rows of a schema; a target is asked some of these rows several times.
     *
     * @param ledger takes down what a target is asked
     */
    abstract Model over(Schema schema, Rows known, Ledger ledger);

    /** The detector over rows of a schema, which says itself where it alarms. */
    Model deciding(Schema schema) {
        return over(schema);
    }
}

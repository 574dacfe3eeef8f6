package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.file.VerifiedBundle;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.registry.Registry;
import dev.gauntlet.adapters.registry.Stage;
import dev.gauntlet.adapters.registry.Version;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.adapters.remote.Probe;
import dev.gauntlet.adapters.remote.RemoteKernel;
import dev.gauntlet.adapters.remote.Target;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A detector made elsewhere: a bundle, which carries its schema and threshold, alone or as the champion of a registry; or
 * the file of another program, which carries neither; or a target that is asked where it runs.
 */
public final class GivenModel {
    /** Stands before a folder that is meant as a registry; a folder without it is taken for one too. */
    public static final String REGISTRY = "registry:";

    private static final int PROBES = 64;

    private final Path path;
    private final Optional<BundleFile> bundle;
    private final Optional<ForeignFile> foreign;
    private final Optional<Target> target;
    private final Optional<String> origin;
    private final Optional<Integer> version;

    private GivenModel(
            Path path,
            Optional<BundleFile> bundle,
            Optional<ForeignFile> foreign,
            Optional<Target> target,
            Optional<String> origin,
            Optional<Integer> version) {
        this.path = path;
        this.bundle = bundle;
        this.foreign = foreign;
        this.target = target;
        this.origin = origin;
        this.version = version;
    }

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
            return asked(model, trust);
        }
        boolean said = model.startsWith(REGISTRY);
        Path path = Path.of(said ? model.substring(REGISTRY.length()) : model);
        if (said || Files.isDirectory(path)) {
            return champion(path, trust);
        }
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": there is no such model file");
        }
        if (trust.isPresent()) {
            return verified(
                    path, VerifiedBundle.read(path, trust.stream().toList()), "the detector is", Optional.empty());
        }
        try {
            byte[] head;
            try (var in = Files.newInputStream(path)) {
                head = in.readNBytes(2);
            }
            return head.length == 2 && head[0] == 'P' && head[1] == 'K'
                    ? new GivenModel(
                            path,
                            Optional.of(BundleFile.read(path)),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty())
                    : new GivenModel(
                            path,
                            Optional.empty(),
                            Optional.of(ForeignFile.read(path)),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + e.getMessage());
        }
    }

    private static GivenModel asked(String model, Optional<Signer> trust) {
        if (trust.isPresent()) {
            throw new InputException(
                    "--trust: %s is a target, which is asked where it runs and signed by nobody; leave it out"
                            .formatted(model));
        }
        return new GivenModel(
                Path.of(""),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Target.read(model)),
                Optional.empty(),
                Optional.empty());
    }

    /** The bundle in a file, in a run's folder, or the champion of a registry. */
    public static BundleFile bundle(String model) {
        if (Target.isNamed(model)) {
            throw new InputException(model
                    + ": is a target, which is asked where it runs; what it has learnt is not here to be written");
        }
        Path written = Path.of(model).resolve("model").resolve("detector.zip");
        String place = Files.isRegularFile(written) ? written.toString() : model;
        return read(place, Optional.empty())
                .bundle
                .orElseThrow(() -> new InputException(
                        model + ": is no bundle but another program's model; gauntlet import makes a bundle of it"));
    }

    private static GivenModel champion(Path path, Optional<Signer> trust) {
        Registry registry = Registry.at(path, Clock.systemUTC());
        Version version = registry.champion()
                .orElseThrow(() -> new InputException(
                        "%s: the registry has no champion; make one with: gauntlet registry promote %s VERSION --to champion"
                                .formatted(path, path)));
        return registered(path, registry, version, "its champion,", trust);
    }

    /** The shadows of the registry that this is the champion of, by their numbers. */
    List<GivenModel> shadows(Optional<Signer> trust) {
        if (version.isEmpty()) {
            return List.of();
        }
        Registry registry = Registry.at(path, Clock.systemUTC());
        return registry.versions().stream()
                .filter(one -> one.stage() == Stage.SHADOW)
                .map(one -> registered(path, registry, one, "a shadow,", trust))
                .toList();
    }

    private static GivenModel registered(
            Path path, Registry registry, Version version, String role, Optional<Signer> trust) {
        VerifiedBundle read = registry.load(version);
        if (trust.isPresent()) {
            read = VerifiedBundle.read(
                    registry.bundle(version.number()), trust.stream().toList());
        }
        return verified(
                path,
                read,
                "the detector is version %d of a registry, %s".formatted(version.number(), role),
                Optional.of(version.number()));
    }

    private static GivenModel verified(Path path, VerifiedBundle read, String what, Optional<Integer> version) {
        return new GivenModel(
                path,
                Optional.of(read.bundle()),
                Optional.empty(),
                Optional.empty(),
                Optional.of("%s signed by %s".formatted(what, read.signer())),
                version);
    }

    /** Where the model comes from and who signed it, as a sentence, if that was checked. */
    Optional<String> origin() {
        return origin;
    }

    /** Its number in a registry, if it is from one. */
    Optional<Integer> version() {
        return version;
    }

    /** What the model says of itself. */
    BundleFacts facts() {
        return bundle.map(BundleFile::facts).orElse(BundleFacts.NONE);
    }

    /** The schema the model came with, if it did. */
    Optional<TableSchema> table() {
        return bundle.map(BundleFile::table)
                .or(() -> target.flatMap(Target::schema).map(SchemaFile::read));
    }

    /** What it is if it is asked where it runs. */
    Optional<Target> target() {
        return target;
    }

    /** Whether the model came with a threshold, this being its detector. */
    boolean hasThreshold(Model detector) {
        return bundle.isPresent() || (detector.kernel() instanceof RemoteKernel remote && remote.hasThreshold());
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
    Model over(Schema schema, Rows known, Ledger ledger) {
        if (target.isPresent()) {
            table().ifPresent(stated -> refuseOther(stated.schema(), schema));
            Rows probes = known.slice(0, Math.min(PROBES, known.size()));
            return RemoteKernel.open(target.get(), schema, probes, ledger).over(schema);
        }
        if (bundle.isPresent()) {
            Model model = bundle.get().model();
            if (!model.schema().digest().equals(schema.digest())) {
                throw new InputException(path + ": the bundle was made for another schema; leave --schema out");
            }
            return model;
        }
        return foreign.orElseThrow().over(schema);
    }

    /** The detector over rows of a schema, which says itself where it alarms. */
    Model deciding(Schema schema) {
        Model detector = over(schema);
        if (target.isPresent() && !hasThreshold(detector)) {
            throw new InputException("%s: answers with %s, and nothing says from which on a row is malicious; state"
                            .formatted(
                                    target.get().name(),
                                    ((RemoteKernel) detector.kernel()).answer().plural())
                    + " threshold in its target file");
        }
        return detector;
    }

    private void refuseOther(Schema stated, Schema schema) {
        var names = stated.features().stream().map(Feature::name).toList();
        if (!names.equals(schema.features().stream().map(Feature::name).toList())) {
            throw new InputException("%s: takes the features of its own schema, in their order; leave --schema out"
                    .formatted(target.orElseThrow().name()));
        }
    }
}

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
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Opaque;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A detector made elsewhere: a bundle, which carries its schema and threshold, alone or as the champion of a registry; or
 * the file of another program, which carries neither; or a target that is asked where it runs.
 */
public abstract sealed class GivenModel {
    /** Stands before a folder that is meant as a registry; a folder without it is taken for one too. */
    public static final String REGISTRY = "registry:";

    private static final int PROBES = 64;

    private GivenModel() {}

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
            return new Asked(Target.read(model));
        }
        boolean said = model.startsWith(REGISTRY);
        Path path = Path.of(said ? model.substring(REGISTRY.length()) : model);
        OtherFiles.refuse(path);
        if (said || Files.isDirectory(path)) {
            return champion(path, trust);
        }
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": there is no such model file");
        }
        if (trust.isPresent()) {
            VerifiedBundle read = VerifiedBundle.read(path, trust.stream().toList());
            return new Bundled(path, read.bundle(), signed("the detector is", read), Optional.empty());
        }
        return isZip(path)
                ? new Bundled(path, BundleFile.read(path), Optional.empty(), Optional.empty())
                : new Foreign(ForeignFile.read(path), Optional.empty());
    }

    private static boolean isZip(Path path) {
        try (var in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(2);
            return head.length == 2 && head[0] == 'P' && head[1] == 'K';
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read: " + e.getMessage());
        }
    }

    private static GivenModel champion(Path path, Optional<Signer> trust) {
        Registry registry = Registry.at(path, Clock.systemUTC());
        Version version = registry.champion()
                .orElseThrow(() -> new InputException(
                        "%s: the registry has no champion; make one with: gauntlet registry promote %s VERSION --to champion"
                                .formatted(path, path)));
        return registered(path, registry, version, "its champion,", trust);
    }

    private static Bundled registered(
            Path path, Registry registry, Version version, String role, Optional<Signer> trust) {
        VerifiedBundle read = registry.load(version);
        if (trust.isPresent()) {
            read = VerifiedBundle.read(
                    registry.bundle(version.number()), trust.stream().toList());
        }
        String what = "the detector is version %d of a registry, %s".formatted(version.number(), role);
        return new Bundled(path, read.bundle(), signed(what, read), Optional.of(version.number()));
    }

    private static Optional<String> signed(String what, VerifiedBundle read) {
        return Optional.of("%s signed by %s".formatted(what, read.signer()));
    }

    /** The bundle in a file, in a run's folder, or the champion of a registry. */
    public static BundleFile bundle(String model) {
        Path written = Path.of(model).resolve("model").resolve("detector.zip");
        boolean run = !Target.isNamed(model) && Files.isRegularFile(written);
        GivenModel given = read(run ? written.toString() : model, Optional.empty());
        if (given instanceof Bundled bundled) {
            return bundled.bundle;
        }
        throw new InputException(model
                + (given instanceof Asked
                        ? ": is a target, which is asked where it runs; what it has learnt is not here to be written"
                        : ": is no bundle but another program's model; gauntlet import makes a bundle of it"));
    }

    /** The detector in a bundle, a registry or another program's file, over the schema it came with or numbers without bounds. */
    public static Model imported(Path file) {
        GivenModel given = read(file.toString(), Optional.empty());
        if (given instanceof Bundled bundled) {
            return bundled.bundle.model();
        }
        if (given instanceof Foreign foreign) {
            return foreign.file.over(foreign.file.model().inferred());
        }
        throw new InputException(
                file + ": is a target, which is asked where it runs; there is no model in it to import");
    }

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

    /** A bundle, alone or a version of a registry. */
    private static final class Bundled extends GivenModel {
        private final Path path;
        private final BundleFile bundle;
        private final Optional<String> origin;
        private final Optional<Integer> version;

        private Bundled(Path path, BundleFile bundle, Optional<String> origin, Optional<Integer> version) {
            this.path = path;
            this.bundle = bundle;
            this.origin = origin;
            this.version = version;
        }

        @Override
        Optional<String> origin() {
            return origin;
        }

        @Override
        Optional<Integer> version() {
            return version;
        }

        @Override
        List<? extends GivenModel> shadows(Optional<Signer> trust) {
            if (version.isEmpty()) {
                return List.of();
            }
            Registry registry = Registry.at(path, Clock.systemUTC());
            return registry.versions().stream()
                    .filter(one -> one.stage() == Stage.SHADOW)
                    .map(one -> registered(path, registry, one, "a shadow,", trust))
                    .toList();
        }

        @Override
        BundleFacts facts() {
            return bundle.facts();
        }

        @Override
        Optional<TableSchema> table() {
            return Optional.of(bundle.table());
        }

        @Override
        boolean hasThreshold(Model detector) {
            return true;
        }

        @Override
        Model over(Schema schema, Rows known, Ledger ledger) {
            if (!bundle.model().schema().digest().equals(schema.digest())) {
                throw new InputException(path + ": the bundle was made for another schema; leave --schema out");
            }
            return bundle.model();
        }
    }

    /** The file of another program. */
    private static final class Foreign extends GivenModel {
        private final ForeignFile file;
        private final Optional<String> benign;

        private Foreign(ForeignFile file, Optional<String> benign) {
            this.file = file;
            this.benign = benign;
        }

        @Override
        Optional<String> origin() {
            return benign.map("its class \"%s\", which is not its first, is benign, as the labels have it"::formatted);
        }

        @Override
        GivenModel calling(Collection<String> names) {
            return file.calling(names)
                    .<GivenModel>map(turned -> new Foreign(
                            turned, Optional.of(turned.model().labels().get(0))))
                    .orElse(this);
        }

        /** Labels alone leave no threshold to choose. */
        @Override
        boolean hasThreshold(Model detector) {
            return detector.kernel() instanceof Opaque opaque && !opaque.showsScores();
        }

        @Override
        Model over(Schema schema, Rows known, Ledger ledger) {
            return file.over(schema);
        }
    }

    /** A target that is asked where it runs. */
    private static final class Asked extends GivenModel {
        private final Target target;

        private Asked(Target target) {
            this.target = target;
        }

        @Override
        Optional<Target> target() {
            return Optional.of(target);
        }

        @Override
        Optional<TableSchema> table() {
            return target.schema().map(SchemaFile::read);
        }

        @Override
        boolean hasThreshold(Model detector) {
            return detector.kernel() instanceof RemoteKernel remote && remote.hasThreshold();
        }

        @Override
        Model over(Schema schema, Rows known, Ledger ledger) {
            table().ifPresent(stated -> refuseOther(stated.schema(), schema));
            Rows probes = known.slice(0, Math.min(PROBES, known.size()));
            return RemoteKernel.open(target, schema, probes, ledger).over(schema);
        }

        @Override
        Model deciding(Schema schema) {
            Model detector = over(schema);
            if (!hasThreshold(detector)) {
                throw new InputException("%s: answers with %s, and nothing says from which on a row is malicious; state"
                                .formatted(
                                        target.name(),
                                        ((RemoteKernel) detector.kernel())
                                                .answer()
                                                .plural())
                        + " threshold in its target file");
            }
            return detector;
        }

        private void refuseOther(Schema stated, Schema schema) {
            if (!stated.names().equals(schema.names())) {
                throw new InputException("%s: takes the features of its own schema, in their order; leave --schema out"
                        .formatted(target.name()));
            }
        }
    }
}

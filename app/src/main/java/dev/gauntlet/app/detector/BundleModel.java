package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.file.VerifiedBundle;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.registry.Registry;
import dev.gauntlet.adapters.registry.Stage;
import dev.gauntlet.adapters.registry.Version;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A bundle, alone or a version of a registry. */
final class BundleModel extends GivenModel {
    private final Path path;
    private final BundleFile bundle;
    private final Optional<String> origin;
    private final Optional<Integer> version;

    private BundleModel(Path path, BundleFile bundle, Optional<String> origin, Optional<Integer> version) {
        this.path = path;
        this.bundle = bundle;
        this.origin = origin;
        this.version = version;
    }

    /** A bundle; where a key is named, one that it signed. */
    static BundleModel of(Path path, Optional<Signer> trust) {
        if (trust.isEmpty()) {
            return new BundleModel(path, BundleFile.read(path), Optional.empty(), Optional.empty());
        }
        VerifiedBundle read = VerifiedBundle.read(path, trust.stream().toList());
        return new BundleModel(path, read.bundle(), signed("the detector is", read), Optional.empty());
    }

    static BundleModel champion(Path path, Optional<Signer> trust) {
        Registry registry = Registry.at(path, Clock.systemUTC());
        Version version = registry.champion()
                .orElseThrow(() -> new InputException(
                        "%s: the registry has no champion; make one with: gauntlet registry promote %s VERSION --to champion"
                                .formatted(path, path)));
        return registered(path, registry, version, "its champion,", trust);
    }

    private static BundleModel registered(
            Path path, Registry registry, Version version, String role, Optional<Signer> trust) {
        VerifiedBundle read = registry.load(version);
        if (trust.isPresent()) {
            read = VerifiedBundle.read(
                    registry.bundle(version.number()), trust.stream().toList());
        }
        String what = "the detector is version %d of a registry, %s".formatted(version.number(), role);
        return new BundleModel(path, read.bundle(), signed(what, read), Optional.of(version.number()));
    }

    private static Optional<String> signed(String what, VerifiedBundle read) {
        return Optional.of("%s signed by %s".formatted(what, read.signer()));
    }

    @Override
    BundleFile written(String model) {
        return bundle;
    }

    @Override
    Model imported() {
        return bundle.model();
    }

    @Override
    public Optional<String> origin() {
        return origin;
    }

    @Override
    GivenModel naming(List<String> names) {
        List<String> own = facts().labels();
        if (!own.stream().allMatch(name -> name.matches("-?\\d+"))) {
            throw new InputException("--classes: %s names its classes itself, %s; leave them out".formatted(path, own));
        }
        if (bundle.model().outputs() != names.size()) {
            throw new InputException("--classes: %s has %d classes, and %d are named"
                    .formatted(path, bundle.model().outputs(), names.size()));
        }
        BundleFile named = new BundleFile(bundle.model(), bundle.table(), facts().withLabels(names));
        return new BundleModel(path, named, origin, version);
    }

    @Override
    GivenModel estimating() {
        if (bundle.model().scale() != Scores.Scale.NUMBER) {
            throw new InputException(
                    path + ": --objective quantity: the bundle is a detector, and estimates no quantity");
        }
        return this;
    }

    @Override
    public Optional<Integer> version() {
        return version;
    }

    @Override
    public List<? extends GivenModel> shadows(Optional<Signer> trust) {
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
    public BundleFacts facts() {
        return bundle.facts();
    }

    @Override
    public Optional<TableSchema> table() {
        return Optional.of(bundle.table());
    }

    @Override
    public boolean hasThreshold(Model detector) {
        return true;
    }

    @Override
    Model over(Schema schema, Rows known, Ledger ledger) {
        if (!bundle.model().schema().digest().equals(schema.digest())) {
            throw new InputException(path
                    + ": the bundle was made for another schema than that of these rows; name rows of its own with --data, and "
                    + "leave --schema out");
        }
        return bundle.model();
    }
}

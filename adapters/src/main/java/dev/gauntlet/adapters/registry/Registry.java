package dev.gauntlet.adapters.registry;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.OneWriter;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.VerifiedBundle;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.base.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The versions of a detector in a folder: {@code registry.json}, which is replaced whole at every change;
 * {@code history.jsonl}, which grows by a line at every change; {@code versions/N/detector.zip} and {@code bom.json},
 * which never change; and {@code lock}. A change that fails, or is interrupted, has not happened.
 */
public final class Registry {
    static final String LOCK = "lock";

    private static final String BUNDLE = "detector.zip";
    private static final String BOM = "bom.json";
    private static final int PATIENCE = 10_000;

    private final Path folder;
    private final Clock clock;
    private final int patience;
    private final StateFile file;

    /** What a change does: to the state, and the files it needs. */
    private record Work(State.Step step, Runnable files) {
        Work(State.Step step) {
            this(step, () -> {});
        }
    }

    private Registry(Path folder, Clock clock, int patience) {
        this.folder = folder;
        this.clock = clock;
        this.patience = patience;
        this.file = new StateFile(folder);
    }

    /** Whether a folder holds a registry. */
    public static boolean isAt(Path folder) {
        return new StateFile(folder).isThere();
    }

    /**
     * A registry that is there.
     *
     * @throws InputException if there is none
     */
    public static Registry at(Path folder, Clock clock) {
        Registry registry = new Registry(folder, clock, PATIENCE);
        if (registry.file.isLost()) {
            registry.state();
        }
        if (!isAt(folder)) {
            throw new InputException("%s: %s; make one with: gauntlet deploy BUNDLE --registry %s --key NAME.key"
                    .formatted(
                            folder,
                            Files.isDirectory(folder) ? "this folder is not a registry" : "there is no such registry",
                            folder));
        }
        return registry;
    }

    /** A registry that is there, or one to be made in a new or empty folder at its first change. */
    public static Registry in(Path folder, Clock clock) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException(folder + ": is a file; name a folder");
        }
        return new Registry(folder, clock, PATIENCE);
    }

    /** The same registry, with a timeout in milliseconds for another writer. */
    Registry withPatience(int millis) {
        return new Registry(folder, clock, millis);
    }

    public List<Version> versions() {
        return state().versions();
    }

    /** One version; refused if there is none of that number. */
    public Version version(int number) {
        return named(() -> state().version(number));
    }

    /** The champion, if there is one. */
    public Optional<Version> champion() {
        return state().champion();
    }

    /** The keys whose signatures are accepted. */
    public List<Signer> trusted() {
        return signers(state());
    }

    /** Every change, oldest first; refused if a line of it was altered. */
    public List<Change> history() {
        return file.changes();
    }

    /** The bundle file of a version. */
    public Path bundle(int version) {
        return file.place(version).resolve(BUNDLE);
    }

    /** The bill of materials of a version. */
    public Path bom(int version) {
        return file.place(version).resolve(BOM);
    }

    /** Whether a file is one that a version has, or such a one half written. */
    static boolean isOfVersion(Path file) {
        String name = file.getFileName().toString();
        return Stream.of(BUNDLE, BOM)
                .anyMatch(own -> name.equals(own) || (name.startsWith("." + own + ".") && name.endsWith(".part")));
    }

    /** The bundle of a version, refused if it is not the one that was added or its signature does not fit. */
    public VerifiedBundle load(Version version) {
        List<Signer> signers = trusted().stream()
                .filter(signer -> signer.id().equals(version.key()))
                .toList();
        if (signers.isEmpty()) {
            throw new InputException("%s: version %d is signed by a key the registry does not trust"
                    .formatted(folder, version.number()));
        }
        VerifiedBundle read = VerifiedBundle.read(bundle(version.number()), signers);
        if (!read.sha256().equals(version.sha256())) {
            throw new InputException("%s: is not the file that was added as version %d: its SHA-256 differs"
                    .formatted(bundle(version.number()), version.number()));
        }
        return read;
    }

    /** Accepts signatures of a key from now on. */
    public void trust(Signer signer) {
        change(state -> new Work(named(() -> state.trust(signer))));
    }

    /** Signs a bundle and adds it as a candidate. The first key to sign is trusted; any other must be before. */
    public Version add(BundleFile bundle, SigningKey key) {
        return changed(state -> {
            boolean first = state.trusted().isEmpty();
            State knowing = first ? state.trust(key.signer()).next() : state;
            if (signers(knowing).stream()
                    .noneMatch(s -> s.id().equals(key.signer().id()))) {
                throw new InputException(
                        "%s: the key %s is not trusted here; trust it with: gauntlet registry trust %s %s"
                                .formatted(
                                        folder,
                                        key.signer(),
                                        folder,
                                        key.signer().name() + Signer.ENDING));
            }
            return placed(knowing, bundle.signed(key), folder, first ? ", its key trusted from now on" : "");
        });
    }

    /** Adds a bundle file that a trusted key signed elsewhere, as it is. */
    public Version addSigned(Path path) {
        byte[] packed = VerifiedBundle.bytes(path);
        if (trusted().isEmpty()) {
            throw new InputException(
                    "%s: trusts no key yet; sign with --key NAME.key, or trust one with: gauntlet registry trust %s NAME.pub"
                            .formatted(folder, folder));
        }
        return changed(state -> placed(state, packed, path, ""));
    }

    /** The files of a new version are not used before the state lists them. */
    private Work placed(State state, byte[] packed, Path path, String note) {
        VerifiedBundle read = VerifiedBundle.of(path, packed, signers(state));
        Version version = new Version(
                state.versions().size() + 1,
                Stage.CANDIDATE,
                read.bundle().model().trainer(),
                read.sha256(),
                read.bytes(),
                read.signer().name(),
                read.signer().id(),
                now());
        byte[] bill = MlBom.of(version, read.bundle()).json();
        return new Work(state.add(version, note), () -> {
            WholeFile.makeFolder(file.place(version.number()));
            WholeFile.write(bundle(version.number()), packed);
            WholeFile.write(bom(version.number()), bill);
        });
    }

    private static List<Signer> signers(State state) {
        return state.trusted().stream().map(TrustedKey::signer).toList();
    }

    /** Moves a version up, to the next stage if none is named; a new champion retires the previous one. */
    public Version promote(int number, Optional<Stage> wanted) {
        return changed(state -> new Work(named(() -> state.promote(number, wanted))));
    }

    /** Retires the champion and restores the previous one. */
    public Version rollBack() {
        return changed(state -> new Work(named(state::rollBack)));
    }

    /** Retires a candidate or shadow. */
    public Version retire(int number) {
        return changed(state -> new Work(named(() -> state.retire(number))));
    }

    private Version changed(Function<State, Work> work) {
        State after = change(work);
        return after.version(after.last().version());
    }

    /** One change under the lock. */
    private State change(Function<State, Work> plan) {
        state();
        WholeFile.makeFolder(folder);
        String otherwise = "%s: the registry is locked by another process that writes to it; try again when it is done"
                .formatted(folder);
        return OneWriter.holding(folder.resolve(LOCK), patience, otherwise, () -> {
            State before = file.recovered();
            Work work = plan.apply(before);
            State.Step step = work.step;
            Change change = new Change(
                    before.last().number() + 1,
                    now(),
                    step.what(),
                    step.version(),
                    step.outcome(),
                    step.signer(),
                    step.key(),
                    History.digest(before.last()),
                    step.next().digest());
            State after = step.next().closed(change);
            file.change(before, after, work.files);
            return after;
        });
    }

    /** Prefixes messages about versions with the folder. */
    private <T> T named(Supplier<T> work) {
        try {
            return work.get();
        } catch (InputException e) {
            throw new InputException(folder + ": " + e.getMessage());
        }
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private State state() {
        return file.read();
    }
}

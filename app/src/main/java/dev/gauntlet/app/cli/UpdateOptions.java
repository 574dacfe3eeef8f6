package dev.gauntlet.app.cli;

import dev.gauntlet.base.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The rows, the key and the dry run for retraining a registry's champion. */
final class UpdateOptions {
    @Option(names = "--known", paramLabel = "FILE", description = "labelled rows the champion may have been trained on")
    private @Nullable Path known;

    @Option(names = "--fresh", paramLabel = "FILE", description = "labelled rows that arrived after the known ones")
    private @Nullable Path fresh;

    @Option(names = "--sealed", paramLabel = "FILE", description = "labelled rows that no detector is trained on")
    private @Nullable Path sealed;

    @Option(
            names = "--canaries",
            paramLabel = "FILE",
            description = "malicious rows that must still be detected; kept write-protected")
    private @Nullable Path canaries;

    @Option(names = "--key", paramLabel = "NAME.key", description = "the private key that signs the challenger")
    private @Nullable Path key;

    @Option(names = "--dry-run", description = "compare only: nothing is added or promoted")
    private boolean dryRun;

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    /** Names every option that is missing. */
    void refuseMissing() {
        Problems problems = new Problems();
        List<String> missing = new ArrayList<>();
        check(known, "--known FILE", missing);
        check(fresh, "--fresh FILE", missing);
        check(sealed, "--sealed FILE", missing);
        check(canaries, "--canaries FILE", missing);
        check(dryRun ? Path.of("") : key, "--key NAME.key", missing);
        missing.forEach(option -> problems.add(option + " is needed to retrain a registry's champion"));
        problems.throwIfAny();
    }

    private static void check(@Nullable Path given, String option, List<String> missing) {
        if (given == null) {
            missing.add(option);
        }
    }

    Path known() {
        return given(known);
    }

    Path fresh() {
        return given(fresh);
    }

    Path sealed() {
        return given(sealed);
    }

    Path canaries() {
        return given(canaries);
    }

    Optional<Path> key() {
        return Optional.ofNullable(key);
    }

    boolean dryRun() {
        return dryRun;
    }

    PassphraseOption passphrase() {
        return passphrase;
    }

    private static Path given(@Nullable Path path) {
        if (path == null) {
            throw new IllegalStateException("refuseMissing comes first");
        }
        return path;
    }
}

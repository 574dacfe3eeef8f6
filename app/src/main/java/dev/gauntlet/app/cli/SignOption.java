package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.key.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The key that signs the folder of a run. */
final class SignOption {
    @Option(
            names = "--key",
            paramLabel = "NAME.key",
            description =
                    "a private key that signs the files of the run, for \"gauntlet verify DIR --trust NAME.pub\"; "
                            + "NAME.pub must be in the same folder")
    private @Nullable Path key;

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    /** The key, if one is named; read at once, so that a mistake is seen before the run. */
    Optional<SigningKey> key() {
        Path named = key;
        return named == null ? Optional.empty() : Optional.of(SigningKey.read(named, () -> passphrase.forKey(named)));
    }
}

package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.key.Passphrase;
import dev.gauntlet.base.InputException;
import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the passphrase of a private key comes from: a file, or the terminal, which does not show it. */
final class PassphraseOption {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "a file whose first line is the passphrase of the key; otherwise an encrypted key asks for it "
                            + "at the terminal")
    private @Nullable Path file;

    /** The passphrase in the file, if one is named. */
    Optional<Passphrase> given() {
        return Optional.ofNullable(file).map(Passphrase::read);
    }

    /** The passphrase of a key that is locked. */
    Passphrase forKey(Path key) {
        return given().orElseGet(() -> asked("passphrase of " + key));
    }

    /** A passphrase for a new key, typed twice. */
    Passphrase chosen() {
        return given().orElseGet(() -> {
            String first = typed("new passphrase");
            if (!first.equals(typed("repeat it"))) {
                throw new InputException("the two passphrases differ; nothing was written");
            }
            return Passphrase.of(first, "the terminal");
        });
    }

    private static Passphrase asked(String what) {
        return Passphrase.of(typed(what), "the terminal");
    }

    // Before Java 22 there is no console where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static String typed(String what) {
        Console console = System.console();
        char[] typed = console == null || !isTerminal(console) ? null : console.readPassword("%s: ", what);
        if (typed == null) {
            throw new InputException(
                    "a passphrase is needed and there is no terminal to ask at; name a file with --passphrase-file");
        }
        return new String(typed);
    }

    private static boolean isTerminal(Console console) {
        try {
            return Console.class.getMethod("isTerminal").invoke(console).equals(true);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}

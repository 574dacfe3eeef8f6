package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.Modes;
import dev.gauntlet.adapters.key.Passphrase;
import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.defence.verdict.SessionTags;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and shows the keys that sign bundles and seal verdicts. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description =
                "Makes and shows the Ed25519 keys that sign bundles, and makes the secret keys that seal verdicts.",
        footer = {
            "",
            "Examples:",
            "  gauntlet key new soc",
            "  gauntlet key show soc.pub",
            "  gauntlet key seal seal.key"
        })
final class KeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return Main.DONE;
    }

    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a key pair: NAME.key signs and stays private, NAME.pub verifies and goes to everyone who "
                        + "loads bundles.",
                "",
                "The private key is PKCS#8, which OpenSSL reads, and only you can read its file (mode 600). With "
                        + "a passphrase it is also encrypted (PBES2, AES-256)."
            },
            footer = {"", "Examples:", "  gauntlet key new soc --passphrase", "  gauntlet key new build --out /secure"})
    int make(
            @Parameters(paramLabel = "NAME", description = "the name of the key, shown with its " + "signatures")
                    String name,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = ".",
                            description = "the folder (default: " + "the current one)")
                    Path folder,
            @Option(names = "--passphrase", description = "ask for a passphrase at the terminal, without showing it")
                    boolean ask,
            @Mixin PassphraseOption passphrase) {
        SigningKey key = SigningKey.make(name);
        Optional<Passphrase> lock = ask ? Optional.of(passphrase.chosen()) : passphrase.given();
        WholeFile.makeFolder(folder);
        key.write(folder, lock);
        PrintWriter out = spec.commandLine().getOut();
        Path secret = folder.resolve(name + SigningKey.ENDING).normalize();
        out.printf("%s signs; keep it private%s%n", secret, lock.isPresent() ? ", with its passphrase" : "");
        out.printf(
                "%s verifies; give it to everyone who loads your bundles%n",
                folder.resolve(name + Signer.ENDING).normalize());
        out.printf("id %s%n", key.signer().id());
        out.flush();
        if (lock.isEmpty()) {
            say("the private key is not encrypted; --passphrase encrypts it");
        }
        if (!Modes.at(secret)) {
            say("this file system has no file modes, so other users of this machine may be able to read " + secret);
        }
        return Main.DONE;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints name and id of a public key; the id is the SHA-256 of its X.509 form.",
            footer = {"", "Example:", "  gauntlet key show soc.pub"})
    int show(@Parameters(paramLabel = "KEY.pub", description = "a public key file") Path file) {
        Signer signer = Signer.read(file);
        spec.commandLine().getOut().printf("%s %s%n", signer.name(), signer.id());
        spec.commandLine().getOut().flush();
        return Main.DONE;
    }

    @Command(
            name = "seal",
            mixinStandardHelpOptions = true,
            description = {
                "Makes the secret key that seals verdicts: 256 random bits as hexadecimal digits, in a file that only "
                        + "you can read (mode 600).",
                "",
                "Who checks verdicts needs the same key, and could also seal others; give it to nobody else."
            },
            footer = {"", "Example:", "  gauntlet key seal seal.key"})
    int seal(@Parameters(paramLabel = "FILE", description = "the file of the key; it must not exist") Path file) {
        SealKey key = SealKey.make(file);
        spec.commandLine()
                .getOut()
                .printf(
                        "%s seals verdicts and checks them; keep it secret%nid %s%n",
                        file, SessionTags.keyId(key.bytes()));
        spec.commandLine().getOut().flush();
        if (!Modes.at(file)) {
            say("this file system has no file modes, so other users of this machine may be able to read " + file);
        }
        return Main.DONE;
    }

    private void say(String note) {
        spec.commandLine().getErr().println("gauntlet: " + note);
    }
}

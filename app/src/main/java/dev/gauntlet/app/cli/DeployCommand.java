package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.Modes;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.adapters.registry.Registry;
import dev.gauntlet.adapters.registry.Version;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a bundle to a registry. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = {
            "Signs a bundle and adds it to a registry as a candidate, with a bill of materials (CycloneDX 1.6).",
            "",
            "The registry is a folder; it is created if it does not exist. The first key that signs is trusted; "
                    + "add further keys first with: gauntlet registry trust. Without --key the bundle must "
                    + "already be signed by a trusted key and is stored unchanged."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet deploy gauntlet-run-1 --registry detectors --key soc.key",
            "  gauntlet deploy staging/versions/3/detector.zip --registry production",
            "then:",
            "  gauntlet registry promote detectors 1"
        })
final class DeployCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "a bundle, or a run folder (its model/detector.zip is used)")
    private @Nullable String word;

    @Mixin
    private ModelOption option = new ModelOption();

    @Option(
            names = "--registry",
            paramLabel = "DIR",
            required = true,
            description = "the registry; created if it " + "does not exist")
    private Path folder = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "NAME.key",
            description = "the private key that signs; NAME.pub must be in the same folder")
    private @Nullable Path key;

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Override
    public Integer call() {
        Path bundle = Path.of(option.of(Optional.ofNullable(word)));
        Path file = Files.isDirectory(bundle) ? bundle.resolve("model").resolve("detector.zip") : bundle;
        Registry registry = Registry.in(folder, Clock.systemUTC());
        Path signing = key;
        Version version = signing == null
                ? registry.addSigned(file)
                : registry.add(BundleFile.read(file), SigningKey.read(signing, () -> passphrase.forKey(signing)));
        if (signing != null && Modes.isOpenToOthers(signing)) {
            spec.commandLine()
                    .getErr()
                    .printf("gauntlet: other users can read %s; restrict it with: chmod 600 %s%n", signing, signing);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "version %d is a %s, signed by %s (%s)%n",
                version.number(), version.stage().word(), version.signer(), Signer.shortId(version.key()));
        out.printf("%s is its bill of materials%n", registry.bom(version.number()));
        out.flush();
        return Main.DONE;
    }
}

package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.VerifiedBundle;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.base.Plural;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a bundle against keys. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Checks that a bundle is byte for byte what one of the trusted keys signed; if not, the exit code "
                        + "is 2 and the entry that is changed, missing or unexpected is named.",
        footer = {"", "Example:", "  gauntlet verify detector.zip --trust soc.pub"})
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "the bundle")
    private Path bundle = Path.of("");

    @Option(names = "--trust", paramLabel = "KEY.pub", required = true, description = "a public key; can be repeated")
    private List<Path> trust = List.of();

    @Override
    public Integer call() {
        VerifiedBundle read =
                VerifiedBundle.read(bundle, trust.stream().map(Signer::read).toList());
        PrintWriter out = spec.commandLine().getOut();
        out.print(Plural.format(
                "%s: %d entr[y|ies], signed by %s%n", bundle, read.entries().size(), read.signer()));
        out.print(Plural.format(
                "%s, %d feature[s], threshold %s%n",
                read.bundle().model().trainer(),
                read.bundle().model().schema().width(),
                read.bundle().model().threshold()));
        read.bundle().facts().provenance().forEach((name, fact) -> out.printf("%s: %s%n", name, fact));
        out.flush();
        return Main.DONE;
    }
}

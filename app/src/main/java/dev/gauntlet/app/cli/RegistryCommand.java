package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.VerifiedBundle;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.registry.Change;
import dev.gauntlet.adapters.registry.Registry;
import dev.gauntlet.adapters.registry.Stage;
import dev.gauntlet.adapters.registry.Version;
import dev.gauntlet.app.report.Words;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import dev.gauntlet.measure.Interval;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the versions of a detector and moves them between stages. */
@Command(
        name = "registry",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the versions of a detector in a registry and moves them between stages.",
            "",
            "gauntlet deploy adds a version as a candidate. A shadow scores the same rows as the champion for "
                    + "comparison. The champion gives the verdicts; there is only one. A new champion retires the "
                    + "previous one; rollback restores it."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet registry list detectors",
            "  gauntlet registry promote detectors 2                  to the next stage",
            "  gauntlet registry promote detectors 2 --to champion",
            "  gauntlet registry rollback detectors",
            "  gauntlet registry history detectors"
        })
final class RegistryCommand implements Callable<Integer> {
    private static final String DIR = "the registry";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return Main.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static Registry at(Path folder) {
        return Registry.at(folder, Clock.systemUTC());
    }

    private int done(Version version) {
        out().printf("version %d is now %s%n", version.number(), article(version.stage()));
        out().flush();
        return Main.DONE;
    }

    private static String article(Stage stage) {
        return switch (stage) {
            case CANDIDATE, SHADOW -> "a " + stage.word();
            case CHAMPION -> "the champion";
            case RETIRED -> stage.word();
        };
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Prints every version, one per line.")
    int list(@Parameters(paramLabel = "DIR", description = DIR) Path folder) {
        List<Version> versions = at(folder).versions();
        out().printf("%7s  %-9s  %-20s  %-20s  %s%n", "VERSION", "STAGE", "ADDED", "ALGORITHM", "SIGNED BY");
        for (Version v : versions) {
            out().printf(
                            "%7d  %-9s  %-20s  %-20s  %s (%s)%n",
                            v.number(), v.stage().word(), v.added(), v.trainer(), v.signer(), Signer.shortId(v.key()));
        }
        out().flush();
        return Main.DONE;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Verifies one version and prints its details and origin.")
    int show(
            @Parameters(index = "0", paramLabel = "DIR", description = DIR) Path folder,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "VERSION",
                            description = "the version (default: " + "the champion)")
                    @Nullable
                    Integer number) {
        Registry registry = at(folder);
        Version version =
                number == null ? registry.champion().orElseThrow(() -> noChampion(folder)) : registry.version(number);
        VerifiedBundle read = registry.load(version);
        out().printf("version %d, %s%n", version.number(), version.stage().word());
        out().printf("added %s, signed by %s %s; verified%n", version.added(), version.signer(), version.key());
        out().printf("%s, sha256 %s%n", registry.bundle(version.number()), version.sha256());
        out().print(Plural.format(
                "%s, %d feature[s], threshold %s%n",
                version.trainer(),
                read.bundle().model().schema().width(),
                read.bundle().model().threshold()));
        print(read.bundle().facts());
        out().flush();
        return Main.DONE;
    }

    private static InputException noChampion(Path folder) {
        return new InputException(folder + ": the registry has no champion; name a version");
    }

    private void print(BundleFacts facts) {
        out().printf("labels: %s%n", Printable.line(String.join(", ", facts.labels())));
        facts.provenance()
                .forEach((name, fact) ->
                        out().printf("%s: %s%n", Printable.of(name), Printable.line(Words.setting(fact))));
        facts.metrics().forEach((name, figure) -> out().printf("%s: %s%n", Printable.of(name), text(figure)));
    }

    private static String text(Interval figure) {
        return figure.n() == 0
                ? String.format(Locale.ROOT, "%.3f", figure.value())
                : String.format(
                        Locale.ROOT, "%.3f [%.3f %.3f], n %d", figure.value(), figure.low(), figure.high(), figure.n());
    }

    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = "Moves a version up to the next stage; a new champion retires the previous one.")
    int promote(
            @Parameters(index = "0", paramLabel = "DIR", description = DIR) Path folder,
            @Parameters(index = "1", paramLabel = "VERSION", description = "a candidate or shadow") int number,
            @Option(
                            names = "--to",
                            paramLabel = "STAGE",
                            description = "shadow or champion (default: the next " + "stage)")
                    @Nullable
                    Stage to) {
        return done(at(folder).promote(number, Optional.ofNullable(to)));
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Retires the champion and restores the previous one.")
    int rollBack(@Parameters(paramLabel = "DIR", description = DIR) Path folder) {
        return done(at(folder).rollBack());
    }

    @Command(name = "retire", mixinStandardHelpOptions = true, description = "Retires a candidate or shadow.")
    int retire(
            @Parameters(index = "0", paramLabel = "DIR", description = DIR) Path folder,
            @Parameters(index = "1", paramLabel = "VERSION", description = "a candidate or shadow") int number) {
        return done(at(folder).retire(number));
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Prints every change, oldest first; exit code 2 if a line of the history was altered.")
    int history(@Parameters(paramLabel = "DIR", description = DIR) Path folder) {
        for (Change c : at(folder).history()) {
            String what = c.version() == 0 ? c.what() : "%s version %d".formatted(c.what(), c.version());
            out().printf(
                            "%3d  %s  %s: %s; key %s (%s)%n",
                            c.number(), c.time(), what, c.outcome(), c.signer(), Signer.shortId(c.key()));
        }
        out().flush();
        return Main.DONE;
    }

    @Command(
            name = "trust",
            mixinStandardHelpOptions = true,
            description = "Trusts signatures of another key from now on; creates the registry if it does not exist.")
    int trust(
            @Parameters(index = "0", paramLabel = "DIR", description = DIR) Path folder,
            @Parameters(index = "1", paramLabel = "KEY.pub", description = "a public key") Path key) {
        Signer signer = Signer.read(key);
        Registry.in(folder, Clock.systemUTC()).trust(signer);
        out().printf("%s is trusted by %s%n", signer, folder);
        out().flush();
        return Main.DONE;
    }
}

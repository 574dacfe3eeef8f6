package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.VerifiedBundle;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.app.serve.Deployed;
import dev.gauntlet.app.serve.SealReport;
import dev.gauntlet.app.serve.SealedVerdicts;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import dev.gauntlet.process.VerdictSession;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a bundle against public keys, or verdicts against the key that sealed them. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "With --trust: checks that a bundle is byte for byte what one of the trusted keys signed; if not, the exit "
                    + "code is 2 and the entry that is changed, missing or unexpected is named.",
            "",
            "With --seal-key: checks verdicts that \"gauntlet infer --seal-key\" wrote. Lines that are altered,"
                    + " missing, out of order or repeated are named, and whether the end is there; if anything is wrong,"
                    + " the exit code is 1. An earlier stream under the same key is intact too: --session or --after says"
                    + " which one is expected."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet verify detector.zip --trust soc.pub",
            "  gauntlet verify verdicts.jsonl --seal-key seal.key --after 2026-01-31T00:00:00Z --model detectors"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the bundle, or the sealed verdicts")
    private Path file = Path.of("");

    @Option(
            names = "--trust",
            paramLabel = "KEY.pub",
            description = "a public key that may have signed the bundle; can be repeated")
    private List<Path> trust = List.of();

    @Option(names = "--seal-key", paramLabel = "FILE", description = "the secret key that sealed the verdicts")
    private @Nullable Path sealKey;

    @Option(
            names = "--session",
            paramLabel = "NONCE",
            description = "the session that is expected, as \"gauntlet infer\" printed it")
    private @Nullable String session;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            description = "the session must have been opened later: 2026-01-31T00:00:00Z")
    private @Nullable String after;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "the detector that must have given the verdicts: " + ModelOption.WHAT)
    private @Nullable String model;

    @Override
    public Integer call() {
        if (sealKey == null) {
            if (session != null || after != null || model != null) {
                throw new InputException(
                        "--session, --after and --model are of sealed verdicts; --seal-key FILE is needed");
            }
            return bundle();
        }
        if (!trust.isEmpty()) {
            throw new InputException("--trust is for a bundle, and --seal-key for verdicts; leave one out");
        }
        return verdicts(sealKey);
    }

    private int bundle() {
        if (trust.isEmpty()) {
            throw new InputException(
                    "a key is needed: --trust KEY.pub for a bundle, --seal-key FILE for sealed verdicts");
        }
        VerifiedBundle read =
                VerifiedBundle.read(file, trust.stream().map(Signer::read).toList());
        PrintWriter out = spec.commandLine().getOut();
        out.print(Plural.format(
                "%s: %d entr[y|ies], signed by %s%n", file, read.entries().size(), read.signer()));
        out.print(Plural.format(
                "%s, %d feature[s], threshold %s%n",
                read.bundle().model().trainer(),
                read.bundle().model().schema().width(),
                read.bundle().model().threshold()));
        read.bundle()
                .facts()
                .provenance()
                .forEach((name, fact) -> out.printf("%s: %s%n", Printable.of(name), Printable.line(fact)));
        out.flush();
        return Main.DONE;
    }

    private int verdicts(Path key) {
        PrintWriter err = spec.commandLine().getErr();
        Optional<String> nonce = Optional.ofNullable(session);
        if (nonce.filter(text -> !text.matches("[0-9a-f]{16,}")).isPresent()) {
            throw new InputException("--session must be at least 16 hexadecimal digits but is " + nonce.get());
        }
        OptionalDouble since = after == null ? OptionalDouble.empty() : OptionalDouble.of(time(after));
        Optional<String> digest = Optional.ofNullable(model)
                .map(name -> Deployed.read(name, Optional.empty()).wholeDigest());
        SealReport report = SealedVerdicts.read(file, SealOption.key(key, err), SealOption.now())
                .expecting(nonce, since, digest);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s: %s%n", file, report.problems().isEmpty() ? intact(report) : "not intact");
        report.problems().forEach(problem -> out.printf("  %s%n", Printable.line(problem)));
        report.session().ifPresent(seen -> describe(seen, report, out));
        if (report.session().isPresent() && nonce.isEmpty() && since.isEmpty()) {
            out.println("freshness was not checked: an earlier stream under this key is intact too; give --session or"
                    + " --after");
        }
        out.flush();
        return report.problems().isEmpty() ? Main.DONE : Main.GATE;
    }

    private static String intact(SealReport report) {
        return report.growing() ? "intact so far; there is no closing record yet" : "intact";
    }

    private static void describe(VerdictSession seen, SealReport report, PrintWriter out) {
        out.printf("session %s, opened %s%n", seen.nonce(), SealReport.time(seen.opened()));
        out.print(Plural.format(
                "%,d genuine line[s] of rows, by the detector %s%n",
                report.verdicts(),
                report.models().stream().map(model -> model.substring(0, 16)).collect(Collectors.joining(", "))));
        report.restarts().forEach(out::println);
    }

    private static double time(String text) {
        try {
            return Instant.parse(text).toEpochMilli() / 1000.0;
        } catch (DateTimeParseException e) {
            throw new InputException("--after must be a time such as 2026-01-31T00:00:00Z but is " + text);
        }
    }
}

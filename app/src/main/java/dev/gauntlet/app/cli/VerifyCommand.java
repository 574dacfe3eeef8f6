package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.VerifiedBundle;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.app.assess.RunAudit;
import dev.gauntlet.app.assess.RunFolder;
import dev.gauntlet.app.report.Report;
import dev.gauntlet.app.seal.SealReport;
import dev.gauntlet.app.seal.SealedVerdicts;
import dev.gauntlet.app.serve.Deployed;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import dev.gauntlet.process.VerdictSession;
import java.io.PrintWriter;
import java.nio.file.Files;
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

/** Checks a run folder by itself, a bundle against public keys, or verdicts against the key that sealed them. */
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
                    + " which one is expected.",
            "",
            "A run folder is checked by itself: that findings follow from their arms, arms from the journal and from"
                    + " the tables of victims, and that no line of the journal or of a target's answers was altered or"
                    + " left out. Each fault is named; with any, the exit code is 1. With --trust, one of the keys must"
                    + " have signed it, by --key of assess, resume or merge."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet verify gauntlet-run-1",
            "  gauntlet verify detector.zip --trust soc.pub",
            "  gauntlet verify verdicts.jsonl --seal-key seal.key --after 2026-01-31T00:00:00Z --model detectors"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the run folder, the bundle, or the sealed verdicts")
    private Path file = Path.of("");

    @Option(
            names = "--trust",
            paramLabel = "KEY.pub",
            description = "a public key that may have signed the bundle or the run; can be repeated")
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
            return Files.isRegularFile(file.resolve("plan.yaml")) ? run() : bundle();
        }
        if (!trust.isEmpty()) {
            throw new InputException("--trust is for a bundle, and --seal-key for verdicts; leave one out");
        }
        return verdicts(sealKey);
    }

    private int run() {
        RunAudit audit = new RunAudit(new RunFolder(file));
        if (!audit.isOfAssessment()) {
            throw new InputException(file
                    + ": has neither findings.json nor journal.jsonl; only a run of assess or process can be verified");
        }
        RunAudit.Found found = audit.found(trust.stream().map(Signer::read).toList(), Report::html);
        List<String> faults = found.faults();
        PrintWriter out = spec.commandLine().getOut();
        String intact = audit.hasFindings() ? "intact" : "intact so far; it has no findings yet";
        out.printf("%s: %s%n", file, faults.isEmpty() ? intact : "not intact");
        faults.forEach(fault -> out.printf("  %s%n", Printable.line(fault)));
        found.notes().forEach(note -> out.printf("  %s; it was not used%n", Printable.line(note)));
        if (trust.isEmpty()) {
            out.println("who made it was not checked: whoever can write to the folder can forge all of it; sign with"
                    + " --key, and give --trust");
        }
        out.flush();
        return faults.isEmpty() ? Main.DONE : Main.GATE;
    }

    private int bundle() {
        if (trust.isEmpty()) {
            throw new InputException(
                    "this is no run folder, so a key is needed: --trust KEY.pub for a bundle, --seal-key FILE for"
                            + " sealed verdicts");
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

package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.file.Encodings;
import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.adapters.file.StreamSource;
import dev.gauntlet.app.serve.Deployed;
import dev.gauntlet.app.serve.Inference;
import dev.gauntlet.app.serve.UnjudgedRows;
import dev.gauntlet.app.serve.VerdictFiles;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores rows with a deployed detector. */
@Command(
        name = "infer",
        mixinStandardHelpOptions = true,
        description = {
            "Scores rows with a deployed detector as they arrive: one verdict per row, with the features that "
                    + "explain it.",
            "",
            "Reads CSV, JSON lines, Zeek's logs, Suricata's eve.json and Parquet, compressed or not, in batches, "
                    + "so that a file may be larger than memory. Columns are matched by name. A row that cannot "
                    + "be judged also gets a line, in row order, with the reason: it counts neither as "
                    + "alarm nor as benign. The shadows of a registry score the same rows as its "
                    + "champion; disagreements are reported."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet infer run/model/detector.zip today.csv --out verdicts.jsonl",
            "  gauntlet infer detectors conn.log --trust soc.pub --follow",
            "  gauntlet infer detectors conn.log --keep ts,uid,id.orig_h,id.resp_h --out verdicts.csv",
            "  gauntlet infer detectors conn.log --seal-key seal.key --out verdicts.jsonl",
            "  zcat conn.*.log.gz | gauntlet infer detectors - --top 5 | grep malicious"
        })
final class InferCommand implements Callable<Integer> {
    /** Which rows get explanations. */
    enum Explained {
        ALARMS,
        ALL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..2",
            paramLabel = "[MODEL] FILE",
            hideParamSyntax = true,
            description = {
                "MODEL: " + ModelOption.WHAT + "; or give it with --model.",
                "FILE: the rows: a file, a folder, a pattern, or - for standard input"
            })
    private List<String> words = List.of();

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--trust", paramLabel = "KEY.pub", description = "the public key that must have signed the model")
    private @Nullable Path trust;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "the file for verdicts, CSV if it ends in .csv, otherwise JSON lines (default: standard output)")
    private @Nullable Path out;

    @Option(
            names = "--rejected",
            paramLabel = "FILE",
            description = "a list of the rows that could not be judged, as JSON lines (default: beside --out,"
                    + " NAME.rejected.jsonl)")
    private @Nullable Path rejected;

    @Option(
            names = "--unjudged",
            paramLabel = "VERDICT",
            description =
                    "the verdict in the line of a row that could not be judged: mark (unjudged), alarm (malicious) or"
                            + " pass (benign); the line contains the reason in any case (default mark)")
    private UnjudgedRows unjudged = UnjudgedRows.MARK;

    @Option(
            names = "--max-bad",
            paramLabel = "SHARE",
            converter = Share.Converter.class,
            description = "exit code 2 if a larger share of the rows could not be judged: 1%% or 0.01 (default 1%%)")
    private Share maxBad = new Share(0.01, "1%");

    @Option(
            names = "--keep",
            split = ",",
            paramLabel = "COLUMN",
            description = "columns of the input to copy unchanged into every line, for example ts,uid")
    private List<String> keep = List.of();

    @Option(
            names = "--shadow",
            paramLabel = "FILE",
            description = "the file for rows on which a shadow of the registry disagrees, as JSON lines (default: "
                    + "beside"
                    + " --out, NAME.shadow.jsonl)")
    private @Nullable Path shadowed;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "the most features listed per verdict (default 3; 0 lists none)")
    private int top = 3;

    @Option(
            names = "--explain",
            paramLabel = "ROWS",
            description = "alarms or all: the rows for which features are listed (default alarms; all takes longer)")
    private Explained explained = Explained.ALARMS;

    @Option(
            names = "--follow",
            description = "keep reading what is appended to a Zeek log or JSON lines, across rotation, until Ctrl-C")
    private boolean follow;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "csv, jsonl, zeek or parquet (default auto: detected from the first bytes)")
    private StreamSource.Format format = StreamSource.Format.AUTO;

    @Mixin
    private SealOption seal = new SealOption();

    @Option(names = "--batch", paramLabel = "N", description = "rows per batch (default 8192)")
    private int batch = 8192;

    private Inference.Tally last = Inference.Tally.NONE;

    @Override
    public Integer call() {
        if (top < 0 || batch < 1 || batch > 1_000_000) {
            throw new InputException(
                    top < 0
                            ? "--top must not be negative but is " + top
                            : "--batch must be in [1, 1000000] but is " + batch);
        }
        Deployed detector = Deployed.read(
                model.of(words.size() > 1 ? Optional.of(words.get(0)) : Optional.empty()), Optional.ofNullable(trust));
        seal.check(keep, Optional.ofNullable(out).filter(path -> follow));
        err().println("gauntlet: " + Printable.line(detector.description()));
        if (top > 0) {
            detector.unexplained().ifPresent(why -> err().println("gauntlet: no features are listed: " + why));
        }
        boolean separated =
                out != null && out.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        Inference inference = new Inference(top, explained == Explained.ALL, separated, keep, unjudged);
        StreamSource source = new StreamSource(detector.table(), format, batch, keep);
        Optional<Path> side = Optional.ofNullable(rejected).or(() -> beside(".rejected.jsonl"));
        List<Deployed> shadows = detector.shadows(Optional.ofNullable(trust)).stream()
                .filter(shadow -> fits(detector, shadow))
                .toList();
        try (RecordStream stream = Inference.stream(source, words.get(words.size() - 1), System.in, follow)) {
            return judged(inference, detector, shadows, stream, side);
        }
    }

    private Optional<Path> beside(String ending) {
        return Optional.ofNullable(out)
                .filter(path -> !Place.isSpecial(path))
                .map(path -> path.resolveSibling(path.getFileName() + ending));
    }

    private boolean fits(Deployed detector, Deployed shadow) {
        Optional<String> obstacle = detector.obstacle(shadow);
        obstacle.ifPresent(why -> err().printf(
                        "gauntlet: shadow version %d is not used: %s%n",
                        shadow.version().orElse(0), why));
        return obstacle.isEmpty();
    }

    private int judged(
            Inference inference, Deployed detector, List<Deployed> shadows, RecordStream stream, Optional<Path> side) {
        Optional<Path> otherwise =
                Optional.ofNullable(shadowed).or(() -> shadows.isEmpty() ? Optional.empty() : beside(".shadow.jsonl"));
        VerdictFiles files = new VerdictFiles(Optional.ofNullable(out), side, otherwise, follow);
        try (Stop stop = new Stop();
                Progress progress = out == null || follow
                        ? null
                        : new Progress(err(), CommandLine.Help.Ansi.AUTO.enabled(), Window.here());
                SealOption.Sealing sealing = seal.over(
                        files.verdicts()
                                .orElseGet(() -> new Output(spec.commandLine().getOut())),
                        inference.separated(),
                        detector,
                        follow,
                        err())) {
            long start = System.nanoTime();
            if (progress != null) {
                progress.say("reading");
            }
            inference.run(detector, shadows, stream, files.sinks(sealing.verdicts()), follow, stop::isAsked, tally -> {
                last = tally;
                if (progress != null) {
                    progress.say(pace(tally, (System.nanoTime() - start) / 1e9));
                }
            });
            if (!stop.isAsked() || follow) {
                sealing.finish();
                files.finish();
            }
            files.close();
            if (progress != null) {
                progress.finish();
            }
            say(last, side);
            stream.oddities().forEach(oddity -> err().println("gauntlet: " + Printable.line(oddity)));
        } catch (RuntimeException | Error e) {
            files.close();
            if (last.judged() > 0) {
                say(last, side);
                files.ifWritten(file -> err().println("gauntlet: the verdicts so far are in " + file));
            }
            throw e;
        }
        return tooManyBad() ? Main.MISTAKE : Main.DONE;
    }

    private static String pace(Inference.Tally tally, double seconds) {
        return Plural.format(
                "%,d row[s], %,.0f a second%s",
                tally.rows(),
                tally.rows() / seconds,
                tally.rejected() == 0 ? "" : ", %,d unjudged".formatted(tally.rejected()));
    }

    private boolean tooManyBad() {
        boolean left = last.others().values().stream().anyMatch(count -> count > 0);
        boolean none = last.judged() == 0 && (last.rejected() > 0 || (left && !follow));
        boolean many = last.rejected() > maxBad.value() * last.rows();
        if (many) {
            err().printf(
                            Locale.ROOT,
                            "gauntlet: %,d of %,d rows (%.1f %%) could not be judged, more than --max-bad %s allows%n",
                            last.rejected(),
                            last.rows(),
                            100.0 * last.rejected() / last.rows(),
                            maxBad.text());
        } else if (none) {
            err().println("gauntlet: no row could be judged");
        }
        return many || none;
    }

    private void say(Inference.Tally tally, Optional<Path> side) {
        PrintWriter err = err();
        err.print(Plural.format(
                "gauntlet: %,d judged, %,d alarm[s], %,d unjudged%s%s%s%n",
                tally.judged(),
                tally.alarms(),
                tally.rejected(),
                switch (tally.rejected() > 0 ? unjudged : UnjudgedRows.MARK) {
                    case MARK -> "";
                    case ALARM -> ", written as malicious";
                    case PASS -> ", written as benign";
                },
                tally.rejected() > 0
                        ? side.map(path -> ", see " + path).orElse("; list them with --rejected FILE")
                        : "",
                others(tally)));
        tally.shadows()
                .forEach(shadow -> err.print(Plural.format(
                        "gauntlet: shadow version %d disagrees on %,d of %,d row[s]: %,d more alarm[s], %,d fewer%n",
                        shadow.version(),
                        shadow.more() + shadow.fewer(),
                        shadow.judged(),
                        shadow.more(),
                        shadow.fewer())));
        tally.reasons()
                .forEach(reason ->
                        err.println("  unjudged: " + Printable.lines(reason).replace('\n', ' ')));
        if (tally.rejected() > tally.reasons().size()) {
            err.printf(
                    Locale.ROOT,
                    "  and %,d more%n",
                    tally.rejected() - tally.reasons().size());
        }
        if (tally.reasons().stream().anyMatch(reason -> reason.endsWith("is not UTF-8"))) {
            err.println("gauntlet: if the input is not UTF-8, " + Encodings.CONVERT);
        }
        if (tally.judged() > 0) {
            columns(tally.unused(), "not used");
            columns(tally.absent(), "in no record, and are read as missing");
        }
    }

    /** The events that are no rows, with their kinds. */
    private static String others(Inference.Tally tally) {
        long all = tally.others().values().stream().mapToLong(count -> count).sum();
        return all == 0
                ? ""
                : Plural.format(
                        "; %,d event[s] of other kinds than flow left out: %s",
                        all,
                        tally.others().entrySet().stream()
                                .map(kind -> "%s %d".formatted(Printable.of(kind.getKey()), kind.getValue()))
                                .collect(Collectors.joining(", ")));
    }

    private void columns(List<String> names, String what) {
        if (!names.isEmpty()) {
            List<String> first = names.subList(0, Math.min(10, names.size()));
            err().printf(
                            "gauntlet: columns that are %s (%d): %s%s%n",
                            what,
                            names.size(),
                            first.stream().map(Printable::of).collect(Collectors.joining(", ")),
                            names.size() > first.size() ? ", ..." : "");
        }
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Standard output; its reader may close it early. */
    private record Output(PrintWriter out) implements Inference.Sink {
        @Override
        public void write(CharSequence lines) {
            out.append(lines);
        }

        @Override
        public boolean flush() {
            return !out.checkError();
        }
    }
}

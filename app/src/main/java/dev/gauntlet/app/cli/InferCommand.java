package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.adapters.file.StreamSource;
import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.app.serve.Deployed;
import dev.gauntlet.app.serve.FollowedLog;
import dev.gauntlet.app.serve.Inference;
import dev.gauntlet.app.serve.OffsetFile;
import dev.gauntlet.app.serve.RegistryWatch;
import dev.gauntlet.app.serve.UnjudgedRows;
import dev.gauntlet.app.serve.VerdictFiles;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    private RegistryWatch watch = RegistryWatch.NONE;

    @Override
    public Integer call() {
        if (top < 0 || batch < 1 || batch > 1_000_000) {
            throw new InputException(
                    top < 0
                            ? "--top must not be negative but is " + top
                            : "--batch must be in [1, 1000000] but is " + batch);
        }
        // Before the champion is read, so that no change is missed.
        watch = RegistryWatch.of(name());
        Deployed detector = deployed(name());
        Optional<SealKey> key = seal.check(keep);
        err().println("gauntlet: " + Printable.line(detector.description()));
        if (top > 0) {
            detector.unexplained().ifPresent(why -> err().println("gauntlet: no features are listed: " + why));
        }
        boolean separated =
                out != null && out.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        Inference inference = new Inference(top, explained == Explained.ALL, separated, keep, unjudged);
        Optional<Path> side = Optional.ofNullable(rejected).or(() -> beside(".rejected.jsonl"));
        String file = words.get(words.size() - 1);
        if (follow) {
            if (file.equals("-")) {
                throw new InputException(
                        "--follow needs the name of a file; standard input is always read as it arrives");
            }
            Optional<OffsetFile> offset =
                    Optional.ofNullable(out).flatMap(verdicts -> OffsetFile.beside(verdicts, Path.of(file), key));
            return judged(inference, detector, Optional.empty(), offset, side);
        }
        try (RecordStream stream = Inference.stream(source(detector), file, System.in)) {
            return judged(inference, detector, Optional.of(stream), Optional.empty(), side);
        }
    }

    private String name() {
        return model.of(words.size() > 1 ? Optional.of(words.get(0)) : Optional.empty());
    }

    private Deployed deployed(String from) {
        return Deployed.read(from, Optional.ofNullable(trust));
    }

    private StreamSource source(Deployed detector) {
        return new StreamSource(detector.table(), format, batch, keep);
    }

    private List<Deployed> shadows(Deployed detector) {
        return detector.shadows(Optional.ofNullable(trust)).stream()
                .filter(shadow -> fits(detector, shadow))
                .toList();
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
            Inference inference,
            Deployed detector,
            Optional<RecordStream> whole,
            Optional<OffsetFile> offset,
            Optional<Path> side) {
        List<Deployed> shadows = shadows(detector);
        Optional<Path> otherwise =
                Optional.ofNullable(shadowed).or(() -> shadows.isEmpty() ? Optional.empty() : beside(".shadow.jsonl"));
        VerdictFiles files = new VerdictFiles(Optional.ofNullable(out), side, otherwise, follow, offset);
        InferSummary summary = new InferSummary(err(), unjudged, side);
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
                        offset.flatMap(OffsetFile::sealed),
                        err())) {
            Inference.Sinks sinks = files.sinks(sealing.verdicts());
            if (whole.isPresent()) {
                Inference.Watcher watcher = watcher(Optional.ofNullable(progress));
                inference.run(
                        detector, shadows, whole.get(), sinks, false, stop::isAsked, watcher, Inference.Tally.NONE);
            } else {
                following(files, sinks, sealing, offset).run(detector, shadows, inference, stop::isAsked);
            }
            if (!stop.isAsked() || follow) {
                sealing.finish();
                files.markEnd(sealing.sealed());
                files.finish();
            }
            files.close();
            if (progress != null) {
                progress.finish();
            }
            summary.say(last);
            whole.ifPresent(stream ->
                    stream.oddities().forEach(oddity -> err().println("gauntlet: " + Printable.line(oddity))));
        } catch (RuntimeException | Error e) {
            files.close();
            if (last.judged() > 0) {
                summary.say(last);
                files.ifWritten(file -> err().println("gauntlet: the verdicts so far are in " + file));
            }
            throw e;
        }
        return tooManyBad() ? Main.MISTAKE : Main.DONE;
    }

    private Inference.Watcher watcher(Optional<Progress> progress) {
        long start = System.nanoTime();
        progress.ifPresent(shown -> shown.say("reading"));
        return tally -> {
            last = tally;
            progress.ifPresent(shown -> shown.say(InferSummary.pace(tally, (System.nanoTime() - start) / 1e9)));
        };
    }

    private FollowedLog following(
            VerdictFiles files, Inference.Sinks sinks, SealOption.Sealing sealing, Optional<OffsetFile> offset) {
        return new FollowedLog(
                Path.of(words.get(words.size() - 1)),
                this::source,
                () -> deployed(name()),
                this::shadows,
                watch,
                files,
                sinks,
                sealing.sealed(),
                offset,
                tally -> last = tally,
                note -> err().println("gauntlet: " + Printable.line(note)));
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

package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.adapters.file.StreamSource;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.explain.Explainer;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.assemble.Assembly;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * A deployed detector judges rows as they come, a batch at a time: while one is judged and written, the next is read, and
 * no more than these two are held.
 *
 * @param top how many features are named at most for each row explained
 * @param everyRow whether every row is explained, or alarms only
 * @param separated whether verdicts are written as CSV instead of JSON lines
 */
public record Inference(int top, boolean everyRow, boolean separated) {
    private static final JsonMapper JSON = new JsonMapper();
    /** Milliseconds between two looks at a file that grows. */
    private static final int POLL = 500;

    /** Takes lines of text. */
    public interface Sink {
        /** Forgets what it takes. */
        Sink NOWHERE = new Sink() {
            @Override
            public void write(CharSequence lines) {}

            @Override
            public boolean flush() {
                return true;
            }
        };

        /** Takes one or more whole lines. */
        void write(CharSequence lines);

        /** Hands on what was taken; false if nobody wants more. */
        boolean flush();

        /** Whether nothing stands before what is taken. */
        default boolean isFresh() {
            return true;
        }
    }

    /**
     * What was judged.
     *
     * @param reasons the first reasons for which records were rejected, with their places
     * @param unused the columns that nothing needed
     * @param absent the columns that were needed and taken as missing throughout
     */
    public record Tally(
            long judged, long alarms, long rejected, List<String> reasons, List<String> unused, List<String> absent) {
        private static final int REASONS = 3;

        public static final Tally NONE = new Tally(0, 0, 0, List.of(), List.of(), List.of());

        public Tally {
            reasons = List.copyOf(reasons);
            unused = List.copyOf(unused);
            absent = List.copyOf(absent);
        }

        private Tally judged(List<Judged> more) {
            long alarming = more.stream().filter(Judged::malicious).count();
            return new Tally(judged + more.size(), alarms + alarming, rejected, reasons, unused, absent);
        }

        private Tally rejected(List<RecordStream.Rejected> more) {
            List<String> first = new ArrayList<>(reasons);
            more.stream().limit(REASONS - (long) reasons.size()).forEach(one -> first.add(sentence(one)));
            return new Tally(judged, alarms, rejected + more.size(), first, unused, absent);
        }

        private static String sentence(RecordStream.Rejected one) {
            String file = one.file().isEmpty() ? "" : one.file() + ", ";
            String place = one.line() > 0 ? "line " + one.line() : "row " + one.row();
            return file + place + ": " + one.reason();
        }

        private Tally columns(Part part) {
            return new Tally(judged, alarms, rejected, reasons, part.unused, part.absent);
        }
    }

    /** A detector ready to judge. */
    public static final class Detector {
        private final Model model;
        private final TableSchema table;
        private final GivenModel given;

        private Detector(GivenModel given, TableSchema table) {
            this.given = given;
            this.table = table;
            this.model = given.deciding(table.schema());
        }

        /** The first 16 hexadecimal digits of the digest of all it has learnt. */
        String digest() {
            return Bundle.of(model).digest().substring(0, 16);
        }

        /** What its rows are read by. */
        public TableSchema table() {
            return table;
        }

        /** Why no contributions can be given, if they cannot. */
        public Optional<String> unexplained() {
            return Explainer.obstacle(model);
        }

        /** What it is, its digest, and who signed it if that was checked. */
        public String description() {
            return "%s over %d features, model %s%s"
                    .formatted(
                            model.trainer(),
                            model.schema().width(),
                            digest(),
                            given.origin().map(origin -> "; " + origin).orElse(""));
        }
    }

    /** What was read at once. */
    private record Part(
            Optional<Records> records, List<RecordStream.Rejected> rejected, List<String> unused, List<String> absent) {
        static final Part NOTHING = new Part(Optional.empty(), List.of(), List.of(), List.of());

        static Part of(RecordStream stream) {
            Optional<Records> next = stream.next();
            return new Part(next, stream.rejected(), stream.unused(), stream.absent());
        }
    }

    /**
     * Reads a detector.
     *
     * @param model a bundle, or a registry's folder for its champion
     * @param trust the public key that must have signed it, if one is demanded
     */
    public static Detector detector(String model, Optional<Path> trust) {
        GivenModel given = GivenModel.read(model, trust.map(Signer::read));
        return new Detector(
                given,
                given.table()
                        .orElseThrow(() -> new InputException(
                                model + ": carries no schema, so nothing says what its columns are; name a bundle")));
    }

    /** The records of a file, or of standard input for {@code -}. */
    public static RecordStream stream(StreamSource source, String file, InputStream in, boolean follow) {
        if (file.equals("-")) {
            if (follow) {
                throw new InputException(
                        "--follow needs the name of a file; standard input is read as it comes anyway");
            }
            return source.open(in, "standard input");
        }
        return follow ? source.follow(Path.of(file)) : source.open(Path.of(file));
    }

    /**
     * Judges all there is.
     *
     * @param follow whether to wait for more at the end, until stopped
     * @param stop asked between batches whether to end
     * @param seen told after each batch
     */
    public Tally run(
            Detector detector,
            RecordStream stream,
            Sink verdicts,
            Sink rejects,
            boolean follow,
            BooleanSupplier stop,
            java.util.function.Consumer<Tally> seen) {
        Judge judge = new Judge(detector.model, detector.given.facts().labels(), top, everyRow);
        VerdictFormat format = new VerdictFormat(judge, separated, top, detector.digest(), detector.given.version());
        if (verdicts.isFresh()) {
            verdicts.write(format.header());
        }
        Assembly.Running assembly = detector.table.assembly().start();
        ExecutorService ahead = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "reader");
            thread.setDaemon(true);
            return thread;
        });
        Run run = Run.seeded(0);
        Tally tally = Tally.NONE;
        try {
            Future<Part> coming = ahead.submit(() -> Part.of(stream));
            while (!stop.getAsBoolean()) {
                Part part = got(coming, stop);
                boolean ended = part.records().isEmpty() && (!follow || !pause(stop));
                if (ended) {
                    break;
                }
                coming = ahead.submit(() -> Part.of(stream));
                if (part.records().isPresent()) {
                    tally = judged(part, judge, assembly, format, verdicts, rejects, run, tally);
                    seen.accept(tally);
                    boolean wanted = verdicts.flush();
                    if (!rejects.flush() || !wanted) {
                        break;
                    }
                }
            }
            return tally;
        } finally {
            ahead.shutdownNow();
        }
    }

    private static Tally judged(
            Part part,
            Judge judge,
            Assembly.Running assembly,
            VerdictFormat format,
            Sink verdicts,
            Sink rejects,
            Run run,
            Tally before) {
        Records records = part.records().orElseThrow();
        Assembled assembled = assembly.assemble(records);
        List<Judged> judged = judge.judge(assembled.rows(), run);
        StringBuilder text = new StringBuilder(256 * judged.size());
        judged.forEach(one -> format.append(one, text));
        verdicts.write(text);
        List<RecordStream.Rejected> rejected = new ArrayList<>(part.rejected());
        assembled.dropped().forEach(d -> rejected.add(new RecordStream.Rejected("", d.record(), 0, d.reason())));
        rejected.sort(Comparator.comparingLong(RecordStream.Rejected::row));
        rejected.forEach(one -> rejects.write(line(one)));
        return before.judged(judged).rejected(rejected).columns(part);
    }

    private static String line(RecordStream.Rejected one) {
        StringBuilder text = new StringBuilder("{\"row\":").append(one.row());
        if (one.line() > 0) {
            text.append(",\"line\":").append(one.line());
        }
        if (!one.file().isEmpty()) {
            text.append(",\"file\":").append(JSON.writeValueAsString(one.file()));
        }
        return text.append(",\"reason\":")
                .append(JSON.writeValueAsString(one.reason()))
                .append("}\n")
                .toString();
    }

    /** What was read; nothing if it is to end before something is. */
    private static Part got(Future<Part> coming, BooleanSupplier stop) {
        try {
            while (!stop.getAsBoolean()) {
                try {
                    return coming.get(POLL, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Whoever writes may take as long as it takes.
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Part.NOTHING;
    }

    /** Waits for more; false if it was interrupted. */
    private static boolean pause(BooleanSupplier stop) {
        try {
            for (int waited = 0; waited < POLL && !stop.getAsBoolean(); waited += POLL / 10) {
                Thread.sleep(POLL / 10);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}

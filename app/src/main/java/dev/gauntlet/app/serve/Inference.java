package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.file.KeptFields;
import dev.gauntlet.adapters.file.LogPlace;
import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.adapters.file.StreamSource;
import dev.gauntlet.base.Run;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.assemble.Assembly;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Scores rows with a deployed detector as they arrive, one batch at a time: while one is scored and written, the next is
 * read, and only these two are held. A registry's shadows can score the same rows.
 *
 * @param top how many features are named at most for each row explained
 * @param everyRow whether every row is explained, or alarms only
 * @param separated whether verdicts are written as CSV instead of JSON lines
 * @param keep the columns of the input that every line carries
 * @param unjudged what the line of a row says that could not be judged
 */
public record Inference(int top, boolean everyRow, boolean separated, List<String> keep, UnjudgedRows unjudged) {
    public Inference {
        keep = List.copyOf(keep);
    }

    /** Takes lines of text. */
    public interface Sink {
        /** Discards what it takes. */
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

        /** Flushes the output; false if its reader has closed it. */
        boolean flush();

        /** Whether nothing precedes what is taken. */
        default boolean isFresh() {
            return true;
        }
    }

    /**
     * What was judged.
     *
     * @param rejected the rows that could not be judged; they are among neither of the others
     * @param reasons the first reasons for which records were rejected, with their places
     * @param unused the columns that nothing needed
     * @param absent the columns that were needed and taken as missing throughout
     * @param others how many events of each kind that is not read were left out
     * @param shadows the disagreements of the shadows
     */
    public record Tally(
            long judged,
            long alarms,
            long rejected,
            List<String> reasons,
            List<String> unused,
            List<String> absent,
            SortedMap<String, Long> others,
            List<Shadow.Tally> shadows) {
        private static final int REASONS = 3;

        public static final Tally NONE =
                new Tally(0, 0, 0, List.of(), List.of(), List.of(), Collections.emptySortedMap(), List.of());

        public Tally {
            reasons = List.copyOf(reasons);
            unused = List.copyOf(unused);
            absent = List.copyOf(absent);
            shadows = List.copyOf(shadows);
        }

        /** All rows that were met. */
        public long rows() {
            return judged + rejected;
        }

        private Tally judged(List<Judged> more) {
            long alarming = more.stream().filter(Judged::malicious).count();
            return new Tally(
                    judged + more.size(), alarms + alarming, rejected, reasons, unused, absent, others, shadows);
        }

        private Tally rejected(List<RecordStream.Rejected> more) {
            List<String> first = new ArrayList<>(reasons);
            more.stream().limit(REASONS - (long) reasons.size()).forEach(one -> first.add(sentence(one)));
            return new Tally(judged, alarms, rejected + more.size(), first, unused, absent, others, shadows);
        }

        private static String sentence(RecordStream.Rejected one) {
            String file = one.file().isEmpty() ? "" : one.file() + ", ";
            String place = one.line() > 0 ? "line " + one.line() : "row " + one.row();
            return file + place + ": " + one.reason();
        }

        private Tally columns(ReadAhead.Part part) {
            return new Tally(judged, alarms, rejected, reasons, part.unused(), part.absent(), others, shadows);
        }

        private Tally besides(SortedMap<String, Long> left) {
            return new Tally(judged, alarms, rejected, reasons, unused, absent, left, shadows);
        }

        private Tally beside(List<Shadow> all) {
            List<Shadow.Tally> tallies = Stream.concat(
                            shadows.stream()
                                    .filter(one -> all.stream()
                                            .noneMatch(other -> other.tally().version() == one.version())),
                            all.stream().map(Shadow::tally))
                    .toList();
            return new Tally(judged, alarms, rejected, reasons, unused, absent, others, tallies);
        }
    }

    /**
     * Where what is found goes.
     *
     * @param otherwise takes a line for each row on which a shadow disagrees
     */
    public record Sinks(Sink verdicts, Sink rejected, Sink otherwise) {
        /** Flushes the output; false if its reader has closed it. */
        private boolean flush() {
            boolean wanted = verdicts.flush();
            otherwise.flush();
            return rejected.flush() && wanted;
        }
    }

    /** Is told how far the work is. */
    @FunctionalInterface
    public interface Watcher {
        /** A batch was judged. */
        void seen(Tally tally);

        /** All rows of a followed log up to here are written. */
        default void written(LogPlace place) {}
    }

    /** The line above all verdicts of a detector; empty for JSON. */
    public String header(Deployed detector) {
        return format(detector, detector.judge(top, everyRow)).header();
    }

    private VerdictFormat format(Deployed detector, Scorer judge) {
        return new VerdictFormat(judge, separated, top, keep, unjudged, detector.digest(), detector.version());
    }

    /** The records of a file, or of standard input for {@code -}. */
    public static RecordStream stream(StreamSource source, String file, InputStream in) {
        return file.equals("-") ? source.open(in, "standard input") : source.open(Path.of(file));
    }

    /**
     * Scores everything.
     *
     * @param shadows judge the same rows; nothing but {@code otherwise} and their tallies depends on them
     * @param follow whether to wait for more at the end, until stopped
     * @param stop checked between batches
     * @param watcher told after each batch
     * @param before what other detectors judged of the same rows before
     */
    public Tally run(
            Deployed detector,
            List<Deployed> shadows,
            RecordStream stream,
            Sinks sinks,
            boolean follow,
            BooleanSupplier stop,
            Watcher watcher,
            Tally before) {
        Scorer judge = detector.judge(top, everyRow);
        VerdictFormat format = format(detector, judge);
        if (sinks.verdicts.isFresh()) {
            sinks.verdicts.write(format.header());
        }
        Bench bench = new Bench(
                judge,
                detector.table().assembly().start(),
                format,
                shadows.stream()
                        .map(shadow -> Shadow.of(shadow, before.shadows()))
                        .toList(),
                Run.seeded(0));
        Tally tally = before;
        try (ReadAhead ahead = new ReadAhead(stream, follow, stop)) {
            for (Optional<ReadAhead.Part> part = ahead.next(); part.isPresent(); part = ahead.next()) {
                tally = bench.judged(part.get(), sinks, tally).besides(stream.others());
                watcher.seen(tally);
                if (!sinks.flush()) {
                    break;
                }
                part.get().place().ifPresent(watcher::written);
            }
            // Behind the last row there may be more of them.
            tally = tally.besides(stream.others());
            watcher.seen(tally);
            detector.settle();
            return tally;
        }
    }

    /** The detectors, with their state so far. */
    private record Bench(Scorer judge, Assembly.Running assembly, VerdictFormat format, List<Shadow> shadows, Run run) {
        Tally judged(ReadAhead.Part part, Sinks sinks, Tally before) {
            Assembled assembled = assembly.assemble(part.records());
            Scorer.Verdicts verdicts = judge.judge(assembled.rows(), run);
            List<Judged> judged = verdicts.judged();
            List<RecordStream.Rejected> rejected = new ArrayList<>(part.rejected());
            rejected.addAll(verdicts.unscored());
            assembled.dropped().forEach(d -> rejected.add(new RecordStream.Rejected("", d.record(), 0, d.reason())));
            rejected.sort(Comparator.comparingLong(RecordStream.Rejected::row));
            sinks.verdicts.write(lines(judged, rejected, part.kept()));
            rejected.forEach(one -> sinks.rejected.write(line(one, part.kept(), format)));
            shadows.forEach(shadow -> sinks.otherwise.write(shadow.judge(part.records(), judged, run)));
            return before.judged(judged).rejected(rejected).columns(part).beside(shadows);
        }

        /** The lines of all rows in their order, of those that were not judged too. */
        private StringBuilder lines(List<Judged> judged, List<RecordStream.Rejected> rejected, KeptFields kept) {
            StringBuilder text = new StringBuilder(256 * (judged.size() + rejected.size()));
            int next = 0;
            for (Judged one : judged) {
                while (next < rejected.size() && rejected.get(next).row() < one.row()) {
                    format.append(
                            rejected.get(next), kept.of(rejected.get(next++).row()), text);
                }
                format.append(one, kept.of(one.row()), text);
            }
            for (; next < rejected.size(); next++) {
                format.append(rejected.get(next), kept.of(rejected.get(next).row()), text);
            }
            return text;
        }
    }

    private static String line(RecordStream.Rejected one, KeptFields kept, VerdictFormat format) {
        StringBuilder text = new StringBuilder("{\"row\":").append(one.row());
        format.appendTo(text, kept.of(one.row()));
        if (one.line() > 0) {
            text.append(",\"line\":").append(one.line());
        }
        if (!one.file().isEmpty()) {
            text.append(",\"file\":").append(PlainJson.of(one.file()));
        }
        return text.append(",\"reason\":")
                .append(PlainJson.of(one.reason()))
                .append("}\n")
                .toString();
    }
}

package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.Encodings;
import dev.gauntlet.app.serve.Inference;
import dev.gauntlet.app.serve.UnjudgedRows;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said of judged rows on standard error.
 *
 * @param unjudged the verdict of rows that could not be judged
 * @param side the list of these rows, if there is one
 */
record InferSummary(PrintWriter err, UnjudgedRows unjudged, Optional<Path> side) {
    static String pace(Inference.Tally tally, double seconds) {
        return Plural.format(
                "%,d row[s], %,.0f a second%s",
                tally.rows(),
                tally.rows() / seconds,
                tally.rejected() == 0 ? "" : ", %,d unjudged".formatted(tally.rejected()));
    }

    void say(Inference.Tally tally) {
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
            err.printf(
                    "gauntlet: columns that are %s (%d): %s%s%n",
                    what,
                    names.size(),
                    first.stream().map(Printable::of).collect(Collectors.joining(", ")),
                    names.size() > first.size() ? ", ..." : "");
        }
    }
}

package dev.gauntlet.app.cli;

import dev.gauntlet.base.Printable;
import dev.gauntlet.data.Note;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** What is wrong with the data and the detector, worst first, each with what to change. */
record ConcernList(String heading, List<Note> concerns, String rest, PrintWriter out, Ansi ansi, Window window) {
    private static final int SHOWN = 10;
    /** Where the others are of a run that has a folder. */
    static final String KEPT = "in findings.json and report.html";
    /** How to have the others where there is no folder. */
    static final String UNKEPT = "with --out DIR, in findings.json and report.html";

    /**
     * Concerns about a detector and the data it is assessed on, the gravest of them.
     *
     * @param rest where the others are
     */
    ConcernList(List<Note> concerns, String rest, PrintWriter out, Ansi ansi, Window window) {
        this("What to fix in the data and the detector", concerns, rest, out, ansi, window);
    }

    /** Concerns that are in no file, all of them. */
    static ConcernList whole(String heading, List<Note> concerns, PrintWriter out, Ansi ansi, Window window) {
        return new ConcernList(heading, concerns, "", out, ansi, window);
    }

    void print() {
        if (concerns.isEmpty()) {
            return;
        }
        out.println();
        out.println(ansi.string("@|bold " + heading + ":|@"));
        int shown = rest.isEmpty() ? concerns.size() : Math.min(SHOWN, concerns.size());
        for (int i = 0; i < shown; i++) {
            Note concern = concerns.get(i);
            window.lines("%3d.".formatted(i + 1), 5, Printable.lines(concern.text()))
                    .forEach(out::println);
            if (!concern.fix().isEmpty()) {
                window.lines("     ", 7, "fix: " + Printable.lines(concern.fix()))
                        .forEach(out::println);
            }
        }
        if (shown < concerns.size()) {
            out.println("     ... and %d more %s".formatted(concerns.size() - shown, rest));
        }
    }
}

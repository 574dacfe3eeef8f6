package dev.gauntlet.app.cli;

import dev.gauntlet.data.Note;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** What is wrong with the data and the detector, worst first, each with what to change. */
record ConcernList(String heading, List<Note> concerns, PrintWriter out, Ansi ansi, Window window) {
    /** Concerns about a detector and the data it is assessed on. */
    ConcernList(List<Note> concerns, PrintWriter out, Ansi ansi, Window window) {
        this("What to fix in the data and the detector", concerns, out, ansi, window);
    }

    void print() {
        if (concerns.isEmpty()) {
            return;
        }
        out.println();
        out.println(ansi.string("@|bold " + heading + ":|@"));
        for (int i = 0; i < concerns.size(); i++) {
            Note concern = concerns.get(i);
            window.lines("%3d.".formatted(i + 1), 5, concern.text()).forEach(out::println);
            if (!concern.fix().isEmpty()) {
                window.lines("     ", 7, "fix: " + concern.fix()).forEach(out::println);
            }
        }
    }
}

package dev.gauntlet.app.cli;

import dev.gauntlet.process.evaluate.Defect;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** What makes a detector unusable, printed before everything else. */
record Defects(List<Defect> defects, PrintWriter out, Ansi ansi, Window window) {
    void print() {
        if (defects.isEmpty()) {
            return;
        }
        out.println();
        out.println(ansi.string("@|bold,red The detector is not usable:|@"));
        for (Defect defect : defects) {
            window.lines("  ", 4, defect.text() + ".")
                    .forEach(line -> out.println(ansi.string("@|red " + line + "|@")));
        }
    }
}

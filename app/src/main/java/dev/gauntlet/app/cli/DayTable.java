package dev.gauntlet.app.cli;

import dev.gauntlet.app.report.Words;
import dev.gauntlet.app.retrain.Retrained;
import dev.gauntlet.base.Plural;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.retrain.ChallengerComparison;
import dev.gauntlet.process.retrain.Day;
import dev.gauntlet.process.retrain.RetrainHistory;
import dev.gauntlet.process.retrain.RetrainHistory.Line;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A detector's days, for a terminal: one line each, then the areas and why challengers were not promoted. */
record DayTable(Retrained retrained, PrintWriter out, Window window) {
    /** How long a line with intervals may be. */
    private static final int LINE = 126;

    private static final List<Integer> ROOMY = List.of(10, 16, 19, 6, 16, 19, 5);
    private static final List<Integer> NARROW = List.of(10, 9, 5, 6, 6, 5, 5);

    void print() {
        RetrainHistory course = retrained.course();
        out.println();
        say(0, retrained.data() + (retrained.simulated() ? " (a simulation, not real traffic)" : ""));
        say(2, Words.setting(retrained.detector()));
        say(
                2,
                "window %s, retrained %s, labels %s late"
                        .formatted(retrained.window(), retrained.due(), retrained.units(retrained.labelDelay())));
        retrained.notes().forEach(note -> say(2, "note: " + note));
        out.println();
        String rate = isNarrow() ? "FPR" : "false positives";
        row("", "retrained", "", "", "never", "", "", "");
        row(retrained.unit(), "recall", rate, "alerts", "recall", rate, "index", "decision");
        course.days().forEach(this::line);
        out.println();
        say(
                0,
                String.format(
                        Locale.ROOT,
                        "Area under time: recall %.3f with retraining and %.3f without; false-positive rate %.4f "
                                + "and %.4f",
                        course.recall(Line.RETRAINED),
                        course.recall(Line.NEVER),
                        course.falsePositiveRate(Line.RETRAINED),
                        course.falsePositiveRate(Line.NEVER)));
        say(
                0,
                Plural.format(
                        "%d of %d challenger[s] [1:was|were] promoted", course.promotions(), course.challengers()));
        for (Day day : course.days()) {
            day.contest().ifPresent(contest -> challenger(Window.firm(retrained.name(day)), contest));
        }
    }

    /** What a challenger would bring, and why it was not promoted. */
    private void challenger(String name, ChallengerComparison contest) {
        boolean promoted = contest.decision() == ChallengerComparison.Decision.PROMOTE;
        say(2, "%s %s: %s".formatted(name, promoted ? "promoted" : "not promoted", contest.brought()));
        if (!promoted) {
            say(4, contest.reason());
        }
    }

    private void line(Day day) {
        Confusion said = day.retrained();
        row(
                retrained.name(day),
                cell(said.recall(), Summary::text),
                cell(said.falsePositiveRate(), DayTable::fine),
                Integer.toString(said.truePositives() + said.falsePositives()),
                cell(day.never().recall(), Summary::text),
                cell(day.never().falsePositiveRate(), DayTable::fine),
                String.format(Locale.ROOT, "%.2f", day.score()),
                day.outcome() + (day.drift() ? ", drift" : ""));
    }

    /** One line in columns. */
    private void row(String... cells) {
        List<Integer> widths = isNarrow() ? NARROW : ROOMY;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String gap = i < widths.size() ? " ".repeat(Math.max(0, widths.get(i) - cells[i].length())) : "";
            line.append(cells[i]).append(gap).append("  ");
        }
        out.println(line.toString().stripTrailing());
    }

    /** Whether a line with intervals would be longer than the window is wide. */
    private boolean isNarrow() {
        return window.width() < LINE;
    }

    private String cell(Interval value, Function<Interval, String> text) {
        String whole = text.apply(value);
        return value.n() == 0 ? "-" : isNarrow() ? whole.substring(0, whole.indexOf(' ')) : whole;
    }

    /** A small share with its interval. */
    static String fine(Interval rate) {
        return String.format(Locale.ROOT, "%.3f [%.3f %.3f]", rate.value(), rate.low(), rate.high());
    }

    private void say(int indent, String text) {
        window.lines(" ".repeat(indent), indent + 2, text).forEach(out::println);
    }
}

package dev.gauntlet.app.cli;

import dev.gauntlet.app.report.Retrained;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.retrain.Contest;
import dev.gauntlet.process.retrain.Course;
import dev.gauntlet.process.retrain.Course.Line;
import dev.gauntlet.process.retrain.Day;
import java.io.PrintWriter;
import java.util.Locale;

/** A detector's days, for a terminal: one line each, then the areas and why challengers were kept out. */
record DayTable(Retrained retrained, PrintWriter out, Window window) {
    void print() {
        Course course = retrained.course();
        out.println();
        say(0, retrained.data() + (retrained.simulated() ? " (a simulation, not real traffic)" : ""));
        say(2, retrained.detector());
        say(
                2,
                "window %s, trained anew %s, labels %s late"
                        .formatted(retrained.window(), retrained.due(), retrained.units(retrained.labelDelay())));
        retrained.notes().forEach(note -> say(2, "note: " + note));
        out.printf(Locale.ROOT, "%n%-10s  %-31s  %6s  %-31s  %5s%n", "", "retrained", "", "never retrained", "");
        out.printf(
                Locale.ROOT,
                "%-10s  %-13s  %-16s  %6s  %-13s  %-16s  %5s  %s%n",
                retrained.unit(),
                "recall",
                "false positives",
                "alerts",
                "recall",
                "false positives",
                "index",
                "evening");
        course.days().forEach(this::line);
        out.println();
        say(
                0,
                String.format(
                        Locale.ROOT,
                        "Area over time: recall %.3f retrained and %.3f never; false-positive rate %.4f and %.4f",
                        course.recall(Line.RETRAINED),
                        course.recall(Line.NEVER),
                        course.falsePositiveRate(Line.RETRAINED),
                        course.falsePositiveRate(Line.NEVER)));
        say(0, "%d of %d challengers were promoted".formatted(course.promotions(), course.challengers()));
        for (Day day : course.days()) {
            day.contest()
                    .filter(contest -> contest.decision() == Contest.Decision.KEEP)
                    .ifPresent(contest ->
                            say(2, "%s kept out: %s".formatted(Window.firm(retrained.name(day)), contest.reason())));
        }
    }

    private void line(Day day) {
        Confusion said = day.retrained();
        out.printf(
                Locale.ROOT,
                "%-10s  %-13s  %-16s  %6d  %-13s  %-16s  %5.2f  %s%n",
                retrained.name(day),
                recall(said),
                falsePositives(said),
                said.truePositives() + said.falsePositives(),
                recall(day.never()),
                falsePositives(day.never()),
                day.score(),
                day.outcome() + (day.drift() ? ", drift" : ""));
    }

    private static String recall(Confusion said) {
        return said.recall().n() == 0 ? "-" : Summary.text(said.recall());
    }

    static String falsePositives(Confusion said) {
        Interval rate = said.falsePositiveRate();
        return rate.n() == 0
                ? "-"
                : String.format(Locale.ROOT, "%.3f [%.3f %.3f]", rate.value(), rate.low(), rate.high())
                        .replace("0.", ".");
    }

    private void say(int indent, String text) {
        window.lines(" ".repeat(indent), indent + 2, text).forEach(out::println);
    }
}

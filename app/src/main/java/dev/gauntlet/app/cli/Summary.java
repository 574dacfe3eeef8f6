package dev.gauntlet.app.cli;

import dev.gauntlet.app.report.Effort;
import dev.gauntlet.app.report.Headline;
import dev.gauntlet.app.report.Price;
import dev.gauntlet.base.Plural;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.Goals;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** What an assessment found, for a terminal: a table by phase, and what to fix first. */
record Summary(Assessment assessment, PrintWriter out, Ansi ansi, Window window) {
    void print() {
        SortedMap<String, Interval> clean = assessment.clean();
        new Defects(assessment.defects(), out, ansi, window).print();
        new ConcernList(assessment.concerns(), ConcernList.KEPT, out, ansi, window).print();
        out.println();
        say(0, assessment.data() + (assessment.simulated() ? " (a simulation, not real traffic)" : ""));
        say(
                2,
                clean.isEmpty()
                        ? assessment.threat().goals().task() == Goals.Task.PREDICT
                                ? "clean model: the notes state the errors of its estimates"
                                : "clean detector: without labels its verdicts are neither right nor wrong"
                        : "clean detector: recall %s, false-positive rate %s%s"
                                .formatted(
                                        text(clean.get("recall")),
                                        text(clean.get("falsePositiveRate")),
                                        alerts(clean)));
        assessment.notes().forEach(note -> say(2, "note: " + note));
        say(0, "Damage with its 95 % interval; the report explains what it counts.");
        new FindingTable(assessment, out, ansi, window).print();
        count();
        mend();
    }

    private void say(int indent, String text) {
        window.lines("", indent, text).forEach(out::println);
    }

    private void count() {
        out.println();
        if (!assessment.defects().isEmpty()) {
            say(0, "The detector is not usable, so Held only means that the attacks make it no worse:");
        }
        for (Finding.Outcome outcome : Finding.Outcome.values()) {
            List<String> attacks = assessment.findings().stream()
                    .filter(f -> f.outcome() == outcome && !f.attack().combines())
                    .filter(f ->
                            outcome != Finding.Outcome.SKIPPED || f.defence().isEmpty())
                    .map(f -> f.attack().id())
                    .distinct()
                    .toList();
            if (!attacks.isEmpty()) {
                out.println(ansi.string(FindingTable.verdict(outcome, assessment))
                        + Plural.format(" %d attack[s]", attacks.size()));
            }
        }
    }

    private void mend() {
        List<Finding> worst = assessment.worst(3);
        if (!worst.isEmpty()) {
            out.printf("%nFix first, what breaks the detector:%n");
            worst.forEach(this::mend);
        }
        List<Finding> open = assessment.open();
        if (!open.isEmpty()) {
            out.printf("%nWhat the process around it leaves open:%n");
            open.forEach(finding -> window.lines(
                            "  " + finding.attack().id() + ":",
                            4,
                            "%s. %s".formatted(text(finding, Arm.Name.ATTACKED), advice(finding)))
                    .forEach(out::println));
        }
        assessment.compared().ifPresent(compared -> {
            out.println();
            say(
                    0,
                    Plural.format(
                            "Outcomes of attacks on the detector are corrected for %d comparison[s] (Holm).",
                            compared));
        });
    }

    private static String advice(Finding finding) {
        return finding.paysOff() ? finding.advice() : Headline.NO_ADVICE;
    }

    private void mend(Finding finding) {
        String attack = finding.attack().id() + ":";
        String damage = "%s %s%s".formatted(finding.measure(), text(finding, Arm.Name.ATTACKED), Effort.of(finding));
        window.lines("  " + attack, 4, damage).forEach(out::println);
        window.lines("    ", 4, advice(finding)).forEach(out::println);
        if (finding.paysOff()) {
            window.lines("    ", 4, effect(finding)).forEach(out::println);
        }
    }

    private String effect(Finding finding) {
        return "With the defence (%s): %s against the worst attacker that was tried%s. %s"
                .formatted(
                        finding.defence().orElse(""),
                        Window.firm(text(finding.worst().map(Arm::damage).orElse(null))),
                        finding.isBypassed(assessment.tolerance()) ? ", who still does damage" : "",
                        Price.of(finding));
    }

    private static String text(Finding finding, Arm.Name name) {
        return Window.firm(text(finding.arm(name).map(Arm::damage).orElse(null)));
    }

    static String alerts(SortedMap<String, Interval> facts) {
        Interval alerts = facts.get("alertsPerDay");
        return alerts == null ? "" : Plural.format(", %.0f alert[s] a day", alerts.value());
    }

    static String amount(Interval value) {
        return String.format(Locale.ROOT, "%.1f [%.1f %.1f]", value.value(), value.low(), value.high());
    }

    static String text(@Nullable Interval value) {
        return value == null
                ? "-"
                : String.format(Locale.ROOT, "%.2f [%.2f %.2f]", value.value(), value.low(), value.high());
    }
}

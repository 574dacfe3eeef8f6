package dev.gauntlet.app.cli;

import dev.gauntlet.Suite;
import dev.gauntlet.app.report.Effort;
import dev.gauntlet.app.report.Headline;
import dev.gauntlet.app.report.Price;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plural;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
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
        say(2, clean(clean));
        assessment.notes().forEach(note -> say(2, "note: " + note));
        say(0, "Damage with its 95 % interval; the report explains what it counts.");
        new FindingTable(assessment, out, ansi, window).print();
        count();
        mend();
        untried();
    }

    /** The attacks of the larger suite that were not tried, where others of their family were. */
    private void untried() {
        List<String> tried =
                assessment.findings().stream().map(f -> f.attack().id()).toList();
        List<String> families = assessment.findings().stream()
                .map(f -> f.attack().family())
                .distinct()
                .toList();
        String others = Catalogue.all(Attack.class).stream()
                .filter(attack -> attack.suite() == Suite.THOROUGH && families.contains(attack.family()))
                .map(Attack::id)
                .filter(id -> !tried.contains(id))
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            out.println();
            say(0, "Not tried: %s; --suite thorough does.".formatted(others));
        }
    }

    private static String clean(SortedMap<String, Interval> clean) {
        if (clean.containsKey("rSquared")) {
            return "clean model: mean absolute error %.4g, R squared %.3f"
                    .formatted(value(clean, "meanAbsoluteError"), value(clean, "rSquared"));
        }
        if (clean.isEmpty()) {
            return "clean detector: without labels its verdicts are neither right nor wrong";
        }
        String kinds = clean.containsKey("kindRecall") ? ", the kind is named of " + text(clean.get("kindRecall")) : "";
        return "clean detector: recall %s%s, false-positive rate %s%s"
                .formatted(text(clean.get("recall")), kinds, text(clean.get("falsePositiveRate")), alerts(clean));
    }

    private static double value(SortedMap<String, Interval> clean, String key) {
        return clean.getOrDefault(key, Interval.exact(Double.NaN)).value();
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

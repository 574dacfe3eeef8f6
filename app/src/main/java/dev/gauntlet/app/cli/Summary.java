package dev.gauntlet.app.cli;

import dev.gauntlet.Phase;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Card;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.ColorScheme;

/** What an assessment found, for a terminal: a table by phase, and what to mend first. */
record Summary(Assessment assessment, PrintWriter out, ColorScheme colours) {
    private static final List<Arm.Name> ARMS =
            List.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE);

    void print() {
        out.printf("%n%s%s%n", assessment.data(), assessment.simulated() ? " (a simulation, not real traffic)" : "");
        SortedMap<String, Interval> clean = assessment.clean();
        out.printf(
                "clean detector: recall %s, false-positive rate %s%s%n",
                text(clean.get("recall")), text(clean.get("falsePositiveRate")), alerts(clean));
        assessment.notes().forEach(note -> out.println("note: " + note));
        out.printf("Damage with its 95 %% interval; what it counts stands in the report.%n");
        for (Phase phase : Phase.values()) {
            List<Finding> here = assessment.findings().stream()
                    .filter(f -> f.attack().phase() == phase)
                    .toList();
            if (!here.isEmpty()) {
                phase(phase, here);
            }
        }
        count();
        mend();
    }

    private void phase(Phase phase, List<Finding> findings) {
        out.printf(
                "%n%-50s %-15s %-15s %-15s %-15s %s%n",
                phase.id().toUpperCase(Locale.ROOT), "clean", "random", "attacked", "defended", "adaptive");
        String last = "";
        for (Finding finding : findings) {
            line(finding);
            if (!last.equals(finding.attack().id())) {
                out.println(colours.ansi().string("    @|faint " + needed(finding.attack()) + recall(finding) + "|@"));
            }
            last = finding.attack().id();
        }
    }

    private void line(Finding finding) {
        out.print(colours.ansi().string(verdict(finding.outcome())) + " ");
        out.printf("%-42s", finding.id());
        if (!finding.arms().isEmpty()) {
            ARMS.forEach(name -> out.printf(
                    " %-15s", finding.arm(name).map(arm -> text(arm.damage())).orElse("-")));
        }
        String reason = finding.reason().isEmpty() ? "" : " " + finding.reason();
        out.println(reason + (finding.adapted() || finding.defence().isEmpty() ? "" : " (not adapted)"));
    }

    private static String verdict(Finding.Outcome outcome) {
        return switch (outcome) {
            case BROKEN -> "@|red Broken |@";
            case HELD -> "@|green Held   |@";
            case SKIPPED -> "@|faint Skipped|@";
            case FAILED -> "@|yellow Failed |@";
        };
    }

    private static String needed(Card attack) {
        return "needs "
                + attack.needs().stream()
                        .map(need -> need.ofData() ? need.text() : "to " + need.text())
                        .collect(Collectors.joining(", "));
    }

    /** Recall beside alerts per day, without and with the attack, where the attack changes them. */
    private String recall(Finding finding) {
        Optional<SortedMap<String, Interval>> attacked =
                finding.arm(Arm.Name.ATTACKED).map(Arm::facts).filter(facts -> facts.containsKey("recall"));
        return attacked.map(facts -> "; recall %s -> %s%s"
                        .formatted(text(assessment.clean().get("recall")), text(facts.get("recall")), alerts(facts)))
                .orElse("");
    }

    private void count() {
        out.println();
        for (Finding.Outcome outcome : Finding.Outcome.values()) {
            List<String> attacks = assessment.findings().stream()
                    .filter(f -> f.outcome() == outcome)
                    .map(f -> f.attack().id())
                    .distinct()
                    .toList();
            if (!attacks.isEmpty()) {
                out.println(colours.ansi().string(verdict(outcome)) + " %d attacks".formatted(attacks.size()));
            }
        }
    }

    private void mend() {
        List<Finding> worst = assessment.worst(3);
        if (worst.isEmpty()) {
            return;
        }
        out.printf("%nMend first:%n");
        for (Finding finding : worst) {
            out.printf(
                    "  %s: %s %s%n",
                    finding.attack().id(),
                    finding.measure(),
                    finding.arm(Arm.Name.ATTACKED).map(a -> text(a.damage())).orElse(""));
            if (!finding.advice().isEmpty()) {
                out.printf("    %s%n", finding.advice());
                out.printf(
                        "    With it (%s): %s, and %s against one who knows it.%n",
                        finding.defence().orElse(""),
                        finding.arm(Arm.Name.DEFENDED)
                                .map(a -> text(a.damage()))
                                .orElse("-"),
                        finding.arm(Arm.Name.ADAPTIVE)
                                .map(a -> text(a.damage()))
                                .orElse("-"));
                if (finding.outcome(Arm.Name.ADAPTIVE, assessment.tolerance()).orElse(Finding.Outcome.HELD)
                        == Finding.Outcome.BROKEN) {
                    out.println("    No defence tried here holds against one who knows it.");
                }
            }
        }
    }

    private static String alerts(SortedMap<String, Interval> facts) {
        Interval alerts = facts.get("alertsPerDay");
        return alerts == null ? "" : String.format(Locale.ROOT, ", %.0f alerts a day", alerts.value());
    }

    private static String text(@Nullable Interval value) {
        return value == null
                ? "-"
                : String.format(Locale.ROOT, "%.2f [%.2f %.2f]", value.value(), value.low(), value.high())
                        .replace("0.", ".");
    }
}

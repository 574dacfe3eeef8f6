package dev.gauntlet.app.cli;

import dev.gauntlet.Phase;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.ColorScheme;

/** What an assessment found, for a terminal. */
record Summary(Assessment assessment, PrintWriter out, ColorScheme colours) {
    void print() {
        out.printf("%n%s%s%n", assessment.data(), assessment.simulated() ? " (a simulation, not real traffic)" : "");
        out.printf(
                "clean detector: recall %s, false-positive rate %s%s%n",
                text(assessment.clean().get("recall")),
                text(assessment.clean().get("falsePositiveRate")),
                assessment.clean().containsKey("alertsPerDay")
                        ? String.format(
                                Locale.ROOT,
                                ", %.1f alerts a day",
                                assessment.clean().get("alertsPerDay").value())
                        : "");
        assessment.notes().forEach(note -> out.println("note: " + note));
        for (Phase phase : Phase.values()) {
            List<Finding> here = assessment.findings().stream()
                    .filter(f -> f.attack().phase() == phase)
                    .toList();
            if (!here.isEmpty()) {
                out.printf(
                        "%n%-46s %-18s %-18s %-18s %-18s %-18s%n",
                        phase.id().toUpperCase(Locale.ROOT), "clean", "random", "attacked", "defended", "adaptive");
                here.forEach(this::line);
            }
        }
        mend();
    }

    private void line(Finding finding) {
        String verdict = switch (finding.outcome()) {
            case BROKEN -> "@|red Broken|@";
            case HELD -> "@|green Held|@" + (finding.reason().isEmpty() ? "" : ": " + finding.reason());
            case SKIPPED -> "@|faint Skipped|@: " + finding.reason();
            case FAILED -> "@|yellow Failed|@: " + finding.reason();
        };
        out.printf("  %-44s", finding.id());
        if (!finding.arms().isEmpty()) {
            for (Arm.Name name :
                    List.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE)) {
                out.printf(
                        " %-18s",
                        finding.arm(name).map(arm -> text(arm.damage())).orElse("-"));
            }
        }
        out.println(" " + colours.ansi().string(verdict)
                + (finding.adapted() || finding.defence().isEmpty() ? "" : " (not adapted)"));
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
            }
        }
    }

    private static String text(@org.jspecify.annotations.Nullable Interval value) {
        return value == null
                ? "-"
                : String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", value.value(), value.low(), value.high());
    }
}

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
import picocli.CommandLine.Help.Ansi;

/** The findings by phase: where the window is wide enough a line each, else with the arms on the lines below. */
record FindingTable(Assessment assessment, PrintWriter out, Ansi ansi, Window window) {
    private static final List<Arm.Name> ARMS =
            List.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE);
    private static final int VERDICT = 8;
    private static final int ARM = 18;
    private static final int INDENT = 4;

    void print() {
        for (Phase phase : Phase.values()) {
            List<Finding> here = assessment.findings().stream()
                    .filter(f -> f.attack().phase() == phase)
                    .toList();
            if (!here.isEmpty()) {
                phase(phase, here);
            }
        }
    }

    private int ids() {
        return assessment.findings().stream()
                .mapToInt(f -> f.id().length())
                .max()
                .orElse(0);
    }

    private boolean wide() {
        return VERDICT + ids() + ARMS.size() * ARM <= window.width();
    }

    private void phase(Phase phase, List<Finding> findings) {
        out.println();
        String name = phase.id().toUpperCase(Locale.ROOT);
        out.println(
                wide()
                        ? pad(name, VERDICT + ids())
                                + ARMS.stream()
                                        .map(arm -> pad(" " + arm.id(), ARM))
                                        .collect(Collectors.joining())
                                        .stripTrailing()
                        : name);
        String last = "";
        for (Finding finding : findings) {
            row(finding);
            if (!last.equals(finding.attack().id())) {
                window.lines(" ".repeat(INDENT), INDENT, needed(finding.attack()) + recall(finding))
                        .forEach(line -> out.println(ansi.string("@|faint " + line + "|@")));
            }
            last = finding.attack().id();
        }
    }

    private void row(Finding finding) {
        String cells = wide()
                ? ARMS.stream()
                        .map(arm -> pad(" " + text(finding, arm).orElse("-"), ARM))
                        .collect(Collectors.joining())
                : "";
        String head = finding.id();
        if (wide() && !finding.arms().isEmpty()) {
            head = (pad(finding.id(), ids()) + cells).stripTrailing();
        }
        String verdict = verdict(finding.outcome(), assessment);
        List<String> lines = window.lines(" ".repeat(VERDICT) + head, VERDICT, notes(finding));
        out.println(ansi.string(verdict) + " " + lines.get(0).substring(VERDICT));
        lines.stream().skip(1).forEach(out::println);
        if (!wide() && !finding.arms().isEmpty()) {
            window.lines(" ".repeat(INDENT), INDENT, cells(finding)).forEach(out::println);
        }
    }

    /** The arms that ran, each in a column of its own. */
    private static String cells(Finding finding) {
        return ARMS.stream()
                .flatMap(arm -> text(finding, arm).map(text -> pad(arm.id(), 8) + " " + text).stream())
                .map(cell -> Window.firm(pad(cell, 27)))
                .collect(Collectors.joining(" "));
    }

    private static Optional<String> text(Finding finding, Arm.Name name) {
        return finding.arm(name).map(arm -> Summary.text(arm.damage()));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String notes(Finding finding) {
        return (finding.reason() + (finding.adapted() || finding.defence().isEmpty() ? "" : " (not adapted)")).strip();
    }

    /** The word for an outcome; Held is no good result for a detector that is not usable. */
    static String verdict(Finding.Outcome outcome, Assessment assessment) {
        return switch (outcome) {
            case BROKEN -> "@|red Broken |@";
            case HELD -> assessment.defects().isEmpty() ? "@|green Held   |@" : "@|faint Held   |@";
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
                        .formatted(
                                Window.firm(Summary.text(assessment.clean().get("recall"))),
                                Window.firm(Summary.text(facts.get("recall"))),
                                Summary.alerts(facts)))
                .orElse("");
    }
}

package dev.gauntlet.app.cli;

import dev.gauntlet.Phase;
import dev.gauntlet.app.report.Ceiling;
import dev.gauntlet.app.report.Effort;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.AttackInfo;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** The findings by phase: where the window is wide enough a line each, else with the arms on the lines below. */
record FindingTable(Assessment assessment, PrintWriter out, Ansi ansi, Window window) {
    /** What the table shows of each finding. */
    private static final Map<String, Function<Finding, Optional<Arm>>> ARMS = arms();

    private static final int VERDICT = 13;
    private static final int ARM = 18;
    private static final int INDENT = 4;

    private static Map<String, Function<Finding, Optional<Arm>>> arms() {
        Map<String, Function<Finding, Optional<Arm>>> arms = new LinkedHashMap<>();
        for (Arm.Name name : List.of(Arm.Name.CLEAN, Arm.Name.NULL, Arm.Name.ATTACKED, Arm.Name.DEFENDED_RANDOM)) {
            arms.put(name.id(), finding -> finding.arm(name));
        }
        arms.put("defended-worst", Finding::worst);
        return arms;
    }

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
                                + ARMS.keySet().stream()
                                        .map(arm -> pad(" " + arm, ARM))
                                        .collect(Collectors.joining())
                                        .stripTrailing()
                        : name);
        String last = "";
        for (Finding finding : findings) {
            row(finding);
            if (!last.equals(finding.attack().id())) {
                window.lines(
                                " ".repeat(INDENT),
                                INDENT,
                                needed(finding.attack()) + recall(finding) + Effort.of(finding))
                        .forEach(line -> out.println(ansi.string("@|faint " + line + "|@")));
                if (finding.attack().combines()) {
                    Ceiling.text(finding, assessment.findings())
                            .ifPresent(text -> window.lines(" ".repeat(INDENT), INDENT, text)
                                    .forEach(line -> out.println(ansi.string("@|faint " + line + "|@"))));
                }
            }
            last = finding.attack().id();
        }
    }

    private void row(Finding finding) {
        String cells = wide()
                ? ARMS.values().stream()
                        .map(arm -> pad(
                                " "
                                        + arm.apply(finding)
                                                .map(FindingTable::damage)
                                                .orElse("-"),
                                ARM))
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
        return ARMS.entrySet().stream()
                .flatMap(arm -> arm.getValue().apply(finding).stream()
                        .map(found -> pad(arm.getKey(), 15) + " " + damage(found)))
                .map(cell -> Window.firm(pad(cell, 35)))
                .collect(Collectors.joining(" "));
    }

    private static String damage(Arm arm) {
        return Summary.text(arm.damage());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String notes(Finding finding) {
        boolean tried = finding.defence().isPresent() && !finding.arms().isEmpty();
        return (finding.reason() + (finding.adapted() || !tried ? "" : " (not adapted)")).strip();
    }

    /** The word for an outcome; Held is no good result for a detector that is not usable. */
    static String verdict(Finding.Outcome outcome, Assessment assessment) {
        return switch (outcome) {
            case BROKEN -> "@|red Broken      |@";
            case HELD -> assessment.defects().isEmpty() ? "@|green Held        |@" : "@|faint Held        |@";
            case INCONCLUSIVE -> "@|yellow Inconclusive|@";
            case OPEN -> "@|red Open        |@";
            case IN_PLACE -> "@|green In place    |@";
            case SKIPPED -> "@|faint Skipped     |@";
            case FAILED -> "@|yellow Failed      |@";
        };
    }

    private static String needed(AttackInfo attack) {
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

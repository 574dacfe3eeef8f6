package dev.gauntlet.app.run;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conditions under which an assessment counts as failed: {@code FAMILY[.ATTACK].ARM.MEASURE OP NUMBER}. The worse end
 * of the interval is compared, the high end for {@code >} and the low end for {@code <}.
 */
public record Gates(List<Gate> gates) {
    private static final Pattern FORM = Pattern.compile(
            "\\s*(?<family>[a-z-]+)(?:\\.(?<attack>[a-z-]+))?\\.(?<arm>[a-z-]+)\\.(?<measure>[A-Za-z0-9]+)"
                    + "\\s*(?<op>[<>])\\s*(?<number>[0-9.eE+-]+)\\s*");
    private static final List<String> ARMS =
            Arrays.stream(Arm.Name.values()).map(Arm.Name::id).toList();

    /** One condition. */
    public record Gate(
            String text,
            String family,
            Optional<String> attack,
            String arm,
            String measure,
            boolean above,
            double limit) {}

    public Gates {
        gates = List.copyOf(gates);
    }

    /** Reads gates; every mistake is reported. */
    public static Gates parse(List<String> texts, List<String> families, List<String> attacks) {
        Problems problems = new Problems();
        List<Gate> gates = new ArrayList<>();
        for (String text : texts) {
            Matcher m = FORM.matcher(text);
            if (!m.matches() || !m.group("number").matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
                problems.add("--fail-on %s: must look like evasion.attacked.success>0.2".formatted(text));
                continue;
            }
            known(problems, text, "family", m.group("family"), families);
            known(problems, text, "arm", m.group("arm"), ARMS);
            Optional<String> attack = Optional.ofNullable(m.group("attack"));
            attack.ifPresent(id -> known(problems, text, "attack", id, attacks));
            gates.add(new Gate(
                    text,
                    m.group("family"),
                    attack,
                    m.group("arm"),
                    m.group("measure"),
                    m.group("op").equals(">"),
                    Double.parseDouble(m.group("number"))));
        }
        problems.throwIfAny();
        return new Gates(gates);
    }

    private static void known(Problems problems, String gate, String what, String name, List<String> names) {
        if (!names.contains(name)) {
            problems.add("--fail-on %s: there is no %s \"%s\"%s; there are %s"
                    .formatted(gate, what, name, Problems.didYouMean(name, names), names));
        }
    }

    /**
     * What tripped, a sentence each; empty if nothing did.
     *
     * @throws InputException if a gate names a measure that no finding of its family has in that arm
     */
    public List<String> tripped(List<Finding> findings) {
        Problems problems = new Problems();
        gates.forEach(gate -> checkMeasure(gate, findings, problems));
        problems.throwIfAny();
        List<String> sentences = new ArrayList<>();
        for (Gate gate : gates) {
            for (Finding finding : findings) {
                if (finding.attack().family().equals(gate.family())
                        && gate.attack().map(finding.attack().id()::equals).orElse(true)) {
                    sentence(gate, finding).ifPresent(sentences::add);
                }
            }
        }
        return sentences;
    }

    private static void checkMeasure(Gate gate, List<Finding> findings, Problems problems) {
        Set<String> measures = new TreeSet<>();
        findings.stream()
                .filter(f -> f.attack().family().equals(gate.family()))
                .flatMap(f -> f.arms().stream())
                .filter(arm -> arm.name().id().equals(gate.arm()))
                .forEach(arm -> {
                    measures.add("damage");
                    measures.addAll(arm.facts().keySet());
                });
        if (!measures.isEmpty()) {
            known(problems, gate.text(), "measure", gate.measure(), List.copyOf(measures));
        }
    }

    private static Optional<String> sentence(Gate gate, Finding finding) {
        if (finding.outcome() == Finding.Outcome.FAILED) {
            return Optional.of("%s: %s failed: %s".formatted(gate.text(), finding.id(), finding.reason()));
        }
        Optional<Interval> value = finding.arms().stream()
                .filter(arm -> arm.name().id().equals(gate.arm()))
                .findFirst()
                .map(arm -> gate.measure().equals("damage")
                        ? finding.overSeeds(arm.name()).orElse(arm.damage())
                        : arm.facts().get(gate.measure()));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        double worse = gate.above() ? value.get().high() : value.get().low();
        boolean trips = gate.above() ? worse > gate.limit() : worse < gate.limit();
        return trips
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%s: %s has %.3f [%.3f, %.3f]",
                        gate.text(),
                        finding.id(),
                        value.get().value(),
                        value.get().low(),
                        value.get().high()))
                : Optional.empty();
    }
}

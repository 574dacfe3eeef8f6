package dev.gauntlet.app.assess;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Problems;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.campaign.trial.Facts;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Conditions under which a run counts as failed. A gate that cannot be evaluated never passes silently: if this is
 * known before the run it is refused, otherwise it trips.
 */
public record Gates(List<Gate> gates) {
    private static final List<String> ARMS =
            Arrays.stream(Arm.Name.values()).map(Arm.Name::id).toList();
    /** The metrics of the detector without attacks. */
    static final List<String> FIGURES = List.of(
            "recall",
            "falsePositiveRate",
            "precision",
            "balancedAccuracy",
            "mcc",
            "rocAuc",
            "prAuc",
            Facts.ALERTS_PER_DAY);

    /**
     * What a run did with its gates, in sentences.
     *
     * @param tripped those that hold
     * @param missing those that could not be evaluated
     */
    public record Result(List<String> tripped, List<String> missing) {}

    public Gates {
        gates = List.copyOf(gates);
    }

    /** Reads gates; every mistake of form is a problem. */
    static Gates parse(List<String> texts, Problems problems) {
        List<Gate> gates = new ArrayList<>();
        texts.forEach(text -> Gate.read(text, problems).ifPresent(gates::add));
        return new Gates(gates);
    }

    /** Reads gates; every mistake of form is reported. */
    public static Gates parse(List<String> texts) {
        Problems problems = new Problems();
        Gates gates = parse(texts, problems);
        problems.throwIfAny();
        return gates;
    }

    public boolean isEmpty() {
        return gates.isEmpty();
    }

    /** The gates on the detector itself, which need no attack. */
    public Gates ofDetector() {
        return new Gates(gates.stream().filter(Gate::isOfDetector).toList());
    }

    /** The texts of the gates on attacks. */
    public List<String> ofAttacks() {
        return gates.stream()
                .filter(gate -> !gate.isOfDetector())
                .map(Gate::text)
                .toList();
    }

    /**
     * The gates that a run on this process will not evaluate, a sentence each.
     *
     * @throws InputException if that is not allowed
     */
    public List<String> refused(AssessedSystem prepared, Assess assess) {
        Map<Gate, String> all = missing(prepared.lab().threat(), assess.campaign());
        missing(prepared.lab(), assess.campaign()).forEach(all::putIfAbsent);
        if (!assess.allowsMissingGates() && !all.isEmpty()) {
            throw new InputException(List.copyOf(all.values()));
        }
        return List.copyOf(all.values());
    }

    /** Which gates use unknown names. */
    Map<Gate, String> unknown() {
        return each(Gates::unknown);
    }

    /** Which gates name what does not exist or what a run of these attacks and defences does not measure, and why. */
    Map<Gate, String> missing(ThreatModel threat, Campaign campaign) {
        return each(gate -> unknown(gate)
                .or(() -> gate.isOfDetector() ? Optional.empty() : unselected(gate, campaign))
                .or(() -> skipped(
                        gate,
                        campaign.attacks(),
                        attack -> threat.refuses(attack.needs(), EnumSet.allOf(Requirement.class)))));
    }

    /** Which gates the data, the detector or the threat model leave nothing to evaluate, and why. */
    Map<Gate, String> missing(Lab lab, Campaign campaign) {
        List<Attack> tried = campaign.attacks().stream()
                .filter(attack -> lab.refuses(attack).isEmpty())
                .toList();
        boolean timed = lab.parts().test().hasTimes();
        return each(gate -> {
            if (gate.measure().equals(Facts.ALERTS_PER_DAY) && !timed) {
                return Optional.of("the test rows have no times, so there are no alerts per day");
            }
            return gate.isOfDetector()
                    ? Optional.empty()
                    : skipped(gate, campaign.attacks(), lab::refuses)
                            .or(() -> unmeasured(gate, figures(gate, tried, attack -> campaign.figures(attack, lab))));
        });
    }

    private Map<Gate, String> each(Function<Gate, Optional<String>> why) {
        Map<Gate, String> sentences = new LinkedHashMap<>();
        for (Gate gate : gates) {
            why.apply(gate)
                    .ifPresent(sentence -> sentences.put(gate, "--fail-on %s: %s".formatted(gate.text(), sentence)));
        }
        return sentences;
    }

    private static Optional<String> unknown(Gate gate) {
        if (gate.isOfDetector()) {
            return unknown("measure of the detector", gate.measure(), FIGURES);
        }
        List<Attack> all = Catalogue.all(Attack.class);
        List<Attack> family = all.stream()
                .filter(attack -> attack.family().equals(gate.family()))
                .toList();
        Campaign everything = new Campaign(all, Guard.each(Catalogue.all(Defence.class)), true, List.of(), 0);
        Facts facts = figures(gate, all, everything::figures);
        List<String> families = new ArrayList<>(Assess.families());
        families.add(Gate.DETECTOR);
        return unknown("family", gate.family(), families)
                .or(() -> gate.attack().flatMap(id -> unknown("attack of this family", id, ids(family))))
                .or(() -> unknown("arm", gate.arm(), ARMS))
                .or(() -> unknown("arm of this family", gate.arm(), arms(facts)))
                .or(() -> unknown("measure in this arm", gate.measure(), measures(facts, gate.arm())));
    }

    private static Optional<String> unknown(String what, String name, List<String> names) {
        return names.contains(name)
                ? Optional.empty()
                : Optional.of("there is no %s \"%s\"%s; there are %s"
                        .formatted(what, name, Problems.didYouMean(name, names), names));
    }

    private static Optional<String> unselected(Gate gate, Campaign campaign) {
        if (campaign.attacks().stream().noneMatch(gate::meets)) {
            return Optional.of(gate.attack()
                    .map("the attack \"%s\" is not among the selected ones"::formatted)
                    .orElseGet(() -> "no attack of the family \"%s\" is selected".formatted(gate.family())));
        }
        return unmeasured(gate, figures(gate, campaign.attacks(), campaign::figures));
    }

    /** Why every attack a gate is about is refused, if so. */
    private static Optional<String> skipped(
            Gate gate, List<Attack> attacks, Function<Attack, Optional<String>> refuses) {
        List<String> reasons = new ArrayList<>();
        for (Attack attack : attacks) {
            if (gate.meets(attack)) {
                Optional<String> why = refuses.apply(attack);
                if (why.isEmpty()) {
                    return Optional.empty();
                }
                reasons.add("%s is skipped: %s".formatted(attack.id(), why.get()));
            }
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    /** Why attacks and defences that all exist do not give the measure in the arm, if so. */
    private static Optional<String> unmeasured(Gate gate, Facts facts) {
        if (!arms(facts).contains(gate.arm())) {
            return Optional.of(
                    "no selected defence that applies here protects against this attack, so the arm \"%s\" does not run"
                            .formatted(gate.arm()));
        }
        return measures(facts, gate.arm()).contains(gate.measure())
                ? Optional.empty()
                : Optional.of("the selected attacks do not measure \"%s\" in the arm \"%s\"; they measure %s"
                        .formatted(gate.measure(), gate.arm(), measures(facts, gate.arm())));
    }

    private static Facts figures(Gate gate, List<Attack> attacks, Function<Attack, Facts> figures) {
        return attacks.stream().filter(gate::meets).map(figures).reduce(Facts.none(), Facts::and);
    }

    private static List<String> arms(Facts facts) {
        return facts.byArm().keySet().stream().map(Arm.Name::id).toList();
    }

    private static List<String> measures(Facts facts, String arm) {
        TreeSet<String> measures = new TreeSet<>(List.of(Gate.DAMAGE));
        facts.byArm().forEach((name, names) -> measures.addAll(name.id().equals(arm) ? names : new TreeSet<>()));
        return List.copyOf(measures);
    }

    private static List<String> ids(List<? extends Plugin> plugins) {
        return plugins.stream().map(Plugin::id).toList();
    }

    /** Evaluates all gates on what a run has found. */
    public Result on(Assessment assessment) {
        List<String> tripped = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Gate gate : gates) {
            Gate.Outcome outcome = gate.on(assessment);
            tripped.addAll(outcome.tripped());
            outcome.missing().ifPresent(why -> missing.add(gate.text() + ": cannot be evaluated: " + why));
        }
        return new Result(tripped, missing);
    }
}

package dev.gauntlet.campaign;

import dev.gauntlet.base.Plural;
import dev.gauntlet.campaign.trial.Facts;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks of the attacks on inputs: signs that a finding says more of a weak search than of the detector. What fires is noted with the
 * finding as doubtful, with the number of the check.
 *
 * <p>Sources: Carlini and others, On Evaluating Adversarial Robustness, 2019; Tramèr and others, On Adaptive Attacks to
 * Adversarial Example Defenses, NeurIPS 2020; Pintor and others, Indicators of Attack Failure, NeurIPS 2022.
 */
final class Doubts {
    private static final int FEWEST = 30;
    private static final double STILL_RISING = 0.05;
    private static final double SPREAD = 0.1;

    /** The findings of one family without defences, one for each attack, and the worst case if there is one. */
    private final List<Finding> family;

    private Doubts(List<Finding> family) {
        this.family = family;
    }

    /** The same findings, those that are doubtful with the reasons. */
    static List<Finding> noted(List<Finding> findings) {
        return findings.stream()
                .map(finding -> {
                    List<String> doubts = of(finding, findings);
                    return doubts.isEmpty() ? finding : finding.noted(doubts);
                })
                .toList();
    }

    /** The reasons why a finding is doubtful; none of one that is no measured attack on inputs. */
    static List<String> of(Finding finding, List<Finding> all) {
        if (finding.attack().attackClass() != AttackClass.INTEGRITY
                || finding.attack().subject() == Subject.PROCESS
                || finding.arm(Arm.Name.ATTACKED).isEmpty()) {
            return List.of();
        }
        List<Finding> family = all.stream()
                .filter(one -> one.attack().family().equals(finding.attack().family()))
                .filter(one -> one.arm(Arm.Name.ATTACKED).isPresent())
                .collect(Collectors.toMap(one -> one.attack().id(), one -> one, (a, b) -> a))
                .values()
                .stream()
                .sorted(Comparator.comparing(one -> one.attack().id()))
                .toList();
        return new Doubts(family).of(finding);
    }

    private List<String> of(Finding finding) {
        List<String> doubts = new ArrayList<>();
        if (finding.attack().combines()) {
            add(doubts, 13, belowAMember(finding));
            return doubts;
        }
        Arm attacked = finding.arm(Arm.Name.ATTACKED).orElseThrow();
        add(doubts, 1, boundedEvenWithoutBounds(attacked));
        add(doubts, 2, falling(finding));
        add(doubts, 3, weakerThanABlackBox(finding));
        add(doubts, 4, weakerThanRandom(finding));
        add(doubts, 5, stillRising(finding));
        add(doubts, 6, share(attacked, Facts.FLAT, "of the gradients were 0, so that it had nothing to follow"));
        add(doubts, 7, share(attacked, Facts.UNSTABLE, "of the scores differ when asked again; average them"));
        add(doubts, 8, counted(attacked, Facts.OVERLOOKED, "victim[s] evaded in a query that the attack did not use"));
        add(doubts, 9, notCarriedOver(finding));
        add(doubts, 10, spread(attacked));
        add(
                doubts,
                11,
                counted(
                                attacked,
                                Facts.REFUTED,
                                "victim[s] evaded within a distance that it had proven safe: its proofs are wrong")
                        .or(() -> beyondWhatIsProven(finding)));
        add(
                doubts,
                12,
                counted(
                        attacked,
                        "rowsRefused",
                        "row[s] that it offered [is|are] invalid; [it counts|they count] as failed"));
        add(doubts, 14, unaware(finding));
        add(doubts, 15, incomplete(finding, attacked));
        return doubts;
    }

    private static void add(List<String> doubts, int check, Optional<String> reason) {
        reason.ifPresent(text -> doubts.add("doubtful (C%d): %s".formatted(check, text)));
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static Optional<Interval> fact(Arm arm, String name) {
        return Optional.ofNullable(arm.facts().get(name));
    }

    /** C1: without any limit an attack must reach what others reach within limits, both of victims that do not evade as they are. */
    private Optional<String> boundedEvenWithoutBounds(Arm attacked) {
        double best = family.stream()
                .flatMap(one -> fact(one.arm(Arm.Name.ATTACKED).orElseThrow(), "success").stream())
                .mapToDouble(Interval::value)
                .max()
                .orElse(0);
        return fact(attacked, Facts.UNBOUNDED)
                .filter(share -> share.high() < best)
                .map(share ->
                        "even without a limit on distance and cost it succeeds with %s of %d victims, and another attack with %s within them"
                                .formatted(two(share.value()), share.n(), two(best)));
    }

    /** C2: more of anything must not do less. */
    private static Optional<String> falling(Finding finding) {
        return finding.curves().stream()
                .filter(curve -> {
                    List<Curve.Point> points = curve.points();
                    for (int i = 1; i < points.size(); i++) {
                        if (points.get(i).damage().value()
                                < points.get(i - 1).damage().value() - 1e-9) {
                            return true;
                        }
                    }
                    return false;
                })
                .findFirst()
                .map(curve -> "the damage falls with more " + curve.quantity());
    }

    private static boolean isWhiteBox(Finding finding) {
        return finding.attack().needs().contains(Requirement.TREES)
                || finding.attack().needs().contains(Requirement.GRADIENTS);
    }

    /** C3: an attacker who sees inside does no less than one who only asks, on the same victims. */
    private Optional<String> weakerThanABlackBox(Finding finding) {
        if (!isWhiteBox(finding)) {
            return Optional.empty();
        }
        Interval own = finding.arm(Arm.Name.ATTACKED).orElseThrow().damage();
        return family.stream()
                .filter(one -> !one.attack().combines() && !isWhiteBox(one))
                .filter(one -> one.arm(Arm.Name.ATTACKED).orElseThrow().damage().low() > own.value())
                .max(Comparator.comparingDouble(
                        one -> one.arm(Arm.Name.ATTACKED).orElseThrow().damage().value()))
                .map(one -> "it sees inside the detector and reaches %s; %s only asks and reaches %s"
                        .formatted(
                                two(own.value()),
                                one.attack().id(),
                                two(one.arm(Arm.Name.ATTACKED)
                                        .orElseThrow()
                                        .damage()
                                        .value())));
    }

    /** C4: random changes with the same budget do not do more. */
    private static Optional<String> weakerThanRandom(Finding finding) {
        return finding.comparison()
                .beyondRandom()
                .filter(beyond -> beyond.high() < 0)
                .map(beyond -> "random changes with the same budget reach %s more".formatted(two(-beyond.value())));
    }

    /** C5: a search whose last half of the queries still adds much is not at its end, unless no victim is left. */
    private static Optional<String> stillRising(Finding finding) {
        return finding.curves().stream()
                .filter(curve ->
                        curve.axis().equals(Curve.QUERIES) && curve.points().size() > 1)
                .findFirst()
                .filter(curve ->
                        curve.points().get(curve.points().size() - 1).damage().value() < 1)
                .map(curve -> {
                    List<Curve.Point> points = curve.points();
                    return points.get(points.size() - 1).damage().value()
                            - points.get(points.size() - 2).damage().value();
                })
                .filter(gain -> gain > STILL_RISING)
                .map(gain ->
                        "the last half of its queries still added %s; more queries may find more".formatted(two(gain)));
    }

    private static Optional<String> share(Arm attacked, String fact, String what) {
        return fact(attacked, fact).filter(share -> share.value() > 0).map(share -> two(share.value()) + " " + what);
    }

    private static Optional<String> counted(Arm attacked, String fact, String what) {
        return fact(attacked, fact)
                .map(Interval::value)
                .filter(count -> count > 0)
                .map(count -> Plural.format("%d " + what, (int) Math.ceil(count)));
    }

    /** C9: what works on a copy and not on the detector says nothing of the detector. */
    private Optional<String> notCarriedOver(Finding finding) {
        if (!finding.attack().id().startsWith("transfer")) {
            return Optional.empty();
        }
        Interval own = finding.arm(Arm.Name.ATTACKED).orElseThrow().damage();
        return family.stream()
                .filter(one -> !one.attack().combines())
                .map(one -> one.arm(Arm.Name.ATTACKED).orElseThrow().damage().value())
                .max(Comparator.naturalOrder())
                .filter(best -> best > own.high())
                .map(best -> "it reaches %s through a copy, a direct attack %s: the copy is not the detector"
                        .formatted(two(own.value()), two(best)));
    }

    /** C10: luck in one of several repetitions. */
    private static Optional<String> spread(Arm attacked) {
        double worst =
                attacked.each().stream().mapToDouble(Interval::value).max().orElse(0);
        return worst - attacked.damage().value() > SPREAD
                ? Optional.of("its repetitions differ: %s on average, %s in the worst; more of them may find more"
                        .formatted(two(attacked.damage().value()), two(worst)))
                : Optional.empty();
    }

    /** C11: no attack reaches what is proven to be out of reach. */
    private Optional<String> beyondWhatIsProven(Finding finding) {
        for (Finding one : family) {
            for (Curve proven : one.curves()) {
                if (!proven.proven() || !proven.quantity().equals(Curve.DISTANCE)) {
                    continue;
                }
                for (Curve curve : finding.curves()) {
                    if (curve.axis().equals(Curve.DISTANCE) && exceeds(curve, proven)) {
                        return Optional.of(
                                "it does more within a distance than %s proves to be possible: one of both is wrong"
                                        .formatted(one.attack().id()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean exceeds(Curve curve, Curve proven) {
        return curve.points().stream()
                .anyMatch(point -> proven.points().stream()
                        .filter(bound -> bound.at() <= point.at() * (1 + 1e-9))
                        .reduce((a, b) -> b)
                        .filter(bound -> point.damage().value() > bound.damage().value() + 1e-9)
                        .isPresent());
    }

    /** C13: the worst case is what any attack reaches with each victim. */
    private Optional<String> belowAMember(Finding worst) {
        double own = worst.arm(Arm.Name.ATTACKED).orElseThrow().damage().value();
        return family.stream()
                .filter(one -> !one.attack().combines())
                .filter(one -> one.arm(Arm.Name.ATTACKED).orElseThrow().damage().value() > own + 1e-9)
                .findFirst()
                .map(one -> "%s alone does more".formatted(one.attack().id()));
    }

    /** C14: a defence that seems to help was not attacked by anyone who knows it. */
    private static Optional<String> unaware(Finding finding) {
        return finding.defence().isPresent()
                        && !finding.adapted()
                        && finding.comparison()
                                .prevented()
                                .filter(prevented -> prevented.low() > 0)
                                .isPresent()
                ? Optional.of("the defence seems to help, and no attacker who uses what it knows of it was tried")
                : Optional.empty();
    }

    /** C15: what a reader needs to judge it. */
    private static Optional<String> incomplete(Finding finding, Arm attacked) {
        List<String> missing = new ArrayList<>();
        for (String name : List.of("success", "meanQueries", "meanCost")) {
            if (fact(attacked, name)
                    .map(Interval::value)
                    .filter(Double::isFinite)
                    .isEmpty()) {
                missing.add(name);
            }
        }
        if (finding.arm(Arm.Name.CLEAN).isEmpty()) {
            missing.add("the detector without an attack");
        }
        if (finding.arm(Arm.Name.NULL).isEmpty()) {
            missing.add("the random attacker");
        }
        if (!missing.isEmpty()) {
            return Optional.of("it does not state " + String.join(", ", missing));
        }
        int victims = attacked.damage().n();
        return victims < FEWEST ? Optional.of(Plural.format("only %d victim[s]", victims)) : Optional.empty();
    }
}

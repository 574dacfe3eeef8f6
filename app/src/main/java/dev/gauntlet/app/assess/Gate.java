package dev.gauntlet.app.assess;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Problems;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One condition: {@code FAMILY[.ATTACK].ARM.MEASURE OP NUMBER} on attacks, {@code detector.MEASURE OP NUMBER} on the
 * detector without attacks. The worse end of the interval is compared, the high end for {@code >} and the low end for
 * {@code <}.
 *
 * @param arm empty for the detector
 */
record Gate(
        String text, String family, Optional<String> attack, String arm, String measure, boolean above, double limit) {
    /** Used in place of a family for the detector itself. */
    static final String DETECTOR = "detector";
    /** The measure that every arm has. */
    static final String DAMAGE = "damage";

    private static final Pattern FORM = Pattern.compile("\\s*(?<family>[a-z-]+)(?:\\.(?<attack>[a-z-]+))??"
            + "(?:\\.(?<arm>[a-z-]+))?\\.(?<measure>[A-Za-z0-9]+)"
            + "\\s*(?<op>[<>])\\s*(?<number>[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*");

    /** The result of a gate: why it tripped, or why it could not be evaluated; empty if it passed. */
    record Outcome(List<String> tripped, Optional<String> missing) {}

    /** Reads a gate; one of another form is a problem. */
    static Optional<Gate> read(String text, Problems problems) {
        Matcher m = FORM.matcher(text);
        if (m.matches() && m.group("family").equals(DETECTOR) == (m.group("arm") == null)) {
            String measure = m.group("measure");
            boolean above = m.group("op").equals(">");
            double limit = Double.parseDouble(m.group("number"));
            Optional<String> wrong = Range.of(measure).flatMap(range -> range.refuses(above, limit));
            if (wrong.isPresent()) {
                problems.add("--fail-on %s: %s: %s is %s; state a limit within"
                        .formatted(text, wrong.get(), measure, Range.of(measure).orElseThrow()));
                return Optional.empty();
            }
            return Optional.of(new Gate(
                    text,
                    m.group("family"),
                    Optional.ofNullable(m.group("attack")),
                    Optional.ofNullable(m.group("arm")).orElse(""),
                    measure,
                    above,
                    limit));
        }
        problems.add(
                "--fail-on %s: must look like evasion.attacked.success>0.2 or detector.recall<0.8".formatted(text));
        return Optional.empty();
    }

    boolean isOfDetector() {
        return family.equals(DETECTOR);
    }

    /** Whether an attack is one of those it is about. */
    boolean meets(Attack other) {
        return other.family().equals(family) && attack.map(other.id()::equals).orElse(true);
    }

    private boolean meets(Finding finding) {
        return finding.attack().family().equals(family)
                && attack.map(finding.attack().id()::equals).orElse(true);
    }

    /** Evaluates it on what a run has found. */
    Outcome on(Assessment assessment) {
        return isOfDetector()
                ? of(Optional.ofNullable(assessment.clean().get(measure)))
                : of(assessment.findings().stream().filter(this::meets).toList());
    }

    private Outcome of(Optional<Interval> figure) {
        if (figure.isEmpty() || Double.isNaN(figure.get().value())) {
            return new Outcome(List.of(), Optional.of("the test rows cannot measure the detector's " + measure));
        }
        return new Outcome(tripped("the detector", figure.get()).stream().toList(), Optional.empty());
    }

    private Outcome of(List<Finding> findings) {
        List<String> tripped = new ArrayList<>();
        Optional<String> why = Optional.empty();
        boolean evaluated = false;
        for (Finding finding : findings) {
            if (finding.outcome() == Finding.Outcome.FAILED) {
                tripped.add("%s: %s failed: %s".formatted(text, finding.id(), finding.reason()));
                continue;
            }
            Optional<Interval> value = value(finding);
            if (value.filter(v -> Double.isNaN(v.value())).isPresent()) {
                tripped.add("%s: %s could not be measured in %s".formatted(text, measure, finding.id()));
            } else if (value.isPresent()) {
                evaluated = true;
                tripped(finding.id(), value.get()).ifPresent(tripped::add);
            } else if (why.isEmpty() && finding.outcome() == Finding.Outcome.SKIPPED) {
                why = Optional.of("%s was skipped: %s".formatted(finding.id(), finding.reason()));
            }
        }
        return new Outcome(
                tripped,
                evaluated || !tripped.isEmpty()
                        ? Optional.empty()
                        : why.or(() -> Optional.of(
                                "no finding of this run has %s in the arm \"%s\"".formatted(measure, arm))));
    }

    private Optional<Interval> value(Finding finding) {
        return finding.arms().stream()
                .filter(one -> one.name().id().equals(arm))
                .findFirst()
                .flatMap(one -> measure.equals(DAMAGE)
                        ? finding.overSeeds(one.name()).or(() -> Optional.of(one.damage()))
                        : fact(one));
    }

    private Optional<Interval> fact(Arm one) {
        return Optional.ofNullable(one.facts().get(measure));
    }

    private Optional<String> tripped(String what, Interval value) {
        boolean trips = above ? !(value.high() <= limit) : !(value.low() >= limit);
        return trips
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%s: %s has %.3f [%.3f, %.3f]%s",
                        text,
                        what,
                        value.value(),
                        value.low(),
                        value.high(),
                        value.n() == 0 && value.low() < value.high() ? ", of no cases" : ""))
                : Optional.empty();
    }
}

package dev.gauntlet.campaign;

import dev.gauntlet.measure.Interval;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Judges stored findings anew, from their arms and the tables of their victims. Stored numbers are rounded.
 *
 * @param source the source of a row by its id
 */
public record Audit(double tolerance, LongFunction<Object> source) {
    /** Stored numbers have 9 digits, of which comparisons lose some. */
    private static final double ROUNDING = 1e-6;

    private static final Set<Finding.Outcome> MEASURED = EnumSet.of(
            Finding.Outcome.BROKEN, Finding.Outcome.HELD, Finding.Outcome.INCONCLUSIVE, Finding.Outcome.OPEN);

    /** What does not follow, each with the id of its finding; empty if everything does. */
    public List<String> faults(List<Finding> findings) {
        List<String> faults = new ArrayList<>();
        List<Finding> judged =
                CampaignRun.corrected(findings.stream().map(this::judged).toList());
        for (int i = 0; i < findings.size(); i++) {
            Finding stored = findings.get(i);
            fault(stored, judged.get(i)).ifPresent(fault -> faults.add(stored.id() + ": " + fault));
        }
        return faults;
    }

    /**
     * An arm as findings have it.
     *
     * @param each its repetitions, with the tables of their victims
     */
    public Arm mean(List<Arm> each) {
        Arm.Name name = each.get(0).name();
        return new ArmPairs(Map.of(name, each), source).mean(name);
    }

    private Finding judged(Finding stored) {
        return stored.arms().isEmpty() ? stored : stored.judged(new ArmPairs(repetitions(stored), source), tolerance);
    }

    private static Map<Arm.Name, List<Arm>> repetitions(Finding finding) {
        Map<Arm.Name, List<Arm>> each = new HashMap<>();
        finding.arms().forEach(arm -> each.put(arm.name(), repetitions(arm)));
        return each;
    }

    private static List<Arm> repetitions(Arm arm) {
        List<Interval> damages = arm.each().isEmpty() ? List.of(arm.damage()) : arm.each();
        return IntStream.range(0, damages.size())
                .mapToObj(k -> {
                    List<Victims> own = arm.victims().size() == damages.size()
                            ? arm.victims().subList(k, k + 1)
                            : List.<Victims>of();
                    // Exact where it is the share of the victims: then arms are compared victim by victim.
                    Interval damage = own.stream()
                            .filter(Victims::isHere)
                            .map(Victims::share)
                            .filter(share -> isSame(share, damages.get(k)))
                            .findFirst()
                            .orElse(damages.get(k));
                    return new Arm(arm.name(), damage, Optional.empty(), new TreeMap<>(), own);
                })
                .toList();
    }

    private Optional<String> fault(Finding stored, Finding judged) {
        boolean measured = MEASURED.contains(stored.outcome());
        if (stored.arms().isEmpty()) {
            return measured
                    ? Optional.of("it is %s, but has no arms".formatted(word(stored.outcome())))
                    : Optional.empty();
        }
        for (Arm arm : stored.arms()) {
            if (arm.victims().stream().anyMatch(victims -> !victims.isHere())) {
                return Optional.of("the table of the victims of its arm %s is missing or altered, victims/%s.csv"
                        .formatted(
                                arm.name().id(),
                                arm.victims().stream()
                                        .filter(victims -> !victims.isHere())
                                        .map(Victims::digest)
                                        .findFirst()
                                        .orElse("")));
            }
            if (!follows(arm)) {
                return Optional.of("the damage of its arm %s is not that of its victims or repetitions"
                        .formatted(arm.name().id()));
            }
        }
        Finding.Outcome outcome = stored.repeats().isEmpty()
                ? judged.outcome()
                : Repeated.of(stored.attack(), stored.repeats()).outcome();
        boolean fails = stored.outcome() == Finding.Outcome.FAILED && mayFail(stored);
        if (!fails && stored.outcome() != outcome) {
            return Optional.of("it is %s, but its arms show %s".formatted(word(stored.outcome()), word(outcome)));
        }
        if (!stored.repeats().isEmpty() && !isOf(stored.repeats().get(0), judged, fails)) {
            return Optional.of("its result under the first seed is not that of its arms");
        }
        return comparison(stored.comparison(), judged.comparison());
    }

    /** A mean follows from the repetitions; a damage that is a share of victims follows from their table. */
    private static boolean follows(Arm arm) {
        return arm.each().isEmpty()
                ? repetitions(arm).stream()
                        .allMatch(one -> one.victims().isEmpty()
                                || isSame(one.victims().get(0).share(), one.damage()))
                : isSame(
                        Interval.exact(arm.damage().value()),
                        Interval.exact(arm.each().stream()
                                .mapToDouble(Interval::value)
                                .average()
                                .orElse(0)));
    }

    /** A finding with arms failed behind its defence, or under another seed. */
    private static boolean mayFail(Finding stored) {
        return (stored.defence().isPresent() && stored.arm(Arm.Name.DEFENDED).isEmpty())
                || stored.repeats().stream().anyMatch(repeat -> repeat.outcome() == Finding.Outcome.FAILED);
    }

    private static boolean isOf(Finding.Repeat first, Finding judged, boolean fails) {
        return (fails || first.outcome() == judged.outcome())
                && judged.arms().stream().allMatch(arm -> {
                    double damage = first.damage().getOrDefault(arm.name().id(), Double.NaN);
                    return isSame(
                            Interval.exact(damage), Interval.exact(arm.damage().value()));
                });
    }

    private static Optional<String> comparison(Comparison stored, Comparison judged) {
        if (stored.compared() != judged.compared()) {
            return Optional.of("it is one of %d comparisons, but findings of %d are there"
                    .formatted(stored.compared(), judged.compared()));
        }
        if (!isSame(stored.p(), judged.p())) {
            return Optional.of("its p is %s, but its arms show %s".formatted(number(stored.p()), number(judged.p())));
        }
        boolean same = isSame(stored.beyondRandom(), judged.beyondRandom())
                && isSame(stored.beyondClean(), judged.beyondClean())
                && isSame(stored.random(), judged.random())
                && stored.worst().equals(judged.worst())
                && isSame(stored.behind(), judged.behind())
                && isSame(stored.prevented(), judged.prevented());
        return same ? Optional.empty() : Optional.of("its comparison does not follow from its arms");
    }

    private static boolean isSame(Optional<Interval> one, Optional<Interval> other) {
        return one.isPresent() == other.isPresent()
                && one.map(interval -> isSame(interval, other.orElseThrow())).orElse(true);
    }

    private static boolean isSame(Interval one, Interval other) {
        return one.n() == other.n()
                && isSame(one.value(), other.value())
                && isSame(one.low(), other.low())
                && isSame(one.high(), other.high());
    }

    private static boolean isSame(double one, double other) {
        return Math.abs(one - other) <= ROUNDING * Math.max(1, Math.abs(one));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String word(Finding.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

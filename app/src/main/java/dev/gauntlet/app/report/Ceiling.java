package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The most that attackers of a family can do to the detector without defences: proven where an exact search says for which rows
 * nothing within the distance works, else the best known of all attackers that were tried. All are of the first repetition.
 *
 * @param proven whether nobody can do more; else somebody who was not tried may
 */
public record Ceiling(double damage, boolean proven) {
    /** The ceiling of the family of a finding on changed inputs; empty for other attacks, and where nothing was measured. */
    static Optional<Ceiling> of(Finding finding, List<Finding> findings) {
        List<Finding> family = findings.stream()
                .filter(other -> other.attack().family().equals(finding.attack().family())
                        && other.measure().equals(finding.measure()))
                .toList();
        if (first(finding, Arm.Name.ATTACKED).isEmpty()
                || family.stream()
                        .noneMatch(other -> other.curves().stream()
                                .anyMatch(curve -> curve.quantity().equals(Curve.DISTANCE)))) {
            return Optional.empty();
        }
        OptionalDouble bound = family.stream()
                .flatMap(other -> other.curves().stream())
                .filter(curve -> curve.proven() && curve.quantity().equals(Curve.DISTANCE))
                .flatMap(curve ->
                        curve.points().stream().skip(Math.max(0, curve.points().size() - 1)))
                .mapToDouble(point -> point.damage().value())
                .min();
        if (bound.isPresent()) {
            return Optional.of(new Ceiling(bound.getAsDouble(), true));
        }
        DoubleStream known = family.stream()
                .flatMap(
                        other -> Stream.of(Arm.Name.NULL, Arm.Name.ATTACKED).flatMap(arm -> first(other, arm).stream()))
                .mapToDouble(Interval::value);
        return Optional.of(new Ceiling(known.max().orElse(0), false));
    }

    /** A sentence on an attack: the most that is possible or known, and what share of it was found; empty if it says nothing. */
    public static Optional<String> text(Finding finding, List<Finding> findings) {
        return of(finding, findings)
                .flatMap(ceiling -> first(finding, Arm.Name.ATTACKED).map(found -> ceiling.text(found.value())));
    }

    private String text(double found) {
        String share =
                damage == 0 ? "" : String.format(Locale.ROOT, ", of which this is %.0f %%", 100 * found / damage);
        String most = String.format(Locale.ROOT, "%.2f", damage);
        return proven
                ? "No attacker can reach more than " + most
                        + " within the distance, whatever it costs and whether or not rules allow it (proven)" + share
                : "The best known of all attackers here is " + most + share + "; nothing is proven";
    }

    private static Optional<Interval> first(Finding finding, Arm.Name name) {
        return finding.arm(name)
                .map(arm -> arm.each().isEmpty() ? arm.damage() : arm.each().get(0));
    }
}

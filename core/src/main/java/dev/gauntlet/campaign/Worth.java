package dev.gauntlet.campaign;

import dev.gauntlet.campaign.trial.Facts;
import dev.gauntlet.measure.Interval;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much an attack harms and what a defence is worth, to decide what to fix first. Of changed inputs the area under success
 * over cost counts, so that a detector counts that is dearer to evade.
 */
final class Worth {
    private Worth() {}

    /** The lower end of the damage that counts, or of the area; 0 if it is not known. */
    static double severity(Finding finding) {
        return area(finding, Arm.Name.ATTACKED)
                .or(() -> finding.comparison().counting(finding.randomIsAttack()))
                .map(Interval::low)
                .orElse(0.0);
    }

    /** The damage that the defence prevents at least, minus what it costs; absent if it was not measured. */
    static Optional<Double> gain(Finding finding) {
        return area(finding, Arm.Name.ATTACKED)
                .flatMap(before -> Stream.of(Arm.Name.DEFENDED, Arm.Name.ADAPTIVE, Arm.Name.DEFENDED_RANDOM)
                        .flatMap(name -> area(finding, name).stream())
                        .max(Comparator.comparingDouble(Interval::value))
                        .map(before::minus))
                .or(finding.comparison()::prevented)
                .map(prevented -> prevented.low() - cost(finding));
    }

    /** What the defence costs without an attack: the recall that is lost plus the false-positive rate that is added. */
    private static double cost(Finding finding) {
        return change(finding, "falsePositiveRate") - change(finding, "recall");
    }

    private static double change(Finding finding, String figure) {
        return Optional.ofNullable(finding.price().get(figure))
                .map(Interval::value)
                .orElse(0.0);
    }

    private static Optional<Interval> area(Finding finding, Arm.Name name) {
        return finding.arm(name).flatMap(arm -> Optional.ofNullable(arm.facts().get(Facts.AREA)));
    }
}

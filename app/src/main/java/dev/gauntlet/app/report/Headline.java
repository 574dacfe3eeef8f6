package dev.gauntlet.app.report;

import dev.gauntlet.base.Plural;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The summary at the top.
 *
 * @param figures of the clean detector
 * @param verdict how many of the attacks that were tried broke the detector, and how many were not
 * @param counts of attacks by result
 */
public record Headline(List<Detector.Measured> figures, String verdict, List<Count> counts, List<Mend> mend) {
    public Headline {
        figures = List.copyOf(figures);
        counts = List.copyOf(counts);
        mend = List.copyOf(mend);
    }

    /** How many attacks had one result. */
    public record Count(Mark mark, int attacks) {}

    /** A finding to fix, with the damage in words and in numbers. */
    public record Mend(
            String attack,
            String section,
            String place,
            String measure,
            String reason,
            Optional<Value> attacked,
            Optional<Value> random,
            Optional<String> defence,
            Optional<Value> adaptive,
            String advice,
            String price) {}

    static Headline of(Assessment assessment) {
        Tally tally = Tally.of(assessment.findings());
        List<Detector.Measured> figures = Stream.of("recall", "falsePositiveRate", "alertsPerDay", "prAuc", "mcc")
                .flatMap(key -> Optional.ofNullable(assessment.clean().get(key)).stream()
                        .map(value -> new Detector.Measured(Words.fact(key), key, Value.fact(key, value))))
                .toList();
        List<Count> counts = Stream.of(Mark.BROKEN, Mark.HELD, Mark.SKIPPED, Mark.FAILED)
                .map(mark -> new Count(mark, tally.count(mark)))
                .toList();
        return new Headline(
                figures,
                assessment.defects().isEmpty()
                        ? verdict(tally)
                        : "The detector is not usable, so this result means little: " + verdict(tally),
                counts,
                assessment.worst(3).stream().map(Headline::mend).toList());
    }

    private static String verdict(Tally tally) {
        int broken = tally.count(Mark.BROKEN);
        String verdict = Plural.format(
                "%d of %d attack[s] that [was|were] tried broke the detector", broken, broken + tally.count(Mark.HELD));
        String rest = Stream.of(Mark.SKIPPED, Mark.FAILED)
                .filter(mark -> tally.count(mark) > 0)
                .map(mark -> tally.count(mark) + " " + mark.word().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return verdict + (rest.isEmpty() ? "." : "; " + rest + ".");
    }

    private static Mend mend(Finding finding) {
        return new Mend(
                finding.attack().id(),
                AttackSection.anchor(finding.attack()),
                Words.phase(finding.attack().phase()),
                finding.measure(),
                finding.reason(),
                damage(finding, Arm.Name.ATTACKED),
                damage(finding, Arm.Name.NULL),
                finding.defence(),
                damage(finding, Arm.Name.ADAPTIVE),
                finding.advice(),
                Price.of(finding));
    }

    private static Optional<Value> damage(Finding finding, Arm.Name name) {
        return finding.arm(name).map(Arm::damage).map(Value::share);
    }
}

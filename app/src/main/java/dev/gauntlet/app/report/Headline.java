package dev.gauntlet.app.report;

import dev.gauntlet.base.Plural;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The summary at the top.
 *
 * @param figures of the clean detector
 * @param verdict what breaks the detector
 * @param process what the process around the detector leaves open; empty if no attack on it was tried
 * @param compared for how many comparisons the outcomes about the detector are corrected; absent if there is none
 * @param counts of attacks by result
 * @param mend what to fix first of the former
 * @param open the latter
 */
public record Headline(
        List<Detector.Measured> figures,
        String verdict,
        String process,
        Optional<String> compared,
        List<Count> counts,
        List<Mend> mend,
        List<Mend> open) {
    /** Said where no defence is worth its cost. */
    public static final String NO_ADVICE = "No defence that was tried prevents more damage than it costs.";

    public Headline {
        figures = List.copyOf(figures);
        counts = List.copyOf(counts);
        mend = List.copyOf(mend);
        open = List.copyOf(open);
    }

    /** How many attacks had one result. */
    public record Count(Mark mark, int attacks) {}

    /**
     * A finding to fix, with the damage in words and in numbers.
     *
     * @param defence one that is worth its cost; absent if none that was tried is
     * @param worst the damage behind it
     */
    public record Mend(
            String attack,
            String section,
            String place,
            String measure,
            String reason,
            Optional<Value> attacked,
            Optional<Value> random,
            Optional<String> defence,
            Optional<Value> worst,
            String advice,
            String price) {}

    static Headline of(Assessment assessment) {
        List<Finding> attacks = assessment.findings().stream()
                .filter(f -> !f.attack().combines())
                .toList();
        List<Finding> onProcess = assessment.findings().stream()
                .filter(f -> f.attack().subject() == Subject.PROCESS)
                .toList();
        Tally tally = Tally.of(attacks.stream()
                .filter(f -> f.attack().subject() != Subject.PROCESS)
                .toList());
        List<Detector.Measured> figures = Stream.of(
                        "recall",
                        "kindRecall",
                        "falsePositiveRate",
                        "alertsPerDay",
                        "prAuc",
                        "mcc",
                        "meanAbsoluteError",
                        "rSquared")
                .flatMap(key -> Optional.ofNullable(assessment.clean().get(key)).stream()
                        .map(value -> new Detector.Measured(Words.fact(key), key, Value.fact(key, value))))
                .toList();
        Tally all = Tally.of(attacks);
        List<Count> counts = Stream.of(Mark.values())
                .filter(mark -> mark != Mark.UNTRIED)
                .map(mark -> new Count(mark, all.count(mark)))
                .toList();
        return new Headline(
                figures,
                assessment.defects().isEmpty()
                        ? verdict(tally)
                        : "The detector is not usable, so this result means little: " + verdict(tally),
                process(Tally.of(onProcess)),
                assessment.compared().map(times -> Plural.format("%d comparison[s]", times)),
                counts,
                assessment.worst(3).stream().map(Headline::mend).toList(),
                assessment.open().stream().map(Headline::mend).toList());
    }

    private static String verdict(Tally tally) {
        int broken = tally.count(Mark.BROKEN);
        int tried = broken + tally.count(Mark.HELD) + tally.count(Mark.INCONCLUSIVE);
        return Plural.format("%d of %d attack[s] that [was|were] tried broke the detector", broken, tried)
                + rest(tally, Mark.INCONCLUSIVE, Mark.SKIPPED, Mark.FAILED);
    }

    private static String process(Tally tally) {
        int open = tally.count(Mark.OPEN);
        int tried = open + tally.count(Mark.HELD) + tally.count(Mark.INCONCLUSIVE);
        if (tally.size() == 0) {
            return "";
        }
        String left = tried == 0
                ? "No attack on the process around it was tried"
                : Plural.format("The process around it leaves %d of %d attack[s] open", open, tried);
        return left + rest(tally, Mark.INCONCLUSIVE, Mark.IN_PLACE, Mark.SKIPPED, Mark.FAILED);
    }

    private static String rest(Tally tally, Mark... marks) {
        String rest = Stream.of(marks)
                .filter(mark -> tally.count(mark) > 0)
                .map(mark -> tally.count(mark) + " " + mark.word().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return rest.isEmpty() ? "." : "; " + rest + ".";
    }

    private static Mend mend(Finding finding) {
        boolean worthwhile = finding.paysOff();
        return new Mend(
                finding.attack().id(),
                AttackSection.anchor(finding.attack()),
                Words.phase(finding.attack().phase()),
                finding.measure() + Effort.of(finding),
                finding.reason(),
                damage(finding, Arm.Name.ATTACKED),
                damage(finding, Arm.Name.NULL),
                finding.defence().filter(defence -> worthwhile),
                finding.worst().filter(arm -> worthwhile).map(Arm::damage).map(Value::share),
                worthwhile ? finding.advice() : NO_ADVICE,
                worthwhile ? Price.of(finding) : "");
    }

    private static Optional<Value> damage(Finding finding, Arm.Name name) {
        return finding.arm(name).map(Arm::damage).map(Value::share);
    }
}

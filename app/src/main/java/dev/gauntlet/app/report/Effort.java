package dev.gauntlet.app.report;

import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.trial.Facts;
import dev.gauntlet.measure.Interval;
import java.util.Locale;
import java.util.Optional;

/** What changes of rows cost an attacker. Where every row can be changed with success, only that tells detectors apart. */
public final class Effort {
    private Effort() {}

    /** The end of a sentence, with random changes for comparison; empty where nothing was measured. */
    public static String of(Finding finding) {
        return text(
                        finding,
                        "meanSize",
                        "the %s size of a successful change is"
                                .formatted(YamlMap.word(finding.budget().norm())))
                .or(() -> text(finding, "meanCost", "a successful change costs"))
                .or(() -> text(finding, Facts.AREA, "area under success over cost"))
                .orElse("");
    }

    private static Optional<String> text(Finding finding, String name, String words) {
        return fact(finding, Arm.Name.ATTACKED, name)
                .map(own -> "; %s %s%s"
                        .formatted(
                                words,
                                own,
                                fact(finding, Arm.Name.NULL, name)
                                        .map(random -> ", random " + random)
                                        .orElse("")));
    }

    private static Optional<String> fact(Finding finding, Arm.Name arm, String name) {
        return finding.arm(arm)
                .flatMap(of -> Optional.ofNullable(of.facts().get(name)))
                .map(Interval::value)
                .map(value -> String.format(Locale.ROOT, "%.2f", value));
    }
}

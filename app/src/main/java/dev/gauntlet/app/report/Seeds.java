package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.measure.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The damage of one attack under every seed.
 *
 * @param seeds the columns
 * @param lines the arms; none where there is one seed
 */
public record Seeds(List<Long> seeds, List<Line> lines) {
    public Seeds {
        seeds = List.copyOf(seeds);
        lines = List.copyOf(lines);
    }

    /**
     * One arm.
     *
     * @param values one for each seed, absent where the arm did not run
     * @param mean over the seeds, with Student's interval
     */
    public record Line(String arm, String defence, List<Optional<Value>> values, Value mean) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /** The arms of one attack's findings, those without a defence once. */
    static Seeds of(List<Finding> findings) {
        List<Line> lines = new ArrayList<>();
        for (Finding finding : findings) {
            boolean first = lines.isEmpty();
            for (Arm arm : finding.arms()) {
                boolean defended = arm.name().compareTo(Arm.Name.ATTACKED) > 0;
                if (first || defended) {
                    String defence = defended ? finding.defence().orElse("") : "";
                    finding.overSeeds(arm.name())
                            .ifPresent(mean -> lines.add(new Line(
                                    arm.name().id(), defence, values(finding, arm.name()), Value.share(mean))));
                }
            }
        }
        return new Seeds(
                findings.get(0).repeats().stream().map(Finding.Repeat::seed).toList(), lines);
    }

    private static List<Optional<Value>> values(Finding finding, Arm.Name arm) {
        return finding.repeats().stream()
                .map(repeat -> Optional.ofNullable(repeat.damage().get(arm.id()))
                        .map(Interval::exact)
                        .map(Value::share))
                .toList();
    }
}

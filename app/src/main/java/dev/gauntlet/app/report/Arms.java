package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that was measured of one attack: a line for each arm, the arms without a defence once.
 *
 * @param facts the names of the further measurements, one for each column
 */
public record Arms(List<String> facts, List<Line> lines) {
    public Arms {
        facts = List.copyOf(facts);
        lines = List.copyOf(lines);
    }

    /**
     * One arm.
     *
     * @param values one for each fact, absent where the arm has none
     */
    public record Line(String name, String defence, String id, Value damage, List<Optional<Value>> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /** The arms of one attack's findings. */
    static Arms of(List<Finding> findings) {
        SortedSet<String> keys = new TreeSet<>();
        findings.forEach(f -> f.arms().forEach(arm -> keys.addAll(arm.facts().keySet())));
        List<Line> lines = new ArrayList<>();
        for (Finding finding : findings) {
            boolean first = lines.isEmpty();
            for (Arm arm : finding.arms()) {
                if (first || isDefended(arm)) {
                    lines.add(line(finding, arm, keys));
                }
            }
        }
        return new Arms(keys.stream().map(Words::fact).toList(), lines);
    }

    private static boolean isDefended(Arm arm) {
        return arm.name().compareTo(Arm.Name.ATTACKED) > 0;
    }

    private static Line line(Finding finding, Arm arm, SortedSet<String> keys) {
        return new Line(
                name(arm.name(), finding.adapted()),
                isDefended(arm) ? finding.defence().orElse("") : "",
                arm.name().id(),
                Value.share(arm.damage()),
                keys.stream()
                        .map(key -> Optional.ofNullable(arm.facts().get(key)).map(v -> Value.fact(key, v)))
                        .toList());
    }

    private static String name(Arm.Name name, boolean adapted) {
        return switch (name) {
            case CLEAN -> "Clean";
            case NULL -> "Random attacker";
            case ATTACKED -> "Attacked";
            case DEFENDED_CLEAN -> "Defended, not attacked";
            case DEFENDED_RANDOM -> "Defended, random attacker";
            case DEFENDED -> "Defended";
            case ADAPTIVE -> adapted ? "Adaptive attacker" : "Attacked again (not adapted)";
        };
    }
}

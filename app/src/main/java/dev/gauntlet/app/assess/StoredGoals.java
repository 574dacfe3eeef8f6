package dev.gauntlet.app.assess;

import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Goals;
import java.util.Optional;

/**
 * Goals as findings state them.
 *
 * @param task what the detector is for
 * @param goal {@code benign}, {@code other}, {@code kind} or {@code moved}
 * @param kind the label of the kind that rows are to be taken for
 * @param amount by which an estimate is to move
 */
record StoredGoals(Goals.Task task, String goal, Optional<Integer> kind, Optional<Double> amount) {
    static StoredGoals of(Goals goals) {
        if (goals.evade() instanceof Goal.Kind kind) {
            return new StoredGoals(goals.task(), "kind", Optional.of(kind.kind()), Optional.empty());
        }
        if (goals.evade() instanceof Goal.Moved moved) {
            return new StoredGoals(goals.task(), "moved", Optional.empty(), Optional.of(moved.amount()));
        }
        String goal = goals.evade() instanceof Goal.OtherKind ? "other" : "benign";
        return new StoredGoals(goals.task(), goal, Optional.empty(), Optional.empty());
    }

    Goals goals() {
        return switch (goal) {
            case "kind" -> Goals.kind(kind.orElseThrow());
            case "moved" -> Goals.moved(amount.orElseThrow());
            case "other" -> Goals.OTHER_KIND;
            case "benign" -> new Goals(task, new Goal.Silence(), new Goal.Alarm());
            default -> throw new IllegalArgumentException("there is no goal " + goal);
        };
    }
}

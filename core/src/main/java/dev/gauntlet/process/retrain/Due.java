package dev.gauntlet.process.retrain;

import dev.gauntlet.base.Require;
import dev.gauntlet.process.monitor.Monitor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** When a detector is retrained. */
public sealed interface Due {
    /**
     * Why retraining is due; empty if it is not.
     *
     * @param days the days since a challenger was last trained
     * @param drift the drift of the current day's rows
     */
    Optional<String> why(int days, Monitor.Drift drift);

    /** The monitor for the rows of each day. */
    default Monitor monitor() {
        return new Monitor();
    }

    /** At a fixed interval in days, whatever the rows look like. */
    record Every(int days) implements Due {
        public Every {
            Require.atLeast("days", days, 1);
        }

        @Override
        public Optional<String> why(int since, Monitor.Drift drift) {
            return since >= days
                    ? Optional.of(since == 1 ? "a day has passed" : since + " days have passed")
                    : Optional.empty();
        }
    }

    /** When the rows of a day no longer look like the training rows of the champion. */
    record OnDrift(Monitor monitor) implements Due {
        private static final int NAMED = 3;

        @Override
        public Optional<String> why(int since, Monitor.Drift drift) {
            if (!drift.found()) {
                return Optional.empty();
            }
            List<String> moved = drift.features().stream()
                    .filter(Monitor.Moved::moved)
                    .map(Monitor.Moved::feature)
                    .toList();
            String features = moved.stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (moved.size() > NAMED ? " and %d more".formatted(moved.size() - NAMED) : "");
            String score = drift.scoreMoved() ? "the score" + (moved.isEmpty() ? "" : ", ") : "";
            return Optional.of(score + features + " moved");
        }
    }
}

package dev.gauntlet.process.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.measure.EnergyDistance;
import dev.gauntlet.process.monitor.Monitor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DueTest {
    private static Monitor.Drift drift(boolean score, int moved) {
        List<Monitor.Moved> features = IntStream.range(0, 6)
                .mapToObj(i -> new Monitor.Moved("f" + i, 1, 0, i < moved))
                .toList();
        return new Monitor.Drift(
                features, 1, score, new EnergyDistance(0, 1), 0.5, Optional.empty(), 0.01, 0.1, Double.NaN);
    }

    @Test
    void everySoManyDaysIsDueOnThatDayAndAfter() {
        Due due = new Due.Every(3);
        assertThat(due.why(2, drift(true, 6))).isEmpty();
        assertThat(due.why(3, drift(false, 0))).contains("3 days have passed");
        assertThat(due.why(4, drift(false, 0))).contains("4 days have passed");
        assertThat(new Due.Every(1).why(1, drift(false, 0))).contains("a day has passed");
        assertThatThrownBy(() -> new Due.Every(0)).hasMessage("days must be at least 1 but is 0");
    }

    @Test
    void driftIsDueHoweverShortTheTimeAndSaysWhatMoved() {
        Due due = new Due.OnDrift(new Monitor());
        assertThat(due.why(100, drift(false, 0))).isEmpty();
        assertThat(due.why(1, drift(true, 0))).contains("the score moved");
        assertThat(due.why(1, drift(false, 2))).contains("f0, f1 moved");
        assertThat(due.why(1, drift(true, 5))).contains("the score, f0, f1, f2 and 2 more moved");
    }
}

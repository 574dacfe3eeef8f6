package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TriageQueueTest {
    @Test
    void theHighestOfThoseThatWaitIsTakenFirstAndNoneIsInterrupted() {
        double[] waits = new TriageQueue(1)
                .waits(new double[] {0, 1, 2, 3, 20}, new double[] {1, 1, 5, 1, 0}, new double[] {4, 4, 4, 4, 1});
        // The first goes on until 4; then the third, then the second and the fourth in the order in which they came.
        assertThat(waits).containsExactly(0, 7, 2, 9, 0);
        assertThat(new TriageQueue(2).waits(new double[] {0, 0, 0}, new double[3], new double[] {5, 1, 1}))
                .containsExactly(0, 0, 1);
        assertThat(new TriageQueue(2).waits(new double[0], new double[0], new double[0]))
                .isEmpty();
    }

    @Test
    void waitsAreThoseOfErlangAndOfItsTwoPriorities() {
        int n = 400_000;
        Rng rng = Run.seeded(3).child("queue").rng();
        double[] arrivals = new double[n];
        double[] services = new double[n];
        double[] priorities = new double[n];
        for (int i = 0; i < n; i++) {
            arrivals[i] = (i == 0 ? 0 : arrivals[i - 1]) + rng.nextExponential(1);
            services[i] = rng.nextExponential(1.5);
            priorities[i] = rng.chance(0.5) ? 1 : 0;
        }
        // Two servers, load 0.75: P(wait) = 4.5 / 7, and waits beyond that fall with exp(-t / 3).
        double[] plain = new TriageQueue(2).waits(arrivals, new double[n], services);
        double within3 = Arrays.stream(plain).filter(wait -> wait <= 3).count() / (double) n;
        assertThat(within3).isCloseTo(1 - 4.5 / 7 * StrictMath.exp(-1), within(0.01));
        // Mean waits of classes: (4.5 / 7 / (4 / 3)) / (1 - 0.375), and that / (1 - 0.75).
        double[] ordered = new TriageQueue(2).waits(arrivals, priorities, services);
        assertThat(mean(ordered, priorities, 1)).isCloseTo(0.7714, within(0.02));
        assertThat(mean(ordered, priorities, 0)).isCloseTo(3.0857, within(0.15));
    }

    private static double mean(double[] waits, double[] priorities, double of) {
        return IntStream.range(0, waits.length)
                .filter(i -> priorities[i] == of)
                .mapToDouble(i -> waits[i])
                .average()
                .orElseThrow();
    }
}

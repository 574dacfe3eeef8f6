package dev.gauntlet.process.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows 0 to 5 are one day apart. */
final class WindowTest {
    private static final double DAY = 86_400;
    private static final Dataset ROWS = Toy.clusters(6, 1)
            .withTimes(IntStream.range(0, 6).mapToDouble(i -> i * DAY).toArray());

    private static long[] ids(Dataset rows) {
        return IntStream.range(0, rows.size()).mapToLong(rows::id).toArray();
    }

    private static long[] sliding(double days, Dataset rows) {
        return ids(new Window.Sliding(days).over(rows, Toy.run()));
    }

    @Test
    void anExpandingWindowForgetsNothing() {
        assertThat(new Window.Expanding().over(ROWS, Toy.run()).digest()).isEqualTo(ROWS.digest());
    }

    @Test
    void aSlidingWindowForgetsWhatIsOlderAndNotItsEdge() {
        assertThat(sliding(2, ROWS)).containsExactly(3, 4, 5);
        assertThat(sliding(3.5, ROWS)).containsExactly(2, 3, 4, 5);
    }

    @Test
    void itsDaysAreCountedFromTheNewestRowWhereverItStands() {
        assertThat(sliding(2, ROWS.select(new int[] {0, 5, 1, 4, 2, 3}))).containsExactly(5, 4, 3);
    }

    @Test
    void rowsWithoutATimeAreNeverForgotten() {
        double[] times = {0, Double.NaN, 2 * DAY, 3 * DAY, Double.NaN, 5 * DAY};
        assertThat(sliding(2, ROWS.withTimes(times))).containsExactly(1, 3, 4, 5);
        assertThat(sliding(1, Dataset.of(ROWS.schema(), ROWS.rows(), ROWS.labels(), ROWS.labelNames())))
                .hasSize(6);
    }

    @Test
    void aReservoirHoldsItsRowsInTheirOrderAndNeverTakesOneBack() {
        Dataset all = Toy.clusters(300, 2);
        Window reservoir = new Window.Reservoir(20);
        long[] late = ids(reservoir.over(all, Toy.run()));
        assertThat(late).hasSize(20).isSorted().doesNotHaveDuplicates();
        for (int seen = 1; seen < 300; seen += 13) {
            long[] early = ids(reservoir.over(all.slice(0, seen), Toy.run()));
            int upTo = seen;
            assertThat(early).hasSize(Math.min(seen, 20));
            assertThat(LongStream.of(late).filter(id -> id < upTo)).allMatch(id -> contains(early, id));
        }
    }

    private static boolean contains(long[] ids, long id) {
        return LongStream.of(ids).anyMatch(i -> i == id);
    }

    @Test
    void everyRowIsAsLikelyToStayAsAnyOther() {
        Dataset all = Toy.clusters(40, 2);
        int[] kept = new int[40];
        for (int seed = 0; seed < 1000; seed++) {
            for (long id : ids(new Window.Reservoir(10).over(all, Run.seeded(seed)))) {
                kept[(int) id]++;
            }
        }
        // 250 expected of 1000, standard deviation 13.7; four of them either side.
        assertThat(IntStream.of(kept)).allMatch(count -> count > 195 && count < 305);
    }

    @Test
    void windowsOfNothingAreRefused() {
        assertThatThrownBy(() -> new Window.Sliding(0)).hasMessage("days must be positive but is 0.0");
        assertThatThrownBy(() -> new Window.Sliding(Double.NaN)).hasMessageStartingWith("days");
        assertThatThrownBy(() -> new Window.Reservoir(0)).hasMessage("rows must be at least 1 but is 0");
    }

    @Test
    void daysAreCutByUtcAndLeaveOutWhatHasNoTime() {
        double[] times = {DAY - 1, DAY, DAY + 1, Double.NaN, 5 * DAY, 0};
        List<Dataset> days = Days.byTime(ROWS.withTimes(times));
        assertThat(days.stream().map(WindowTest::ids)).containsExactly(new long[] {0, 5}, new long[] {1, 2});
    }

    @Test
    void blocksAreCutInOrderAndCountAsDays() {
        List<Dataset> blocks = Days.blocks(ROWS, 4);
        assertThat(blocks.stream().map(WindowTest::ids)).containsExactly(new long[] {0, 1, 2, 3}, new long[] {4, 5});
        assertThat(blocks.get(1).time(0)).isEqualTo(DAY);
        assertThat(Days.blocks(ROWS, 5)).hasSize(1);
        assertThat(Days.on(ROWS, -1).time(3)).isEqualTo(-DAY);
        assertThatThrownBy(() -> Days.blocks(ROWS, 1)).hasMessage("block must be at least 2 but is 1");
    }
}

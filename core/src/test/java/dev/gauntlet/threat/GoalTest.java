package dev.gauntlet.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GoalTest {
    private static final List<String> NAMES = List.of("benign", "dos", "probe", "theft");
    /** Labels of rows 0 to 6. */
    private static final Dataset ROWS =
            Dataset.of(Toy.plain(), Rows.fill(7, 4, (i, j) -> i), new int[] {0, 1, 2, 2, 3, -1, 2}, NAMES);

    private static List<Integer> wanted(Goal goal, double truth) {
        return IntStream.rangeClosed(0, 3)
                .filter(answer -> goal.reached(truth, answer))
                .boxed()
                .toList();
    }

    @Test
    void silenceIsTheBenignVerdictOnMaliciousRows() {
        Goal goal = new Goal.Silence();
        assertThat(goal.starts(ROWS)).containsExactly(1, 2, 3, 4, 6);
        assertThat(wanted(goal, 2)).containsExactly(0);
        assertThat(goal.startsFrom(-1, 3)).as("without a label, what alarms").isTrue();
        assertThat(goal.startsFrom(-1, 0)).isFalse();
        assertThat(goal.falseLabel(2, ROWS)).isZero();
    }

    @Test
    void anAlarmIsAnyMaliciousVerdictOnABenignRow() {
        Goal goal = new Goal.Alarm();
        assertThat(goal.starts(ROWS)).containsExactly(0);
        assertThat(wanted(goal, 0)).containsExactly(1, 2, 3);
        assertThat(goal.startsFrom(-1, 0)).isTrue();
        assertThat(goal.falseLabel(0, ROWS)).as("the most frequent kind").isEqualTo(2);
    }

    @Test
    void anotherKindIsEveryVerdictButTheTruth() {
        Goal goal = new Goal.OtherKind();
        assertThat(goal.starts(ROWS)).containsExactly(1, 2, 3, 4, 6);
        assertThat(wanted(goal, 2)).containsExactly(0, 1, 3);
        assertThat(wanted(goal, 3)).containsExactly(0, 1, 2);
        assertThat(goal.falseLabel(1, ROWS)).isEqualTo(2);
        assertThat(goal.falseLabel(2, ROWS))
                .as("the first of equally frequent others")
                .isEqualTo(1);
        assertThat(goal.dependsOnTruth()).isTrue();
    }

    @Test
    void oneKindIsReachedFromTheOthersOnly() {
        Goal goal = new Goal.Kind(2, false);
        assertThat(goal.starts(ROWS)).containsExactly(1, 4);
        assertThat(wanted(goal, 3)).containsExactly(2);
        assertThat(goal.falseLabel(3, ROWS)).isEqualTo(2);
        assertThat(goal.taught()).isEqualTo(2);
        assertThat(goal.isServedByBenign()).isFalse();
        assertThat(goal.text(NAMES)).isEqualTo("rows of other kinds that are taken for probe");
        assertThat(new Goal.Kind(2, true).starts(ROWS)).containsExactly(0);
    }

    @Test
    void aQuantityMovesByTheAmountOrMore() {
        Goal up = new Goal.Moved(2.5, true);
        Goal down = new Goal.Moved(2.5, false);
        assertThat(up.reached(10, 12.5)).isTrue();
        assertThat(up.reached(10, 12.49)).isFalse();
        assertThat(up.reached(10, 7)).isFalse();
        assertThat(down.reached(10, 7.5)).isTrue();
        assertThat(down.reached(10, 7.51)).isFalse();
        assertThat(down.reached(10, 13)).isFalse();
    }

    @Test
    void victimsAreAlikeOfWhichTheSameIsWanted() {
        Dataset victims = ROWS.select(new int[] {1, 2, 4, 3});
        assertThat(new Goal.Silence().alike(victims).values()).containsExactly(new int[] {0, 1, 2, 3});
        assertThat(new Goal.OtherKind().alike(victims).values())
                .containsExactly(new int[] {0}, new int[] {1, 3}, new int[] {2});
        Dataset amounts = victims.withQuantities(new double[] {5, 5, 7, 6});
        assertThat(new Goal.Moved(1, true).alike(amounts).keySet()).containsExactly(5.0, 6.0, 7.0);
    }
}

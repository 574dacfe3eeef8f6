package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Rows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of four features with scale 10 and cost 1, whose group is the whole part of the last feature. */
final class DistinctChoiceTest {
    private static double[] row(double x, double group) {
        return new double[] {x, 0, 0, group};
    }

    private static DistinctChoice choice(double dearer, List<List<double[]>> found) {
        return new DistinctChoice(Toy.plain(), Rows.fill(found.size(), 4, (i, j) -> 0), found, dearer);
    }

    private static List<String> groups(Rows rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> "" + (int) rows.get(i, 3))
                .toList();
    }

    private static List<Double> last(List<List<double[]>> chosen) {
        return chosen.stream()
                .map(own -> own.isEmpty() ? Double.NaN : own.get(0)[3])
                .toList();
    }

    @Test
    void thatWhichOnlyOneVictimCanSendIsLeftToIt() {
        // Cheapest first, both send group 1: the first must make way to group 2, and it to group 3.
        List<List<double[]>> found = List.of(
                List.of(row(0, 1), row(0, 2)),
                List.of(row(1, 1)),
                List.of(row(2, 2), row(2, 3)),
                List.of(),
                List.of(row(5, 1)));
        assertThat(last(choice(9, found).ofDifferentGroups(DistinctChoiceTest::groups)))
                .as("the last is not needed and sends its cheapest")
                .containsExactly(2.0, 1.0, 3.0, Double.NaN, 1.0);
    }

    @Test
    void ofTheRowsInAGroupTheCheapestIsSent() {
        List<List<double[]>> found = List.of(List.of(row(9, 1), row(3, 1)), List.of(row(5, 1), row(5, 2)));
        List<List<double[]>> chosen = choice(9, found).ofDifferentGroups(DistinctChoiceTest::groups);
        assertThat(chosen.get(0).get(0)[0]).isEqualTo(3);
        assertThat(last(chosen)).containsExactly(1.0, 2.0);
    }

    @Test
    void eachRowIsTheFarthestFromThoseChosenBefore() {
        List<List<double[]>> found = List.of(
                List.of(row(1, 0), row(9, 0)), List.of(row(1, 0), row(2, 0)), List.of(row(2, 0), row(8, 0), row(5, 0)));
        List<List<double[]>> chosen = choice(99, found).farthest();
        assertThat(chosen.stream().map(own -> own.get(0)[0])).containsExactly(1.0, 2.0, 8.0);
    }

    @Test
    void rowsThatAreTooDearAreNotChosen() {
        List<List<double[]>> found = List.of(List.of(row(1, 0)), List.of(row(1, 0), row(1.9, 0), row(8, 0)));
        assertThat(choice(2, found).farthest().get(1).get(0)[0]).isEqualTo(1.9);
        assertThat(choice(1, found).farthest().get(1).get(0)[0]).isEqualTo(1);
    }
}

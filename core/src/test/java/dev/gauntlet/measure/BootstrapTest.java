package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BootstrapTest {
    /** 1 for the rows of the first ten groups of twenty, else 0. */
    private static double share(int[] rows) {
        return IntStream.of(rows).filter(i -> i % 20 < 10).count() / (double) rows.length;
    }

    private static List<String> groups(int of) {
        return IntStream.range(0, 400).mapToObj(i -> "g" + i % of).toList();
    }

    @Test
    void rowsOfOneGroupAreNotIndependent() {
        Interval byGroup = Bootstrap.byGroup(groups(20), BootstrapTest::share, 1000, Toy.run());
        Interval byRow = Bootstrap.byGroup(groups(400), BootstrapTest::share, 1000, Toy.run());
        assertThat(byGroup.value()).isEqualTo(0.5);
        // standard errors sqrt(.25/20) = .112 and sqrt(.25/400) = .025
        assertThat(byGroup.high() - byGroup.low()).isCloseTo(3.92 * 0.112, within(0.06));
        assertThat(byRow.high() - byRow.low()).isCloseTo(3.92 * 0.025, within(0.02));
        assertThat(byGroup.n()).isEqualTo(20);
    }

    @Test
    void drawsWithoutAFigureAreLeftOut() {
        Interval none = Bootstrap.byGroup(Collections.nCopies(3, "g"), rows -> Double.NaN, 20, Toy.run());
        assertThat(none.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}

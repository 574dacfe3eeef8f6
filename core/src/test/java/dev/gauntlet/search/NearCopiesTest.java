package dev.gauntlet.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NearCopiesTest {
    private static final double[] ROW = {5, 5, 5, 5};
    private static final NearCopies PLAIN = new NearCopies(Toy.plain());

    private static Rng rng() {
        return Seed.of(3).rng();
    }

    @Test
    void everyNumberDiffersByNoMoreThanTheSpread() {
        Rng rng = rng();
        for (int n = 0; n < 50; n++) {
            // A scale is 10.
            double[] copy = PLAIN.of(ROW, 0.02, 0, rng);
            assertThat(copy).doesNotContain(5.0);
            assertThat(DoubleStream.of(copy)).allMatch(value -> Math.abs(value - 5) <= 0.2);
        }
    }

    @Test
    void oneNumberDiffersByTheLeastThatIsAsked() {
        Rng rng = rng();
        for (int n = 0; n < 50; n++) {
            double[] copy = PLAIN.of(ROW, 0.01, 0.3, rng);
            assertThat(IntStream.range(0, 4).filter(j -> copy[j] >= 7.9)).hasSize(1);
            assertThat(IntStream.range(0, 4).filter(j -> Math.abs(copy[j] - 5) <= 0.1))
                    .hasSize(3);
        }
    }

    @Test
    void copiesAreValidAndKeepCategoriesAndFlagsButNotTheWayAnAttackerCanMove() {
        NearCopies copier = new NearCopies(Toy.schema());
        double[] row = Toy.rows().rows().row(3);
        Rng rng = rng();
        boolean fixedMoved = false;
        for (int n = 0; n < 50; n++) {
            double[] copy = copier.of(row, 0.2, 0, rng);
            assertThat(Toy.schema().faults(copy)).isEmpty();
            assertThat(List.of(copy[4], copy[5])).containsExactly(row[4], row[5]);
            fixedMoved |= copy[2] != row[2];
        }
        assertThat(fixedMoved).isTrue();
    }

    @Test
    void aRowWithoutNumbersIsItsOwnNearCopyButMovesAtRandom() {
        Schema flags = new Schema(List.of(Feature.flag("a"), Feature.flag("b")));
        NearCopies copier = new NearCopies(flags);
        assertThat(copier.of(new double[] {1, 0}, 0.5, 0.5, rng())).containsExactly(1, 0);
        assertThat(copier.moved(Rows.of(new double[] {1, 0}), rng()).row(0)).isNotEqualTo(new double[] {1, 0});
    }

    @Test
    void movedRowsAreValidAndNoCopies() {
        Rows rows = Toy.rows().rows();
        Rows moved = new NearCopies(Toy.schema()).moved(rows, rng());
        assertThat(moved.size()).isEqualTo(12);
        for (int i = 0; i < 12; i++) {
            assertThat(Toy.schema().faults(moved.row(i))).isEmpty();
            assertThat(moved.row(i)).isNotEqualTo(rows.row(i));
        }
    }

    @Test
    void noRowsAreMovedToNoRows() {
        assertThat(PLAIN.moved(Rows.fill(0, 4, (i, j) -> 0), rng()).width()).isEqualTo(4);
    }

    @Test
    void whatCannotMoveStays() {
        Schema stuck = new Schema(List.of(Feature.whole("n", 3, 3)));
        NearCopies copier = new NearCopies(stuck);
        assertThat(copier.of(new double[] {3}, 1, 1, rng())).containsExactly(3);
        assertThat(copier.moved(Rows.of(new double[] {3}), rng()).row(0)).containsExactly(3);
    }
}

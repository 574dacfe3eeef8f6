package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RowsTest {
    private static final Rows TABLE = Rows.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});

    @Test
    void liesRowByRow() {
        assertThat(TABLE.size()).isEqualTo(2);
        assertThat(TABLE.width()).isEqualTo(3);
        assertThat(TABLE.get(1, 0)).isEqualTo(4);
        assertThat(TABLE.row(1)).containsExactly(4, 5, 6);
        assertThat(TABLE.column(1)).containsExactly(2, 5);
        assertThat(TABLE.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Rows.of(2, 3, new double[] {1, 2, 3, 4, 5, 6})).isEqualTo(TABLE);
        assertThat(Rows.fill(2, 3, (i, j) -> 3 * i + j + 1)).isEqualTo(TABLE);
        assertThat(TABLE).hasToString("2 x 3");
    }

    @Test
    void keepsItsValuesWhateverBecomesOfTheArrays() {
        double[] row = {1, 2};
        double[] flat = {1, 2};
        Rows table = Rows.of(row);
        Rows other = Rows.of(1, 2, flat);
        row[0] = 9;
        flat[0] = 9;
        table.row(0)[0] = 9;
        table.column(0)[0] = 9;
        table.toArray()[0] = 9;
        assertThat(table).isEqualTo(other).isEqualTo(Rows.of(new double[] {1, 2}));
    }

    @Test
    void refusesRowsOfUnequalLength() {
        assertThatThrownBy(() -> Rows.of(new double[] {1, 2}, new double[] {3}))
                .hasMessage("values in row 1 must be 2 but is 1");
        assertThatThrownBy(() -> Rows.of(2, 2, new double[3])).hasMessage("values must be 4 but is 3");
    }

    @Test
    void selectsInTheGivenOrderAndTwiceIfAsked() {
        assertThat(TABLE.select(new int[] {1, 0, 1}).column(0)).containsExactly(4, 1, 4);
        assertThat(TABLE.select(new int[0]).size()).isZero();
        assertThat(TABLE.select(new int[0]).width()).isEqualTo(3);
    }

    @Test
    void slicesFromIncludedToExcluded() {
        assertThat(TABLE.slice(1, 2).row(0)).containsExactly(4, 5, 6);
        assertThat(TABLE.slice(1, 1).size()).isZero();
    }

    @Test
    void appendsRowsOfTheSameWidthOnly() {
        assertThat(TABLE.append(TABLE.slice(0, 1)).column(2)).containsExactly(3, 6, 3);
        assertThatThrownBy(() -> TABLE.append(Rows.of(new double[] {1}))).hasMessage("columns must be 3 but is 1");
    }

    @Test
    void readsARowIntoTheStartOfAnArray() {
        double[] into = {0, 0, 0, 7};
        TABLE.read(1, into);
        assertThat(into).containsExactly(4, 5, 6, 7);
    }

    @Test
    void roundsToTheNearestFloat() {
        assertThat(Rows.of(new double[] {0.1, 16_777_217}).toFloats()).containsExactly(0.1f, 16_777_216f);
    }

    @Test
    void equalsByShapeAndValueWithMissingEqualToMissing() {
        Rows missing = Rows.of(new double[] {Double.NaN, 1});
        assertThat(missing).isEqualTo(Rows.of(new double[] {Double.NaN, 1}));
        assertThat(missing).hasSameHashCodeAs(Rows.of(new double[] {Double.NaN, 1}));
        assertThat(missing).isNotEqualTo(Rows.of(new double[] {Double.NaN}, new double[] {1}));
        assertThat(missing).isNotEqualTo(Rows.of(new double[] {Double.NaN, 2}));
    }
}

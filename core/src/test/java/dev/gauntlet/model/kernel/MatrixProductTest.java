package dev.gauntlet.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Rows;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {
    private static double[][] random(Rng rng, int size, int width) {
        double[][] rows = new double[size][width];
        for (double[] row : rows) {
            Arrays.setAll(row, j -> rng.nextGaussian() * StrictMath.pow(2, rng.nextInt(40) - 20));
        }
        return rows;
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    /** The sums term by term in the order of the index. */
    private static double[][] plain(double[][] left, double[][] right, double[][] start) {
        double[][] sums = copy(start);
        for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j < sums[i].length; j++) {
                for (int k = 0; k < right.length; k++) {
                    sums[i][j] = Math.fma(left[i][k], right[k][j], sums[i][j]);
                }
            }
        }
        return sums;
    }

    /** The last is wider than a panel of the cache. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 7", "2, 4, 64", "9, 13, 1", "6, 66, 33", "5, 1, 130", "4, 31, 5000"})
    void givesTheBitsOfOneTermAfterAnother(int n, int inner, int outs) {
        Rng rng = Seed.of(n + 10L * inner).rng();
        double[][] left = random(rng, n, inner);
        double[][] right = random(rng, inner, outs);
        double[][] start = random(rng, n, outs);
        double[][] expected = plain(left, right, start);

        double[][] sums = copy(start);
        MatrixProduct.add(left, n, right, inner, sums);
        assertThat(sums).isDeepEqualTo(expected);

        for (int i = 0; i < n; i++) {
            double[] row = start[i].clone();
            MatrixProduct.addRow(left[i], right, inner, row);
            assertThat(row).containsExactly(expected[i]);
        }
        for (int j = 0; j < outs; j++) {
            int column = j;
            double[] dots = new double[n + 1];
            Arrays.setAll(dots, i -> i == 0 ? 5 : start[i - 1][column]);
            MatrixProduct.addDots(left, n, MatrixProduct.transpose(right, inner, outs)[j], inner, dots, 1);
            assertThat(dots[0]).isEqualTo(5);
            for (int i = 0; i < n; i++) {
                assertThat(dots[i + 1]).isEqualTo(expected[i][j]);
            }
        }
    }

    @Test
    void takesOnlyAsManyRowsAndTermsAsStated() {
        double[][] sums = {{1}, {1}};
        MatrixProduct.add(new double[][] {{2, 9}, {3, 9}}, 1, new double[][] {{10}, {100}}, 1, sums);
        assertThat(sums).isDeepEqualTo(new double[][] {{21}, {1}});
        MatrixProduct.add(new double[][] {{2}}, 1, new double[0][], 0, sums);
        assertThat(sums[0]).containsExactly(21);
    }

    @Test
    void turnsRowsIntoColumnsAndBack() {
        double[][] rows = MatrixProduct.rows(new double[] {1, 2, 3, 4, 5, 6}, 3);
        assertThat(rows).isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});
        assertThat(MatrixProduct.flat(rows)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(MatrixProduct.transpose(rows, 2, 3)).isDeepEqualTo(new double[][] {{1, 4}, {2, 5}, {3, 6}});
    }

    /** Every kernel that multiplies: one row at a time it gives what it gives of all, blocks of rows included. */
    @Test
    void kernelsGiveTheSameBitsHoweverRowsAreBatched() {
        Rng rng = Seed.of(8).rng();
        Rows rows = Rows.of(random(rng, 150, 5));
        Network network = new Network(
                new double[][] {MatrixProduct.flat(random(rng, 5, 9)), MatrixProduct.flat(random(rng, 9, 1))},
                new double[][] {random(rng, 1, 9)[0], {0.5}});
        Network classes =
                new Network(new double[][] {MatrixProduct.flat(random(rng, 5, 7))}, new double[][] {new double[7]});
        LinearKernel linear = new LinearKernel(random(rng, 1, 5)[0], 0.25);
        for (int i = 0; i < rows.size(); i++) {
            Rows one = rows.slice(i, i + 1);
            assertThat(network.malice(one)[0]).isEqualTo(network.malice(rows)[i]);
            assertThat(network.maliceGradient(one).row(0))
                    .containsExactly(network.maliceGradient(rows).row(i));
            assertThat(classes.scores(one).row(0))
                    .containsExactly(classes.scores(rows).row(i));
            assertThat(linear.malice(one)[0]).isEqualTo(linear.malice(rows)[i]);
        }
    }

    @Test
    void aNetworkIsTheSumsOfItsLayersTermByTerm() {
        Rng rng = Seed.of(9).rng();
        double[][] rows = random(rng, 70, 6);
        double[][] first = random(rng, 6, 5);
        double[][] second = random(rng, 5, 2);
        double[] biases = random(rng, 1, 5)[0];
        double[][] hidden = plain(
                rows,
                first,
                MatrixProduct.rows(Rows.fill(70, 5, (i, j) -> biases[j]).toArray(), 5));
        for (double[] row : hidden) {
            Arrays.setAll(row, j -> Math.max(0, row[j]));
        }
        Network network = new Network(
                new double[][] {MatrixProduct.flat(first), MatrixProduct.flat(second)},
                new double[][] {biases, {0.5, -0.5}});
        double[][] expected = plain(
                hidden,
                second,
                MatrixProduct.rows(Rows.fill(70, 2, (i, j) -> 0.5 - j).toArray(), 2));
        assertThat(network.scores(Rows.of(rows))).isEqualTo(Rows.of(expected));
    }
}

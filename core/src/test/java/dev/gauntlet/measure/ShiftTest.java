package dev.gauntlet.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShiftTest {
    private static double[] normal(int n, double mean, String seed) {
        Rng rng = Toy.run().child(seed).rng();
        return IntStream.range(0, n).mapToDouble(i -> mean + rng.nextGaussian()).toArray();
    }

    @Test
    void theIndexIsThatOfItsFormula() {
        // Up to 2 and above: 0.5 and 0.5 before, 0.25 and 0.75 now.
        double[] before = {1, 2, 5, 6};
        double[] now = {1, 5, 7, 8};
        double expected = (0.25 - 0.5) * StrictMath.log(0.5) + (0.75 - 0.5) * StrictMath.log(1.5);
        assertThat(Shift.psi(before, now, 2)).isCloseTo(expected, within(1e-12));
        assertThat(Shift.psi(before, before, 2)).isZero();
    }

    @Test
    void withoutDriftTheIndexIsAsSmallAsItsTheorySays() {
        double sum = 0;
        for (int i = 0; i < 200; i++) {
            sum += Shift.psi(normal(200, 0, "before " + i), normal(200, 0, "now " + i), 10);
        }
        // 9 (1/200 + 1/200), for nine bins that are free.
        assertThat(sum / 200).isBetween(0.08, 0.105);
    }

    @Test
    void zeroAndMinusZeroAreOneValue() {
        double[] zeros = new double[100];
        double[] others = new double[100];
        Arrays.fill(others, -0.0);
        assertThat(Shift.psi(zeros, others, 10)).isZero();
        assertThat(Shift.psi(others, zeros, 10)).isZero();
        assertThat(Shift.psiOfCategories(zeros, others)).isZero();
        assertThat(Shift.chiSquare(zeros, others)).isEqualTo(1);
        assertThat(Shift.ks(zeros, others)).isEqualTo(1);
    }

    @Test
    void aValueBelowAConstantOneIsABinOfItsOwn() {
        double[] now = new double[100];
        Arrays.fill(now, 0, 50, -1);
        assertThat(Shift.psi(new double[100], now, 10)).isGreaterThan(1);
    }

    private static double[] codes(int[] counts, int... codeOfCategory) {
        return IntStream.range(0, counts.length)
                .boxed()
                .flatMapToDouble(k -> IntStream.range(0, counts[k]).mapToDouble(i -> codeOfCategory[k]))
                .toArray();
    }

    @Test
    void theTestOfCategoriesDoesNotDependOnTheirOrder() {
        int[] before = {100, 60, 40};
        int[] now = {80, 100, 20};
        double p = Shift.chiSquare(codes(before, 0, 1, 2), codes(now, 0, 1, 2));
        // (100-80)^2/180 + (60-100)^2/160 + (40-20)^2/60 = 18.889 with two degrees of freedom.
        assertThat(p).isCloseTo(StrictMath.exp(-(400 / 180.0 + 1600 / 160.0 + 400 / 60.0) / 2), within(1e-9));
        assertThat(Shift.chiSquare(codes(before, 2, 0, 1), codes(now, 2, 0, 1))).isEqualTo(p);
        // The middle one of three takes what the outer ones lose: by order it would hardly be seen.
        assertThat(Shift.chiSquare(codes(new int[] {100, 100, 100}, 0, 1, 2), codes(new int[] {85, 130, 85}, 0, 1, 2)))
                .isLessThan(0.05);
    }

    @Test
    void rareCategoriesAreCountedAsOne() {
        int[] counts = {100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        double[] before = codes(counts, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        double[] now = codes(counts, 0, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        assertThat(Shift.chiSquare(before, now)).isEqualTo(1);
        assertThat(Shift.chiSquare(new double[] {3, 3}, new double[] {3, 3})).isEqualTo(1);
    }

    @Test
    void aValueThatIsMostOfAllIsABinByItself() {
        double[] before = new double[100];
        double[] now = new double[100];
        Arrays.fill(now, 0, 50, 1);
        assertThat(Shift.psi(before, now, 10)).isGreaterThan(1);
    }

    @Test
    void whatIsMissingIsAValue() {
        double[] now = normal(1000, 0, "a");
        Arrays.fill(now, 0, 300, Double.NaN);
        assertThat(Shift.psi(normal(1000, 0, "b"), now, 10)).isGreaterThan(0.25);
    }

    @Test
    void categoriesAreComparedByValue() {
        double[] before = {0, 0, 1, 1};
        assertThat(Shift.psiOfCategories(before, new double[] {1, 0, 1, 0})).isZero();
        assertThat(Shift.psiOfCategories(before, new double[] {1, 1, 1, 2})).isGreaterThan(0.25);
    }

    @Test
    void theTestTellsAShiftFromChance() {
        assertThat(Shift.ks(normal(500, 0, "a"), normal(500, 0.5, "b"))).isLessThan(1e-6);
        assertThat(Shift.ks(normal(500, 0, "a"), normal(500, 0, "c"))).isGreaterThan(0.01);
        assertThat(Shift.ks(new double[] {Double.NaN}, new double[] {1, 2})).isEqualTo(1);
        double[] empty = new double[500];
        Arrays.fill(empty, Double.NaN);
        assertThat(Shift.ks(normal(500, 0, "a"), empty)).isLessThan(1e-6);
    }

    private static Rows rows(int n, double mean, String seed) {
        double[] values = normal(2 * n, mean, seed);
        return Rows.fill(n, 2, (i, j) -> values[2 * i + j]);
    }

    @Test
    void energyIsZeroForTheSameRowsAndGrowsWithTheShift() {
        double[] scales = {1, 1};
        assertThat(EnergyDistance.of(rows(20, 0, "a"), rows(20, 0, "a"), scales, 9, Toy.run())
                        .distance())
                .isCloseTo(0, within(1e-12));
        EnergyDistance far = EnergyDistance.of(rows(60, 0, "a"), rows(60, 1, "b"), scales, 99, Toy.run());
        EnergyDistance near = EnergyDistance.of(rows(60, 0, "a"), rows(60, 0, "b"), scales, 99, Toy.run());
        assertThat(far.distance()).isGreaterThan(5 * near.distance());
        assertThat(far.p()).isEqualTo(0.01);
        assertThat(near.p()).isGreaterThan(0.05);
    }

    @Test
    void twoPointsAreAsFarApartAsTheirDistanceTwice() {
        Rows zero = Rows.of(new double[][] {{0, 0}});
        Rows three = Rows.of(new double[][] {{6, 8}});
        assertThat(EnergyDistance.of(zero, three, new double[] {2, 2}, 1, Toy.run())
                        .distance())
                .isEqualTo(10);
    }
}

package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    private static double[] mostly(double usual, int usualRows, double... others) {
        return DoubleStream.concat(IntStream.range(0, usualRows).mapToDouble(i -> usual), DoubleStream.of(others))
                .toArray();
    }

    @Test
    void theScaleSpansFromThe5thToThe95thPercentile() {
        double[] values = IntStream.rangeClosed(0, 100)
                .mapToDouble(i -> i == 100 ? 5000 : i)
                .toArray();
        assertThat(Spread.of(values)).isEqualTo(new Spread(0, 5000, 90));
    }

    @Test
    void ofAColumnThatIsMostlyOneValueTheOthersTellTheScaleWithoutTheFarthest() {
        double[] others = IntStream.rangeClosed(1, 21)
                .mapToDouble(i -> i == 21 ? 42.8 : i / 10.0)
                .toArray();
        assertThat(Spread.of(mostly(0, 1000, others))).isEqualTo(new Spread(0, 42.8, 2));
        double[] around = {3, 7, 4, 6};
        assertThat(Spread.of(mostly(5, 1000, around)).scale()).isEqualTo(2);
        assertThat(Spread.of(mostly(0, 1000, 42.8)).scale()).isEqualTo(42.8);
    }

    @Test
    void aColumnOfOneValueOrNoneHasTheScale1() {
        assertThat(Spread.of(mostly(5, 10, Double.NaN)).scale()).isEqualTo(1);
        assertThat(Spread.of(new double[] {Double.NaN})).isEqualTo(new Spread(0, 0, 1));
    }
}
